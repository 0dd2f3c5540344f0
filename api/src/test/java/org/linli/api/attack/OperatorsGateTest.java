package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;

import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.Served;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Role;
import org.linli.services.Database;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operators' contract, field by field as its printed form lists them: nobody but an operator gets anything through one, and no operator gets
 * at a text that a district keeps.
 */
class OperatorsGateTest {
    private static final UUID ORGANIZATION = UUID.fromString("01900000-0000-4000-8000-000000140213");
    private static final UUID SOMEBODY = Fixture.id(HERE, "account", 1);
    private static final Map<String, Object> OPERATORS = Map.of("roles", List.of("PLATFORM_ADMIN", "CITY_VIEWER"));

    /** What guests of the platform are for. */
    private static final Set<String> OPEN = Set.of("applyForDistrict", "confirmApplication", "checkApplication");

    /** Which find nothing, and say no more. */
    private static final Set<String> SILENT = Set.of("node", "nodes");

    private static final Map<String, String> SAMPLES = Map.of(
            "ID", "\"district_" + HERE.id() + "\"",
            "String", "\"x\"",
            "Boolean", "false",
            "Date", "\"2099-01-01\"",
            "DateTime", "\"2099-01-01T10:00:00Z\"",
            "Cursor", "\"x\"",
            "Locale", "\"zh-CN\"");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Mint MINT = new Mint();

    private static Database place;
    private static Served served;
    private static GraphQLSchema schema;

