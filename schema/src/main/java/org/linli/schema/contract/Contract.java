package org.linli.schema.contract;

import graphql.Scalars;
import graphql.language.Description;
import graphql.language.Directive;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.SDLDefinition;
import graphql.language.SourceLocation;
import graphql.scalars.ExtendedScalars;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.SchemaPrinter;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Role;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The contract: what the SDL files say, what follows from them, and the schema that is served, without our own directives. */
public final class Contract {
    private static final Set<String> INTERNAL = Set.of(
            "rows",
            "one",
            "many",
            "list",
            "get",
            "node",
            "filter",
            "order",
            "group",
            "measure",
            "masked",
            "auth",
            "id",
            "text",
            "event",
            "head",
            "needs",
            "happening");
    /** A text that only the server reads. */
    private static final GraphQLScalarType CURSOR = Scalars.GraphQLString.transform(scalar -> scalar.name("Cursor"));

    private static final List<GraphQLScalarType> SCALARS = List.of(
            ExtendedScalars.DateTime,
            ExistingDays.SCALAR,
            ExtendedScalars.LocalTime,
            ExtendedScalars.Url,
            ExtendedScalars.NonNegativeInt,
            ExtendedScalars.PositiveInt,
            ExtendedScalars.Locale,
            ExtendedScalars.GraphQLBigDecimal,
            CURSOR);

    private final Packages packages;
    private final Declarations declarations;
    private final DerivedTypes derived;
    private final TypeDefinitionRegistry written;
    private final TypeDefinitionRegistry served;

    private Contract(Packages packages, Collection<String> present) {
        this.packages = packages;
        TypeDefinitionRegistry whole = packages.of(packages.needs().keySet());
        Pruning pruning = new Pruning(whole, packages.of(present));
        TypeDefinitionRegistry written = pruning.left();
        declarations = new Declarations(nameEvents(written), pruning);
        derived = new DerivedTypes(declarations);
        this.written = written;
        served = serve(written);
    }

    /** The contract of all SDL files under {@code schema/} on the class path. */
    public static Contract load() {
        return load("classpath*:schema/*.graphqls");
    }

    /** The operators' contract: what all contracts have in common, and the SDL files under {@code platform/}. */
    public static Contract ofPlatform() {
        return load("classpath*:schema/base.graphqls", "classpath*:platform/**/*.graphqls");
    }

    /** What of it operators have who do not view cities: all but what stands under {@code platform/city/}. */
    public static Contract ofOperators() {
        return load(
                "classpath*:schema/base.graphqls",
                "classpath*:platform/*.graphqls",
                "classpath*:platform/guests/*.graphqls");
    }

    /** What of it somebody has who views cities and is no operator: what stands under {@code platform/city/} and {@code platform/guests/}. */
    public static Contract ofCityViewers() {
        return load(
                "classpath*:schema/base.graphqls",
                "classpath*:platform/guests/*.graphqls",
                "classpath*:platform/city/*.graphqls");
    }

    /** What of it somebody has who brings no token: what stands under {@code platform/guests/}. */
    public static Contract ofPlatformGuests() {
        return load("classpath*:schema/base.graphqls", "classpath*:platform/guests/*.graphqls");
    }

    /** The contract of the SDL files under these patterns. */
    public static Contract load(String... patterns) {
        return of(Arrays.stream(patterns)
                .flatMap(Contract::files)
                .map(Contract::text)
                .toArray(String[]::new));
    }

    /** The contract that these texts of SDL make together. */
    public static Contract of(String... sdl) {
        Packages packages = new Packages(sdl);
        return new Contract(packages, packages.needs().keySet());
    }

    /** What is left of it for a district with these packages: as if the others did not exist. */
    public Contract of(Set<String> present) {
        return present.containsAll(packages.needs().keySet()) ? this : new Contract(packages, present);
    }

    /** All packages, and what each of them needs. */
    public Map<String, Set<String>> packages() {
        return packages.needs();
    }

    public Declarations declarations() {
        return declarations;
    }

    /** Enums whose value, not only presence, decides the text of a statement. */
    public Set<String> structuralEnums() {
        return derived.structuralEnums();
    }

    /** What is served: type definitions without internal directives, with everything derived. */
    public TypeDefinitionRegistry served() {
        return served;
    }

    /** Adds the scalars and the resolvers of interfaces and unions, which the compiler answers and the engine never asks. */
    public RuntimeWiring.Builder wire(RuntimeWiring.Builder wiring) {
        SCALARS.forEach(wiring::scalar);
        TypeResolver answeredBySql = environment -> {
            throw new IllegalStateException("resolved in SQL: " + environment.getFieldType());
        };
        declarations
                .interfacesAndUnions()
                .forEach(type -> wiring.type(type, builder -> builder.typeResolver(answeredBySql)));
        return wiring;
    }

    /** The schema with no resolver of its own. */
    public GraphQLSchema schema() {
        return new SchemaGenerator()
                .makeExecutableSchema(
                        served, wire(RuntimeWiring.newRuntimeWiring()).build());
    }

    /** The served contract as SDL, in a stable order. */
    public static String print(GraphQLSchema schema) {
        return new SchemaPrinter(SchemaPrinter.Options.defaultOptions()
                        .includeDirectiveDefinitions(false)
                        .includeDirectives("deprecated"::equals)
                        .includeScalarTypes(true))
                .print(schema);
    }

