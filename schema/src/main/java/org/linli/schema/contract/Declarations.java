package org.linli.schema.contract;

import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValue;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ListType;
import graphql.language.NamedNode;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.StringValue;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import graphql.language.Value;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Role;
import org.linli.schema.contract.Declared.Many;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.contract.Declared.Scalar;

/** What the SDL declares of reads, taken from its directives once, at start. A contradiction in it stops the start. */
public final class Declarations {
    static final String CONNECTION = "Connection";

    private final Map<String, RowType> types = new TreeMap<>();
    private final Map<String, RowType> byPrefix = new TreeMap<>();
    private final Map<String, Root> roots = new LinkedHashMap<>();
    private final Map<String, List<RowType>> members = new TreeMap<>();
    private final Map<String, EventType> events = new TreeMap<>();
    private final Map<String, Set<Role>> subscriptions = new TreeMap<>();
    private final UseCaseFields useCases;
    private final TypeDefinitionRegistry sdl;
    private final Pruning pruning;

    /** @param pruning by which this SDL is what is left of the whole */
    Declarations(TypeDefinitionRegistry sdl, Pruning pruning) {
        this.sdl = sdl;
        this.pruning = pruning;
        for (ObjectTypeDefinition type : sdl.getTypes(ObjectTypeDefinition.class)) rows(type, fieldsOf(type.getName()));
        for (InterfaceTypeDefinition type : sdl.getTypes(InterfaceTypeDefinition.class))
            rows(type, type.getFieldDefinitions());
        for (ObjectTypeDefinition type : sdl.getTypes(ObjectTypeDefinition.class)) {
            Directive event = directive(type, "event");
            if (event != null) events.put(type.getName(), event(type, event));
        }
        for (InterfaceTypeDefinition type : sdl.getTypes(InterfaceTypeDefinition.class))
            members.put(
                    type.getName(),
                    rowTypes(sdl.getImplementationsOf(type).stream().map(ObjectTypeDefinition::getName)));
        for (UnionTypeDefinition type : sdl.getTypes(UnionTypeDefinition.class))
            members.put(type.getName(), rowTypes(type.getMemberTypes().stream().map(Declarations::named)));
        for (FieldDefinition field : fieldsOf("Query")) roots.put(field.getName(), root(field));
        roots.values().removeIf(root -> root.target().isEmpty());
        for (FieldDefinition field : fieldsOf("Subscription")) {
            Set<Role> auth = auth(field);
            if (auth == null) throw wrong("Subscription." + field.getName(), "says with no @auth who may ask it");
            if (field.getDescription() == null) throw wrong("Subscription." + field.getName(), "has no description");
            subscriptions.put(field.getName(), auth);
        }
        useCases = new UseCaseFields(this, sdl);
    }

    private <T extends TypeDefinition<T> & DirectivesContainer<T>> void rows(T type, List<FieldDefinition> fields) {
        Directive rows = directive(type, "rows");
        if (rows == null) return;
        String name = type.getName();
        RowType declared = new RowType(
                name, text(rows, "of"), text(rows, "prefix"), textOr(rows, "by", RowType.ID), fields(name, fields));
        types.put(name, declared);
        RowType other = byPrefix.put(declared.prefix(), declared);
        if (other != null) throw wrong(name, "shares its id prefix with " + other.name());
    }

    private EventType event(ObjectTypeDefinition type, Directive event) {
        String name = type.getName();
        Set<Role> auth = auth(type);
        if (auth == null) throw wrong(name, "says with no @auth who may learn of it");
        RowType own = new RowType(name, "", "", RowType.ID, fields(type));
        if (own.fields(Many.class).findAny().isPresent()) throw wrong(name, "is an event, so it cannot have @many");
        Set<String> of = new TreeSet<>(UseCaseFields.of(event));
        if (!types.keySet().containsAll(of)) throw wrong(name, "happens to " + of + ", and not all of these have rows");
        return new EventType(own, of, flag(event, "gone"), flag(event, "rights"), auth);
    }

    /** Types that have rows, by name. */
    public Map<String, RowType> types() {
        return types;
    }

    public RowType type(String name) {
        RowType type = types.get(name);
        if (type == null) throw new IllegalStateException(name + " has no rows");
        return type;
    }

    /** The type whose ids begin with the prefix. */
    public @Nullable RowType prefixed(String prefix) {
        return byPrefix.get(prefix);
    }