    @BeforeAll
    static void serve() throws IOException, SQLException {
        place = Fixture.fill();
        try (Connection migrator = place.connectAsMigrator()) {
            migrator.createStatement()
                    .execute("update district set kc_org_id = '" + ORGANIZATION + "' where code = '140213'");
        }
        served = new Served(place, MINT.settings());
        try (InputStream sdl = served.at("/platform/schema.graphqls").toURL().openStream()) {
            schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(
                    new SchemaParser().parse(new String(sdl.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    @AfterAll
    static void end() {
        served.close();
        MINT.close();
    }

    /** By who they say they are: guests, staff with every role, and those who say that they are operators where it does not count. */
    private static Map<String, String> strangers() {
        List<String> groups = Stream.concat(
                        Arrays.stream(Role.values()).map(Enum::name), Stream.of("PLATFORM_ADMIN", "platform-operators"))
                .map(name -> "/" + name)
                .toList();
        Map<String, Object> member = Map.of("id", ORGANIZATION.toString(), "groups", groups);
        Map<String, String> tokens = new TreeMap<>();
        tokens.put("a guest", "");
        tokens.put("staff", token(Map.of("organization", Map.of("140213", member))));
        tokens.put("staff of the platform's own code", token(Map.of("organization", Map.of("000000", member))));
        tokens.put(
                "an operator by another client",
                token(Map.of("realm_access", OPERATORS, "resource_access", Map.of("platform-console", OPERATORS))));
        tokens.put("somebody by the operators' client", token(Map.of("azp", "platform-console")));
        tokens.put(
                "an operator as a list",
                token(Map.of("azp", "platform-console", "realm_access", List.of("PLATFORM_ADMIN"))));
        tokens.put(
                "an operator as a text",
                token(Map.of("azp", "platform-console", "realm_access", Map.of("roles", "PLATFORM_ADMIN"))));
        tokens.put(
                "groups without the role",
                token(Map.of("azp", "platform-console", "groups", List.of("/platform-operators", "/PLATFORM_ADMIN"))));
        return tokens;
    }

    private static String token(Map<String, Object> claims) {
        return MINT.token(SOMEBODY, claims);
    }

    @Test
    void nobodyElseGetsAnythingThroughAnyField() throws Exception {
        List<String> before = rows();
        int asked = 0;
        for (Map.Entry<String, String> stranger : strangers().entrySet())
            for (GraphQLObjectType root :
                    List.of(schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()))
                for (GraphQLFieldDefinition field : root.getFieldDefinitions()) {
                    if (OPEN.contains(field.getName())) continue;
                    String document = document(root, field);
                    String told = ask(document, stranger.getValue(), root.equals(schema.getSubscriptionType()));
                    asked++;
                    if (!SILENT.contains(field.getName()))
                        assertThat(told)
                                .as(stranger.getKey() + ": " + document)
                                .contains("\"errors\"")
                                .containsAnyOf(
                                        "OPERATORS_ONLY", "INVALID_DOCUMENT", "TOKEN_INVALID", "DISTRICT_UNKNOWN");
                    JsonNode data = JsonMapper.shared()
                            .readTree(told.substring(told.indexOf('{'), told.lastIndexOf('}') + 1))
                            .path("data");
                    assertThat(data.path(field.getName()).toString()).as(told).isIn("", "null", "[null]");
                }
        assertThat(rows()).isEqualTo(before);
        System.out.println("attacked: " + asked + " documents against the operators' contract");
    }

    @Test
    void anOperatorGetsAtNoTextOfADistrict() throws Exception {
        String operator = token(Map.of("azp", "platform-console", "realm_access", OPERATORS));
        StringBuilder told = new StringBuilder();
        for (String document : new Ways(schema).everything()) told.append(ask(document, operator, false));
        assertThat(told).contains("\"code\":\"140213\"").doesNotContain("\"FORBIDDEN\"");
        Set<String> kept = kept();
        assertThat(kept).hasSizeGreaterThan(100);
        assertThat(kept.stream().filter(text -> told.indexOf(text) >= 0)).isEmpty();
        System.out.println("attacked: " + kept.size() + " texts of districts looked for in " + told.length()
                + " characters that operators are told");
    }

    /** Names, numbers and addresses that stand in no other table than those of districts; words of the platform itself are none. */
    private static Set<String> kept() throws SQLException {
        Set<String> kept = new TreeSet<>();
        try (Connection migrator = place.connectAsMigrator()) {
            for (String column : Twins.strings(migrator, """
                    select format('%I.%I', c.relname, a.attname)
                      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                       and a.atttypid = 'text'::regtype
                       and a.attname ~ '(name|phone|address|email|title|remark|note|reason|username)$'
                       and exists (select from pg_attribute d where d.attrelid = c.oid and d.attname = 'district_id')
                    """)) {
                String[] parts = column.split("\\.");
                kept.addAll(Twins.strings(
                        migrator,
                        "select distinct t.%2$s from %1$s t where t.district_id = '%3$s' and length(t.%2$s) > 3"
                                .formatted(parts[0], parts[1], HERE.id())));
            }
            kept.removeAll(new HashSet<>(
                    Twins.strings(migrator, "select distinct name from event union select name from district")));
        }
        return kept;
    }

    private static List<String> rows() throws SQLException {
        try (Connection migrator = place.connectAsMigrator()) {
            return Twins.strings(migrator, """
                    select c.relname || ' ' || (xpath('/row/n/text()', query_to_xml(format(
                               'select md5(string_agg(t::text, '','' order by t::text)) as n from %I t', c.relname), false, true, '')))[1]::text
                      from pg_class c
                     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                       and c.relname not in ('job', 'district_size', 'city_figure')
                     order by 1
                    """);
        }
    }

    private static String document(GraphQLObjectType root, GraphQLFieldDefinition field) {
        String arguments = field.getArguments().stream()
                .filter(argument -> argument.getType() instanceof GraphQLNonNull)
                .map(argument -> argument.getName() + ": " + sample(argument.getType()))
                .collect(Collectors.joining(", "));
        String selection =
                GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLCompositeType ? " { __typename }" : "";
        return "%s { %s%s%s }"
                .formatted(
                        root.getName().toLowerCase(Locale.ROOT),
                        field.getName(),
                        arguments.isEmpty() ? "" : "(" + arguments + ")",
                        selection);
    }

    private static String sample(GraphQLInputType type) {
        return switch (GraphQLTypeUtil.unwrapNonNull(type)) {
            case GraphQLList list -> "[" + sample((GraphQLInputType) list.getWrappedType()) + "]";
            case GraphQLEnumType choice -> choice.getValues().getFirst().getName();
            case GraphQLInputObjectType input ->
                input.getFieldDefinitions().stream()
                        .filter(field -> field.getType() instanceof GraphQLNonNull)
                        .map(field -> field.getName() + ": " + sample(field.getType()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> {
                String scalar = GraphQLTypeUtil.unwrapAll(type).getName();
                yield scalar.contains("Int") || scalar.contains("Decimal")
                        ? "1"
                        : Objects.requireNonNull(SAMPLES.get(scalar), scalar);
            }
        };
    }

    private static String ask(String document, String token, boolean stream) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(served.at("/platform/graphql"))
                .header("Content-Type", "application/json")
                .header("Accept", stream ? "text/event-stream" : "application/graphql-response+json")
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(Map.of("query", document))));
        if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        return answer.body();
    }
}
