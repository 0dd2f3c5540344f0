package org.linli.schema.contract;

import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.IntValue;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.StringValue;
import graphql.language.UnionTypeDefinition;
import graphql.language.Value;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.linli.schema.Role;
import org.linli.schema.contract.Declared.Many;

/** What the SDL declares of use cases, taken from it once, at start. A contradiction in it stops the start. */
final class UseCaseFields {
    private final Declarations declarations;
    private final TypeDefinitionRegistry sdl;
    private final Map<String, RowType> outcomes = new TreeMap<>();
    private final Map<String, UseCaseField> fields = new LinkedHashMap<>();

    UseCaseFields(Declarations declarations, TypeDefinitionRegistry sdl) {
        this.declarations = declarations;
        this.sdl = sdl;
        for (FieldDefinition field : declarations.fieldsOf("Mutation")) fields.put(field.getName(), field(field));
    }

    Map<String, UseCaseField> fields() {
        return fields;
    }

    Map<String, RowType> outcomes() {
        return outcomes;
    }

    private UseCaseField field(FieldDefinition field) {
        String where = "Mutation." + field.getName();
        Set<Role> auth = Declarations.auth(field);
        if (auth == null) throw Declarations.wrong(where, "says with no @auth who may ask it");
        if (field.getDescription() == null) throw Declarations.wrong(where, "has no description");
        if (field.getType() instanceof NonNullType)
            throw Declarations.wrong(where, "has @auth, so it must be nullable");
        String answer = Declarations.named(field.getType());
        UnionTypeDefinition union = sdl.getTypeOrNull(answer, UnionTypeDefinition.class);
        if (union == null) throw Declarations.wrong(where, "answers no union of its outcomes");
        List<RowType> members = union.getMemberTypes().stream()
                .map(Declarations::named)
                .map(name -> outcomes.computeIfAbsent(name, this::outcome))
                .toList();
        return new UseCaseField(
                field.getName(), answer, members, auth, inputs(where, field.getInputValueDefinitions()));
    }

    private RowType outcome(String name) {
        ObjectTypeDefinition type = sdl.getTypeOrNull(name, ObjectTypeDefinition.class);
        if (type == null || declarations.types().containsKey(name))
            throw Declarations.wrong(name, "is no outcome: an outcome has no rows of its own");
        RowType outcome = new RowType(name, "", "", RowType.ID, declarations.fields(type));
        if (outcome.fields(Many.class).findAny().isPresent())
            throw Declarations.wrong(name, "is an outcome, so it cannot have @many");
        return outcome;
    }

    private Map<String, Input> inputs(String where, List<InputValueDefinition> values) {
        Map<String, Input> inputs = new LinkedHashMap<>();
        for (InputValueDefinition value : values)
            inputs.put(value.getName(), input(where + "(" + value.getName() + ")", value));
        return inputs;
    }

    private Input input(String where, InputValueDefinition value) {
        String named = Declarations.named(value.getType());
        Directive id = Declarations.directive(value, "id");
        Directive text = Declarations.directive(value, "text");
        if (named.equals("ID")) {
            if (id == null) throw Declarations.wrong(where, "says with no @id of which type it is");
            return new Input.Id(of(id).stream().map(declarations::type).toList());
        }
        if (named.equals("String")) {
            if (text == null) throw Declarations.wrong(where, "says with no @text how long it may be");
            int most =
                    ((IntValue) text.getArgument("most").getValue()).getValue().intValueExact();
            return new Input.Text(most, Declarations.flag(text, "lines"));
        }
        if (sdl.getTypeOrNull(named, EnumTypeDefinition.class) != null) return new Input.Choice();
        InputObjectTypeDefinition object = sdl.getTypeOrNull(named, InputObjectTypeDefinition.class);
        return object == null
                ? new Input.Value(named)
                : new Input.Fields(inputs(named, object.getInputValueDefinitions()));
    }

    static int most(Directive text) {
        return ((IntValue) text.getArgument("most").getValue()).getValue().intValueExact();
    }

    static List<String> of(Directive id) {
        Value<?> of = id.getArgument("of").getValue();
        List<? extends Value<?>> names = of instanceof ArrayValue several ? castToValues(several) : List.of(of);
        return names.stream().map(name -> ((StringValue) name).getValue()).toList();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<Value<?>> castToValues(ArrayValue array) {
        return (List) array.getValues();
    }
}