    /** The names of all events as an enum, by which they can be filtered and grouped. */
    private static TypeDefinitionRegistry nameEvents(TypeDefinitionRegistry written) {
        List<ObjectTypeDefinition> events = written.getTypes(ObjectTypeDefinition.class).stream()
                .filter(type -> type.hasDirective("event"))
                .sorted(Comparator.comparing(ObjectTypeDefinition::getName))
                .toList();
        if (events.isEmpty()) return written;
        EnumTypeDefinition.Builder names = EnumTypeDefinition.newEnumTypeDefinition()
                .name("UpdateType")
                .description(said("What can have happened: each value is the type of the same name (动态类型)."));
        for (ObjectTypeDefinition event : events)
            names.enumValueDefinition(EnumValueDefinition.newEnumValueDefinition()
                    .name(Words.constant(event.getName()))
                    .description(event.getDescription())
                    .build());
        written.add(names.build());
        return written;
    }

    private static Description said(String text) {
        return new Description(text, SourceLocation.EMPTY, false);
    }

    private TypeDefinitionRegistry serve(TypeDefinitionRegistry written) {
        TypeDefinitionRegistry serve = new TypeDefinitionRegistry();
        written.scalars().values().forEach(serve::add);
        for (SDLDefinition<?> type : written.types().values()) {
            switch (type) {
                case ObjectTypeDefinition object -> serve.add(serve(object));
                case InterfaceTypeDefinition common ->
                    serve.add(common.transform(builder -> builder.directives(external(common.getDirectives()))
                            .definitions(common.getFieldDefinitions().stream()
                                    .map(this::serve)
                                    .toList())));
                case InputObjectTypeDefinition input ->
                    serve.add(input.transform(
                            builder -> builder.inputValueDefinitions(serve(input.getInputValueDefinitions()))));
                default -> serve.add(type);
            }
        }
        // No file owns Mutation: each feature extends it, and there is none where no feature does.
        if (!declarations.useCases().isEmpty())
            serve.add(serve(ObjectTypeDefinition.newObjectTypeDefinition()
                    .name("Mutation")
                    .description(
                            said("What can be done. Each field is done whole or not at all, one after the other (操作)."))
                    .build()));
        String sdl = derived.sdl();
        return sdl.isEmpty() ? serve : serve.merge(new SchemaParser().parse(sdl));
    }

    private ObjectTypeDefinition serve(ObjectTypeDefinition object) {
        List<FieldDefinition> fields = Stream.concat(
                        object.hasDirective("event") ? common(object) : Stream.of(),
                        declarations.fieldsOf(object.getName()).stream())
                .map(this::serve)
                .toList();
        Set<Role> auth = Declarations.auth(object);
        return object.transform(builder -> {
            builder.fieldDefinitions(fields).directives(external(object.getDirectives()));
            if (auth != null) builder.description(withRoles(object.getDescription(), auth));
        });
    }

    /** The fields of its interface, which an event does not write anew. */
    private Stream<FieldDefinition> common(ObjectTypeDefinition event) {
        return event.getImplements().stream()
                .map(Declarations::named)
                .map(name -> written.getTypeOrNull(name, InterfaceTypeDefinition.class))
                .filter(Objects::nonNull)
                .flatMap(type -> type.getFieldDefinitions().stream());
    }

    private static List<InputValueDefinition> serve(List<InputValueDefinition> inputs) {
        return inputs.stream()
                .map(input -> input.transform(builder ->
                        builder.directives(external(input.getDirectives())).description(withLimits(input))))
                .toList();
    }

    /** What our own directives say of an argument, in words. */
    private static @Nullable Description withLimits(InputValueDefinition input) {
        Directive text = Declarations.directive(input, "text");
        Directive id = Declarations.directive(input, "id");
        Description said = input.getDescription();
        if (said == null || (text == null && id == null)) return said;
        String limits = text == null
                ? "An id of " + String.join(" or ", UseCaseFields.of(Objects.requireNonNull(id))) + "."
                : "At most %s characters.".formatted(UseCaseFields.most(text));
        return new Description(said.getContent().strip() + " " + limits, said.getSourceLocation(), said.isMultiLine());
    }

    private FieldDefinition serve(FieldDefinition field) {
        return field.transform(builder -> {
            builder.directives(external(field.getDirectives()));
            builder.inputValueDefinitions(
                    Declarations.paged(field)
                            ? pageArguments(Declarations.target(field))
                            : serve(field.getInputValueDefinitions()));
            Set<Role> auth = Declarations.auth(field);
            if (auth != null) builder.description(withRoles(field.getDescription(), auth));
        });
    }

    private List<InputValueDefinition> pageArguments(String type) {
        InputObjectTypeDefinition arguments = Objects.requireNonNull(new SchemaParser()
                .parse("input Arguments {\n" + derived.arguments(type) + "}")
                .getTypeOrNull("Arguments", InputObjectTypeDefinition.class));
        return arguments.getInputValueDefinitions();
    }

    private static Description withRoles(@Nullable Description before, Set<Role> auth) {
        String said = before == null ? "" : before.getContent().strip();
        String roles = auth.stream().map(Role::name).collect(Collectors.joining(", "));
        String who = auth.contains(Role.GUEST) ? "For everybody." : "For " + roles + ".";
        return new Description((said + "\n" + who).strip(), SourceLocation.EMPTY, true);
    }

    private static List<Directive> external(List<Directive> directives) {
        return directives.stream()
                .filter(directive -> !INTERNAL.contains(directive.getName()))
                .toList();
    }

    private static String text(Resource file) {
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Resource> files(String pattern) {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(pattern))
                    .sorted(Comparator.comparing(resource -> Objects.requireNonNullElse(resource.getFilename(), "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
