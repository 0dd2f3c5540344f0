package org.linli.api.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import graphql.ParseAndValidate;
import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.StringValue;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.parser.Parser;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.live.Event;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.Words;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Every event record has its type in the contract, which tells of it what the record holds, and a record that it happens to,
 * whose place is found.
 */
class EventTypesTest {
    private static final List<TypeDefinitionRegistry> CONTRACTS =
            List.of(contract("classpath*:schema/*.graphqls"), contract("classpath*:platform/*.graphqls"));
    private static final Map<String, ObjectTypeDefinition> TYPES = CONTRACTS.stream()
            .flatMap(EventTypesTest::events)
            .collect(Collectors.toMap(ObjectTypeDefinition::getName, type -> type, (a, b) -> a, TreeMap::new));
    private static final Map<String, Class<?>> RECORDS = records();

    /** So that nobody counts ballots or their times, no update tells of one, and none has a number. */
    private static final Set<String> UNTOLD = Set.of("BallotReceived", "DistrictAppliedFor");

    private static Stream<ObjectTypeDefinition> events(TypeDefinitionRegistry contract) {
        return contract.getTypes(ObjectTypeDefinition.class).stream().filter(type -> type.hasDirective("event"));
    }

    /** The fields that the server adds to every update, which no type declares, nor uses for anything else. */
    private static final Set<String> ADDED = Set.of(
            "id",
            "cursor",
            "type",
            "at",
            "fromState",
            "toState",
            "reason",
            "actorRoles",
            "actor",
            "street",
            "community",
            "grid",
            "entity");

    @Test
    void everyEventHasItsTypeAndEveryTypeItsEvent() {
        assertThat(RECORDS).hasSizeGreaterThan(50);
        Set<String> told = new TreeSet<>(RECORDS.keySet());
        told.removeAll(UNTOLD);
        assertThat(TYPES.keySet()).isEqualTo(told);
    }

    @Test
    void whatATypeTellsTheRecordHolds() {
        List<String> wrong = new ArrayList<>();
        TYPES.forEach((name, type) -> {
            Map<String, RecordComponent> components = components(Objects.requireNonNull(RECORDS.get(name)));
            for (FieldDefinition field : type.getFieldDefinitions())
                for (String what : faults(field, components)) wrong.add(name + "." + field.getName() + " " + what);
        });
        assertThat(wrong).isEmpty();
    }

    private static List<String> faults(FieldDefinition field, Map<String, RecordComponent> components) {
        if (ADDED.contains(field.getName())) return List.of("is a field of every update");
        if (bare(field.getType()) instanceof ListType) return List.of("is a list");
        Directive one = field.getDirectives("one").stream().findFirst().orElse(null);
        RecordComponent component = components.get(one == null ? Words.snake(field.getName()) : text(one, "by"));
        if (component == null) return List.of("is no component");
        List<String> faults = new ArrayList<>();
        String named = ((TypeName) bare(field.getType())).getName();
        boolean nonNull = field.getType() instanceof NonNullType;
        if (one != null) {
            if (nonNull) faults.add("may be a row that the caller does not see");
            if (component.getType() != UUID.class) faults.add("is no id");
            if (!rows().contains(named)) faults.add("is of a type without rows");
        } else {
            if (nonNull == nullable(component)) faults.add("is null where it is declared never to be, or never is");
            if (component.getType() == UUID.class) faults.add("is a bare id");
            boolean isEnum = CONTRACTS.stream()
                    .anyMatch(contract -> contract.getTypeOrNull(named, EnumTypeDefinition.class) != null);
            if (isEnum != component.getType().isEnum()
                    || (isEnum && !component.getType().getSimpleName().equals(named)))
                faults.add("is " + component.getType().getSimpleName());
        }
        return faults;
    }

    /** No field has one name and two types, which in one document takes aliases. */
    @Test
    void everythingCanBeAskedForAtOnce() {
        assertEverythingCanBeAskedForAtOnce(CONTRACTS.getFirst(), Contract.load());
        assertEverythingCanBeAskedForAtOnce(CONTRACTS.getLast(), Contract.ofPlatform());
    }

    private static void assertEverythingCanBeAskedForAtOnce(TypeDefinitionRegistry written, Contract contract) {
        String all = events(written)
                .map(type -> type.getFieldDefinitions().stream()
                        .map(field -> field.hasDirective("one") ? field.getName() + " { __typename }" : field.getName())
                        .collect(Collectors.joining(" ", "... on " + type.getName() + " { __typename ", " }")))
                .collect(Collectors.joining(" ", "subscription { updates { ", " } }"));
        assertThat(ParseAndValidate.validate(contract.schema(), new Parser().parseDocument(all)))
                .isEmpty();
    }

