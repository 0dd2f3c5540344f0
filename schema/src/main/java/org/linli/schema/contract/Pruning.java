package org.linli.schema.contract;

import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ObjectTypeExtensionDefinition;
import graphql.language.SDLDefinition;
import graphql.language.StringValue;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.UnionTypeDefinition;
import graphql.language.Value;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is left of SDL without the packages that a district has not got: a field of a type that is lost is lost, and so is a type that
 * cannot be without it, until nothing refers to what is not there.
 */
final class Pruning {
    private static final List<String> DERIVED = List.of(Declarations.CONNECTION, "Filter");

    private final Set<String> lost = new TreeSet<>();
    private final TypeDefinitionRegistry left;
    private final Set<String> narrowed = new TreeSet<>();
    private final Set<String> events;

    /** @param whole with all packages, of which {@code written} leaves some out */
    Pruning(TypeDefinitionRegistry whole, TypeDefinitionRegistry written) {
        lost.addAll(whole.types().keySet());
        lost.removeAll(written.types().keySet());
        left = lost.isEmpty() ? written : prune(written);
        for (EnumTypeDefinition type : left.getTypes(EnumTypeDefinition.class))
            narrow(type.getName(), type.getEnumValueDefinitions(), values(whole, type.getName()));
        for (UnionTypeDefinition type : left.getTypes(UnionTypeDefinition.class))
            narrow(type.getName(), type.getMemberTypes(), members(whole, type.getName()));
        events = whole.getTypes(ObjectTypeDefinition.class).stream()
                .filter(type -> type.hasDirective("event") && lost(type.getName()))
                .map(type -> Words.constant(type.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<?> values(TypeDefinitionRegistry whole, String name) {
        return Objects.requireNonNull(whole.getTypeOrNull(name, EnumTypeDefinition.class))
                .getEnumValueDefinitions();
    }

    private static List<?> members(TypeDefinitionRegistry whole, String name) {
        return Objects.requireNonNull(whole.getTypeOrNull(name, UnionTypeDefinition.class))
                .getMemberTypes();
    }

    private void narrow(String name, List<?> left, List<?> all) {
        if (left.size() < all.size()) narrowed.add(name);
    }

    /** Enums and unions that have fewer values or members than in the whole. */
    Set<String> narrowed() {
        return narrowed;
    }

    /** The events that are not left, as the log names them. */
    Set<String> events() {
        return events;
    }

    TypeDefinitionRegistry left() {
        return left;
    }

    private TypeDefinitionRegistry prune(TypeDefinitionRegistry written) {
        List<SDLDefinition<?>> kept = new ArrayList<>();
        int before;
        do {
            before = lost.size();
            kept.clear();
            for (TypeDefinition<?> type : written.types().values()) {
                SDLDefinition<?> rest = lost(type.getName()) ? null : rest(written, type);
                if (rest == null) lost.add(type.getName());
                else kept.add(rest);
            }
        } while (lost.size() > before);
        TypeDefinitionRegistry left = new TypeDefinitionRegistry();
        written.scalars().values().forEach(left::add);
        kept.forEach(left::add);
        written.objectTypeExtensions()
                .values()
                .forEach(all -> all.forEach(extension -> {
                    ObjectTypeExtensionDefinition rest =
                            extension.transformExtension(builder -> builder.fieldDefinitions(fields(extension)));
                    if (!lost(extension.getName())
                            && !rest.getFieldDefinitions().isEmpty()) left.add(rest);
                }));
        return left;
    }

    private @Nullable SDLDefinition<?> rest(TypeDefinitionRegistry written, TypeDefinition<?> type) {
        return switch (type) {
            case ObjectTypeDefinition object -> rest(written, object);
            case InterfaceTypeDefinition common ->
                common.transform(builder -> builder.definitions(fields(common.getFieldDefinitions())));
            case InputObjectTypeDefinition input -> rest(input);
            case UnionTypeDefinition union -> rest(union);
            default -> type;
        };
    }

    @SuppressWarnings("rawtypes") // as the builder has it
    private @Nullable ObjectTypeDefinition rest(TypeDefinitionRegistry written, ObjectTypeDefinition object) {
        List<FieldDefinition> fields = fields(object.getFieldDefinitions());
        boolean root = List.of("Query", "Mutation", "Subscription").contains(object.getName());
        boolean vital = object.getFieldDefinitions().stream()
                .anyMatch(field -> field.getType() instanceof NonNullType && lost(field.getType()));
        boolean empty = fields.isEmpty()
                && !object.getFieldDefinitions().isEmpty()
                && written.objectTypeExtensions().getOrDefault(object.getName(), List.of()).stream()
                        .allMatch(extension -> fields(extension).isEmpty());
        if (!root && (vital || empty)) return null;
        Directive event = Declarations.directive(object, "event");
        List<Directive> directives = object.getDirectives();
        if (event != null) {
            Directive rest = narrowed(event);
            if (rest == null) return null;
            directives = replaced(directives, rest);
        }
        List<Directive> told = directives;
        List<Type> implemented = new ArrayList<>(object.getImplements());
        implemented.removeIf(type -> lost(Declarations.named(type)));
        return object.transform(
                builder -> builder.fieldDefinitions(fields).directives(told).implementz(implemented));
    }

    private @Nullable InputObjectTypeDefinition rest(InputObjectTypeDefinition input) {
        List<InputValueDefinition> values = input.getInputValueDefinitions();
        List<InputValueDefinition> rest = values(values);
        if (rest.isEmpty() || vital(values)) return null;
        return input.transform(builder -> builder.inputValueDefinitions(rest));
    }

    @SuppressWarnings("rawtypes") // as the builder has it
    private @Nullable UnionTypeDefinition rest(UnionTypeDefinition union) {
        List<Type> members = new ArrayList<>(union.getMemberTypes());
        members.removeIf(member -> lost(Declarations.named(member)));
        return members.isEmpty() ? null : union.transform(builder -> builder.memberTypes(members));
    }

    private List<FieldDefinition> fields(ObjectTypeDefinition type) {
        return fields(type.getFieldDefinitions());
    }

    private List<FieldDefinition> fields(List<FieldDefinition> fields) {
        return fields.stream()
                .filter(field -> !lost(field.getType()) && !vital(field.getInputValueDefinitions()))
                .map(field -> field.transform(
                        builder -> builder.inputValueDefinitions(values(field.getInputValueDefinitions()))))
                .toList();
    }

    /** Whether one of them that has to be given cannot be. */
    private boolean vital(List<InputValueDefinition> values) {
        return values.stream().anyMatch(value -> value.getType() instanceof NonNullType && rest(value) == null);
    }

    private List<InputValueDefinition> values(List<InputValueDefinition> values) {
        return values.stream().flatMap(value -> Stream.ofNullable(rest(value))).toList();
    }

    private @Nullable InputValueDefinition rest(InputValueDefinition value) {
        if (lost(value.getType())) return null;
        Directive id = Declarations.directive(value, "id");
        if (id == null) return value;
        Directive rest = narrowed(id);
        return rest == null
                ? null
                : value.transform(builder -> builder.directives(replaced(value.getDirectives(), rest)));
    }

    /** A directive that says {@code of} which types something is, of those that are there; null where none is. */
    @SuppressWarnings("rawtypes") // as the builder has it
    private @Nullable Directive narrowed(Directive of) {
        List<Value> left = new ArrayList<>();
        for (String name : UseCaseFields.of(of)) if (!lost(name)) left.add(new StringValue(name));
        return left.isEmpty()
                ? null
                : of.transform(builder -> builder.arguments(of.getArguments().stream()
                        .map(argument -> argument.getName().equals("of")
                                ? argument.transform(given -> given.value(new ArrayValue(left)))
                                : argument)
                        .toList()));
    }

    private static List<Directive> replaced(List<Directive> directives, Directive by) {
        return directives.stream()
                .map(directive -> directive.getName().equals(by.getName()) ? by : directive)
                .toList();
    }

    private boolean lost(Type<?> type) {
        return lost(Declarations.named(type));
    }

    /** With a type, what is derived from it is lost. */
    private boolean lost(String name) {
        return lost.contains(name)
                || DERIVED.stream()
                        .anyMatch(end ->
                                name.endsWith(end) && lost.contains(name.substring(0, name.length() - end.length())));
    }
}
