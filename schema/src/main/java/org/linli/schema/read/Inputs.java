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
        Map<String, Object> given = new LinkedHashMap<>();
        try {
            useCase.arguments().forEach((name, input) -> {
                Argument argument = Draft.argument(field, name);
                Object value = argument == null ? null : taken(name, input, argument.value(request));
                if (value != null) given.put(name, value);
            });
        } catch (ClientFault fault) {
            throw fault.at(List.of(field.getResultKey()));
        }
        return given;
    }

    private @Nullable Object taken(String name, Input input, @Nullable Object value) {
        if (value == null) return null;
        if (value instanceof List<?> several) {
            List<@Nullable Object> all = new ArrayList<>();
            for (int i = 0; i < several.size(); i++) all.add(taken(name + "." + i, input, several.get(i)));
            return all;
        }
        return switch (input) {
            case Input.Id id -> id(id.types(), (String) value);
            case Input.Text text -> text(name, text, (String) value);
            case Input.Fields object -> object(name, object, (Map<?, ?>) value);
            case Input.Value scalar -> SqlType.of(scalar.scalar(), false).bind(value);
            case Input.Choice choice -> value;
        };
    }

    private Object id(List<RowType> types, String value) {
        UUID id = NodeId.of(value, types, declarations);
        return types.size() == 1
                ? id
                : new Reference(NodeId.parse(value, declarations).type().name(), id);
    }

    private Map<String, Object> object(String name, Input.Fields object, Map<?, ?> value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        object.fields().forEach((field, input) -> {
            Object taken = taken(name + "." + field, input, value.get(field));
            if (taken != null) fields.put(field, taken);
        });
        return fields;
    }

    private static String text(String name, Input.Text text, String value) {
        String trimmed = SqlType.storable(value).strip();
        int length = trimmed.codePointCount(0, trimmed.length());
        boolean control =
                trimmed.chars().anyMatch(c -> Character.isISOControl(c) && !(text.lines() && (c == '\n' || c == '\t')));
        if (length < 1 || length > text.most() || control)
            throw ClientFault.of(ErrorCode.INVALID_TEXT, name, text.most());
        return trimmed;
    }
}