    @Test
    void everyTypeNamesWhatItHappensTo() throws ReflectiveOperationException {
        for (ObjectTypeDefinition type : TYPES.values()) {
            assertThat(rows()).as(type.getName()).containsAll(of(type));
            String answered = typeOf(Objects.requireNonNull(RECORDS.get(type.getName())));
            if (answered != null) assertThat(of(type)).as(type.getName()).containsExactly(answered);
        }
    }

    /** For every row of the fixture there is one place, and its finest level only. */
    @Test
    void everyPlaceIsFound() throws IOException, SQLException {
        Map<String, String> happens = new TreeMap<>();
        for (ObjectTypeDefinition type : TYPES.values()) for (String of : of(type)) happens.put(Words.snake(of), of);
        Set<String> empty = new TreeSet<>();
        try (Connection app = Fixture.fill().connectAsApp();
                Statement statement = app.createStatement()) {
            app.setAutoCommit(false);
            statement.execute("select enter_district('" + Fixture.HERE.id() + "')");
            for (Resource file : resources("classpath*:place/*.sql")) {
                String name = Objects.requireNonNull(file.getFilename()).replace(".sql", "");
                assertThat(happens).as(name).containsKey(name);
                String place = text(file).replace(":district", "'" + Fixture.HERE.id() + "'::uuid");
                if (found(statement, name, place) == 0) empty.add(name);
            }
        }
        assertThat(empty).as("types without a row in the fixture").isEmpty();
    }

    private static int found(Statement statement, String table, String place) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select id from " + table)) {
            while (rows.next()) ids.add(rows.getString(1));
        }
        for (String id : ids)
            try (ResultSet rows = statement.executeQuery(place.replace(":id", "'" + id + "'::uuid"))) {
                ResultSetMetaData columns = rows.getMetaData();
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++)
                    names.add(columns.getColumnName(i) + " " + columns.getColumnTypeName(i));
                assertThat(names).as(table).containsExactly("street_id uuid", "community_id uuid", "grid_id uuid");
                assertThat(rows.next()).as(table).isTrue();
                int known = 0;
                for (int i = 1; i <= 3; i++) if (rows.getString(i) != null) known++;
                assertThat(known).as(table).isLessThanOrEqualTo(1);
                assertThat(rows.next()).as(table).isFalse();
            }
        return ids.size();
    }

    private static TypeDefinitionRegistry contract(String files) {
        TypeDefinitionRegistry contract = new TypeDefinitionRegistry();
        try {
            for (Resource file : resources(files)) contract.merge(new SchemaParser().parse(text(file)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return contract;
    }

    private static Map<String, Class<?>> records() {
        Map<String, Class<?>> records = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(location -> !location.contains("Test$"))
                .importPackages("org.linli"))
            if (type.isAssignableTo(Event.class) && !type.isInterface()) {
                Class<?> other = records.put(type.getSimpleName(), type.reflect());
                assertThat(other).as("another " + type.getSimpleName()).isNull();
            }
        return records;
    }

    private static Map<String, RecordComponent> components(Class<?> event) {
        return Arrays.stream(event.getRecordComponents())
                .collect(Collectors.toMap(component -> Words.snake(component.getName()), component -> component));
    }

    private static boolean nullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** What an event says that it happened to, whatever else it holds; null where that is one of its components. */
    private static @Nullable String typeOf(Class<?> event) throws ReflectiveOperationException {
        Class<?>[] types = Arrays.stream(event.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Object[] nothing = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            if (types[i] == int.class) nothing[i] = 0;
            if (types[i] == long.class) nothing[i] = 0L;
            if (types[i] == boolean.class) nothing[i] = false;
        }
        Constructor<?> constructor = event.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return ((Event) constructor.newInstance(nothing)).type();
    }

    private static Set<String> rows() {
        return CONTRACTS.stream()
                .flatMap(contract -> contract.getTypes(ObjectTypeDefinition.class).stream())
                .filter(type -> type.hasDirective("rows"))
                .map(ObjectTypeDefinition::getName)
                .collect(Collectors.toSet());
    }

    private static List<String> of(ObjectTypeDefinition type) {
        Directive event = type.getDirectives("event").getFirst();
        return ((ArrayValue) event.getArgument("of").getValue())
                .getValues().stream()
                        .map(value -> Objects.requireNonNull(((StringValue) value).getValue()))
                        .toList();
    }

    private static String text(Directive directive, String argument) {
        return Objects.requireNonNull(
                ((StringValue) directive.getArgument(argument).getValue()).getValue());
    }

    private static Type<?> bare(Type<?> type) {
        return type instanceof NonNullType nonNull ? nonNull.getType() : type;
    }

    private static String text(Resource file) throws IOException {
        return file.getContentAsString(StandardCharsets.UTF_8);
    }

    private static Resource[] resources(String pattern) throws IOException {
        return new PathMatchingResourcePatternResolver().getResources(pattern);
    }
}