    /** Fields of Query that the database answers, by name. */
    public Map<String, Root> roots() {
        return roots;
    }

    /** Fields of Mutation, by name. */
    public Map<String, UseCaseField> useCases() {
        return useCases.fields();
    }

    /** Who may ask for a field of Subscription, by its name. */
    public Map<String, Set<Role>> subscriptions() {
        return subscriptions;
    }

    /** What can have happened, by name: the variants of the interface that has rows. */
    public Map<String, EventType> events() {
        return events;
    }

    /** The variants of this type: events where its rows are the log, none otherwise. */
    public Collection<EventType> variants(RowType type) {
        return sdl.getTypeOrNull(type.name(), InterfaceTypeDefinition.class) == null ? List.of() : events.values();
    }

    /** How use cases end: types without rows, whose fields are values of the outcome or rows that it names. */
    public Map<String, RowType> outcomes() {
        return useCases.outcomes();
    }

    /** The types that a value of this type can have: itself, or the members of an interface or union. */
    public List<RowType> possible(String type) {
        RowType single = types.get(type);
        return single != null ? List.of(single) : members.getOrDefault(type, List.of());
    }

    public boolean isAbstract(String type) {
        return !types.containsKey(type);
    }

    /** Whether rows may hold values of this enum, or members of this union, that belong to packages which are not there. */
    public boolean isNarrowed(String type) {
        return pruning.narrowed().contains(type);
    }

    /** What can have happened, by the names of the log, but belongs to packages that are not there. */
    public Set<String> absentEvents() {
        return pruning.events();
    }

    /** The columns in which rows of this type name events. */
    public List<String> eventNames(RowType type) {
        return fieldsOf(type.name()).stream()
                .filter(field -> field.hasDirective("happening"))
                .map(field -> Words.snake(field.getName()))
                .toList();
    }

