package org.linli.schema.read;

import graphql.normalized.ExecutableNormalizedField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Input;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.UseCaseField;

/** The arguments of a use case as its rules take them: ids taken apart, texts trimmed and measured. */
public final class Inputs {
    /**
     * An id that may be of several types.
     *
     * @param type one of those
     */
    public record Reference(String type, UUID id) {}

    private final Declarations declarations;

    public Inputs(Declarations declarations) {
        this.declarations = declarations;
    }

    /**
     * What a request gives each argument: {@link UUID}, {@link Reference}, trimmed text, what the scalars make, enum values by
     * name, and lists and maps of these. What was not given is not there, unless it has a default.
     *
     * @throws ClientFault at the field, where a value cannot be taken
     */
    public Map<String, Object> of(UseCaseField useCase, ExecutableNormalizedField field, Request request) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        useCase.arguments().keySet().forEach(name -> {
            Argument argument = Draft.argument(field, name);
            if (argument != null) given.put(name, argument.value(request));
        });
        try {
            return of(useCase, given);
        } catch (ClientFault fault) {
            throw fault.at(List.of(field.getResultKey()));
        }
    }

    /**
     * The same of values by their names, whose ids may be taken apart already.
     *
     * @throws ClientFault where a value cannot be taken
     * @throws IllegalArgumentException for a name that there is not
     */
    public Map<String, Object> of(UseCaseField useCase, Map<String, ?> given) {
        return fields("", useCase.arguments(), given);
    }

    private Map<String, Object> fields(String before, Map<String, Input> inputs, Map<?, ?> given) {
        if (!inputs.keySet().containsAll(given.keySet()))
            throw new IllegalArgumentException(given.keySet() + " given, " + inputs.keySet() + " there");
        Map<String, Object> fields = new LinkedHashMap<>();
        inputs.forEach((name, input) -> {
            Object taken = taken(before + name, input, given.get(name));
            if (taken != null) fields.put(name, taken);
        });
        return fields;
    }

    private @Nullable Object taken(String name, Input input, @Nullable Object value) {
        if (value == null) return null;
        if (value instanceof List<?> several) {
            List<@Nullable Object> all = new ArrayList<>();
            for (int i = 0; i < several.size(); i++) all.add(taken(name + "." + i, input, several.get(i)));
            return all;
        }
        return switch (input) {
            case Input.Id id -> id(name, id.types(), value);
            case Input.Text text -> text(name, text, (String) value);
            case Input.Fields object -> fields(name + ".", object.fields(), (Map<?, ?>) value);
            case Input.Value scalar -> SqlType.of(scalar.scalar(), false).bind(value);
            case Input.Choice choice -> value;
        };
    }

    private Object id(String name, List<RowType> types, Object value) {
        if (value instanceof UUID alone) return alone;
        NodeId id = NodeId.of(name, written(value), types, declarations);
        return types.size() == 1 ? id.id() : new Reference(id.type().name(), id.id());
    }

    private String written(Object id) {
        return id instanceof Reference reference
                ? declarations.type(reference.type()).prefix() + "_" + reference.id()
                : (String) id;
    }

    private static String text(String name, Input.Text text, String value) {
        String trimmed = value.strip();
        int length = trimmed.codePointCount(0, trimmed.length());
        boolean control =
                trimmed.chars().anyMatch(c -> Character.isISOControl(c) && !(text.lines() && (c == '\n' || c == '\t')));
        if (length < 1 || length > text.most() || control || !SqlType.storable(value))
            throw ClientFault.of(ErrorCode.INVALID_TEXT, name, text.most());
        return trimmed;
    }
}