    /** The values of an enum. */
    public Set<String> valuesOf(String type) {
        EnumTypeDefinition declared = sdl.getTypeOrNull(type, EnumTypeDefinition.class);
        if (declared == null) throw new IllegalStateException(type + " is no enum");
        return declared.getEnumValueDefinitions().stream()
                .map(EnumValueDefinition::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<FieldDefinition> fieldsOf(String type) {
        List<FieldDefinition> fields = new ArrayList<>();
        ObjectTypeDefinition base = sdl.getTypeOrNull(type, ObjectTypeDefinition.class);
        if (base != null) fields.addAll(base.getFieldDefinitions());
        sdl.objectTypeExtensions().getOrDefault(type, List.of()).forEach(t -> fields.addAll(t.getFieldDefinitions()));
        return fields;
    }

    private List<RowType> rowTypes(Stream<String> names) {
        return names.filter(types::containsKey).sorted().map(types::get).toList();
    }

    Map<String, Declared> fields(ObjectTypeDefinition type) {
        return fields(type.getName(), fieldsOf(type.getName()));
    }

    private Map<String, Declared> fields(String type, List<FieldDefinition> written) {
        Map<String, Declared> fields = new LinkedHashMap<>();
        for (FieldDefinition field : written) {
            Declared declared = field(type, field);
            if (declared.auth() != null && declared.nonNull())
                throw wrong(type + "." + field.getName(), "has @auth, so it must be nullable");
            fields.put(field.getName(), declared);
        }
        return fields;
    }

    private Declared field(String type, FieldDefinition field) {
        String name = field.getName();
        boolean nonNull = field.getType() instanceof NonNullType;
        Directive one = directive(field, "one");
        Directive many = directive(field, "many");
        boolean filter = field.hasDirective("filter") || name.equals("id");
        boolean group = field.hasDirective("group");
        if (one != null)
            return new One(
                    name,
                    named(field.getType()),
                    nonNull,
                    text(one, "by"),
                    textOrNull(one, "type"),
                    nonNull || flag(one, "part"),
                    filter,
                    group,
                    auth(field));
        if (many != null)
            return new Many(name, target(field), nonNull, text(many, "by"), paged(field), filter, auth(field));
        boolean masked = field.hasDirective("masked");
        boolean order = field.hasDirective("order");
        boolean measure = field.hasDirective("measure");
        if (masked && (filter || order || group || measure))
            throw wrong(type + "." + name, "is masked, so it can be neither filtered, ordered, grouped nor measured");
        String named = named(field.getType());
        boolean isEnum = sdl.getTypeOrNull(named, EnumTypeDefinition.class) != null;
        boolean list = bare(field.getType()) instanceof ListType;
        return new Scalar(name, named, nonNull, list, isEnum, filter, order, group, measure, masked, auth(field));
    }

    private Root root(FieldDefinition field) {
        String name = field.getName();
        boolean nonNull = field.getType() instanceof NonNullType;
        boolean isList = bare(field.getType()) instanceof ListType;
        String argument = field.getInputValueDefinitions().isEmpty()
                ? null
                : field.getInputValueDefinitions().getFirst().getName();
        Set<Role> auth = auth(field);
        if (auth == null) throw wrong("Query." + name, "says with no @auth who may ask it");
        if (field.getDescription() == null) throw wrong("Query." + name, "has no description");
        Directive head = directive(field, "head");
        if (head != null && auth.contains(Role.GUEST))
            return new Root(name, Root.Kind.HEAD, text(head, "of"), true, null, false, null, auth);
        if (nonNull) throw wrong("Query." + name, "has @auth, so it must be nullable");
        Directive get = directive(field, "get");
        Directive list = directive(field, "list");
        if (field.hasDirective("node"))
            return new Root(
                    name, isList ? Root.Kind.NODES : Root.Kind.NODE, "Node", false, null, false, argument, auth);
        if (get != null) {
            String by = argument == null ? null : textOr(get, "by", "id");
            return new Root(name, Root.Kind.GET, named(field.getType()), false, by, flag(get, "blind"), argument, auth);
        }
        if (list != null) {
            Root.Kind kind = paged(field) ? Root.Kind.PAGE : Root.Kind.LIST;
            return new Root(name, kind, target(field), false, textOrNull(list, "by"), false, argument, auth);
        }
        return new Root(name, Root.Kind.GET, "", false, null, false, null, auth);
    }

    /** Who may select the field, null where it says nothing of that. */
    static @Nullable Set<Role> auth(DirectivesContainer<?> field) {
        Directive auth = directive(field, "auth");
        if (auth == null) return null;
        EnumSet<Role> any = EnumSet.noneOf(Role.class);
        if (flag(auth, "part")) any.addAll(Role.PART);
        if (auth.getArgument("any") != null)
            for (Value<?> role : ((ArrayValue) auth.getArgument("any").getValue()).getValues())
                any.add(Role.valueOf(((EnumValue) role).getName()));
        if (any.isEmpty()) throw wrong(((NamedNode<?>) field).getName(), "has @auth that nobody can fulfil");
        return any;
    }

    static boolean paged(FieldDefinition field) {
        return !(bare(field.getType()) instanceof ListType)
                && named(field.getType()).endsWith(CONNECTION);
    }

    static String target(FieldDefinition field) {
        String named = named(field.getType());
        return paged(field) ? named.substring(0, named.length() - CONNECTION.length()) : named;
    }

    static String named(Type<?> type) {
        return switch (type) {
            case NonNullType nonNull -> named(nonNull.getType());
            case ListType list -> named(list.getType());
            case TypeName name -> name.getName();
            default -> throw new IllegalStateException("not a type: " + type);
        };
    }

    private static Type<?> bare(Type<?> type) {
        return type instanceof NonNullType nonNull ? nonNull.getType() : type;
    }

    static @Nullable Directive directive(DirectivesContainer<?> on, String name) {
        List<Directive> found = on.getDirectives(name);
        return found.isEmpty() ? null : found.getFirst();
    }

    private static String text(Directive directive, String argument) {
        String text = textOrNull(directive, argument);
        if (text == null) throw new IllegalStateException("@" + directive.getName() + " needs " + argument);
        return text;
    }

    private static String textOr(Directive directive, String argument, String otherwise) {
        String text = textOrNull(directive, argument);
        return text == null ? otherwise : text;
    }

    private static @Nullable String textOrNull(Directive directive, String argument) {
        return directive.getArgument(argument) == null
                ? null
                : ((StringValue) directive.getArgument(argument).getValue()).getValue();
    }

    static boolean flag(Directive directive, String argument) {
        return directive.getArgument(argument) != null
                && ((BooleanValue) directive.getArgument(argument).getValue()).isValue();
    }

    static IllegalStateException wrong(String where, String what) {
        return new IllegalStateException("The contract: " + where + " " + what + ".");
    }

    /** The names of all types that have rows and of all interfaces and unions over them. */
    Collection<String> interfacesAndUnions() {
        return members.keySet();
    }
}
