package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import org.linli.schema.contract.UseCaseField;
import org.linli.services.Database;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operators' contract, field by field and argument by argument as its printed form lists them, with ids of rows that are there: nobody but an
 * operator gets anything through one, or anything done; guests get no further than their applications; and no operator gets at a text that a district
 * keeps.
 */
class OperatorsGateTest {
    private static final UUID ORGANIZATION = UUID.fromString("01900000-0000-4000-8000-000000140213");
    private static final UUID ORGANIZATION_THERE = UUID.fromString("01900000-0000-4000-8000-000000990101");
    private static final UUID ORGANIZATION_SUSPENDED = UUID.fromString("01900000-0000-4000-8000-000000990102");
    private static final String SUSPENDED = "990102";
    private static final String VENDOR = "vendor-140213";
    private static final UUID SOMEBODY = Fixture.id(HERE, "account", 1);
    private static final UUID RESIDENT = Fixture.id(HERE, "account", 11);
    private static final Map<String, Object> OPERATORS = Map.of("roles", List.of("PLATFORM_ADMIN", "CITY_VIEWER"));

    /** As an operator's token is. */
    private static final Map<String, Object> OPERATING =
            Map.of("azp", "platform-console", "realm_access", Map.of("roles", List.of("PLATFORM_ADMIN")));

    private static final Map<String, Object> VIEWING =
            Map.of("azp", "platform-console", "realm_access", Map.of("roles", List.of("CITY_VIEWER")));

    /** What guests of the platform are for. */
    private static final Set<String> OPEN = Set.of("applyForDistrict", "confirmApplication", "checkApplication");

    /** Of the letter to the first application of the fixture, which nobody has confirmed, and to the fourth, which was declined. */
    private static final String TOKEN = "TOKENTOKEN22";

    private static final String TOKEN_OF_DECLINED = "TOKENTOKEN25";

    /** Strangers that there are; the others only a forger has, and they ask each one thing in so many. */
    private static final int REAL = 12;

    private static final int TURNS = 4;

    /** Of a hundred documents, how many an operator is answered with data. */
    private static final int SIGHTED = 90;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Mint MINT = new Mint();

    private static Database place;
    private static Served served;
    private static GraphQLSchema schema;
    private static PlatformAttacks attacks;
    private static WriteAttacks writes;

    @BeforeAll
    static void serve() throws IOException, SQLException {
        place = Fixture.fill();
        PlatformAttacks.fill(place);
        try (Connection migrator = place.connectAsMigrator()) {
            migrator.createStatement().execute("""
                    update district set kc_org_id = '%s' where code = '140213';
                    update district set kc_org_id = '%s' where code = '990101';
                    insert into district (code, name, kc_org_id, state) values ('%s', '停用区', '%s', 'SUSPENDED');
                    insert into client_grant (azp, district_id) values ('%s', '%s')
                    """.formatted(
                            ORGANIZATION, ORGANIZATION_THERE, SUSPENDED, ORGANIZATION_SUSPENDED, VENDOR, HERE.id()));
        }
        served = new Served(place, MINT.settings());
        try (InputStream sdl = served.at("/platform/schema.graphqls").toURL().openStream()) {
            schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(
                    new SchemaParser().parse(new String(sdl.readAllBytes(), StandardCharsets.UTF_8)));
        }
        attacks = PlatformAttacks.shared();
        writes = new WriteAttacks(attacks.both.schema(), attacks.reads.here(), attacks.reads.here(), () -> "x");
    }

    @AfterAll
    static void end() {
        served.close();
        MINT.close();
    }

    /** @param code by which everything that they ask is refused */
    private record Stranger(String name, String token, String code) {}

    /** Guests, everybody whom a district knows, and those who say that they are operators where it does not count. */
    private static List<Stranger> strangers() {
        List<String> groups = Stream.concat(
                        Arrays.stream(Role.values()).map(Enum::name), Stream.of("PLATFORM_ADMIN", "platform-operators"))
                .map(name -> "/" + name)
                .toList();
        Map<String, Object> administrator = member(ORGANIZATION, List.of("/DISTRICT_ADMIN"));
        Map<String, Object> staff = member(ORGANIZATION, groups);
        return List.of(
                new Stranger("a guest", "", "INVALID_DOCUMENT"),
                ofDistrict("a district's administrator", Map.of("140213", administrator)),
                ofDistrict("staff with every role", Map.of("140213", staff)),
                new Stranger(
                        "a resident",
                        MINT.token(RESIDENT, Map.of("organization", Map.of("140213", member(ORGANIZATION, List.of())))),
                        "OPERATORS_ONLY"),
                new Stranger(
                        "a vendor's client",
                        token(Map.of("azp", VENDOR, "organization", Map.of("140213", member(ORGANIZATION, List.of())))),
                        "OPERATORS_ONLY"),
                ofDistrict(
                        "a suspended district's administrator",
                        Map.of(SUSPENDED, member(ORGANIZATION_SUSPENDED, List.of("/DISTRICT_ADMIN")))),
                ofDistrict(
                        "an administrator of two districts",
                        Map.of(
                                "140213",
                                administrator,
                                "990101",
                                member(ORGANIZATION_THERE, List.of("/DISTRICT_ADMIN")))),
                ofDistrict("staff of no such district", Map.of("999999", staff)),
                ofDistrict("staff of the platform's own code", Map.of("000000", staff)),
                new Stranger("an account of no district", token(Map.of()), "OPERATORS_ONLY"),
                new Stranger("staff, as a list", token(Map.of("organization", List.of("140213"))), "TOKEN_INVALID"),
                new Stranger(
                        "staff, as a list of maps",
                        token(Map.of("organization", List.of(Map.of("140213", staff)))),
                        "TOKEN_INVALID"),
                new Stranger(
                        "an operator by another client",
                        token(Map.of(
                                "realm_access", OPERATORS, "resource_access", Map.of("platform-console", OPERATORS))),
                        "OPERATORS_ONLY"),
                new Stranger(
                        "somebody by the operators' client",
                        token(Map.of("azp", "platform-console")),
                        "OPERATORS_ONLY"),
                new Stranger(
                        "an operator as a list",
                        token(Map.of("azp", "platform-console", "realm_access", List.of("PLATFORM_ADMIN"))),
                        "TOKEN_INVALID"),
                new Stranger(
                        "an operator as a text",
                        token(Map.of("azp", "platform-console", "realm_access", Map.of("roles", "PLATFORM_ADMIN"))),
                        "OPERATORS_ONLY"),
                new Stranger(
                        "groups without the role",
                        token(Map.of(
                                "azp",
                                "platform-console",
                                "groups",
                                List.of("/platform-operators", "/PLATFORM_ADMIN"))),
                        "OPERATORS_ONLY"),
                new Stranger("an operator for others", operating(Map.of("aud", "account")), "TOKEN_INVALID"),
                new Stranger(
                        "an operator of another realm",
                        operating(Map.of("iss", "http://keycloak.test/realms/master")),
                        "TOKEN_INVALID"),
                new Stranger("an operator of yesterday", operating(Map.of("exp", 1_700_000_000L)), "TOKEN_EXPIRED"),
                new Stranger(
                        "an operator and staff, as a list",
                        operating(Map.of("organization", List.of("140213"))),
                        "TOKEN_INVALID"),
                new Stranger("an operator by somebody else's key", operatingByAnotherKey(), "TOKEN_INVALID"));
    }

    private static Stranger ofDistrict(String name, Map<String, Object> organization) {
        return new Stranger(name, token(Map.of("organization", organization)), "OPERATORS_ONLY");
    }

    private static Map<String, Object> member(UUID organization, List<String> groups) {
        return Map.of("id", organization.toString(), "groups", groups);
    }

    private static String token(Map<String, Object> claims) {
        return MINT.token(SOMEBODY, claims);
    }

    /** An operator's token, but for this. */
    private static String operating(Map<String, Object> but) {
        Map<String, Object> claims = new HashMap<>(OPERATING);
        claims.putAll(but);
        return token(claims);
    }

    private static String operatingByAnotherKey() {
        try (Mint another = new Mint()) {
            return another.token(SOMEBODY, OPERATING);
        }
    }

    /**
     * What is asked.
     *
     * @param guests whether they have the field as well
     */
    private record Asked(String document, Map<String, Object> variables, boolean guests) {
        boolean ofCities() {
            return document.contains("cityFigures");
        }
    }

    /** Of the attacks those that together select every field and fill every argument; ids are of rows that are there. */
    private static List<Asked> everything() {
        List<Asked> all = new ArrayList<>();
        Set<String> places = new HashSet<>();
        for (Attack attack : attacks.reads.all()) {
            Set<String> filled =
                    attack.places().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
            if (places.addAll(filled) || filled.isEmpty())
                all.add(new Asked(
                        attack.document(), attack.variables(), attack.name().startsWith("Query.node")));
        }
        for (UseCaseField useCase : attacks.useCases())
            all.add(new Asked(writes.honest(useCase, true), Map.of(), OPEN.contains(useCase.name())));
        for (GraphQLFieldDefinition field : schema.getSubscriptionType().getFieldDefinitions())
            all.add(new Asked(
                    "subscription { %s(%s) { __typename } }"
                            .formatted(
                                    field.getName(),
                                    field.getArguments().stream()
                                            .map(argument -> argument.getName() + ": null")
                                            .collect(Collectors.joining(", "))),
                    Map.of(),
                    false));
        return all;
    }

    @Test
    void nobodyElseGetsAnythingThroughAnyField() throws Exception {
        List<Asked> all = everything();
        assertThat(unselected()).isEmpty();
        List<String> before = written();
        List<Stranger> strangers = strangers();
        int asked = 0;
        for (int i = 0; i < strangers.size(); i++)
            for (int j = 0; j < all.size(); j++) {
                Stranger stranger = strangers.get(i);
                if ((i >= REAL && j % TURNS != i % TURNS)
                        || (all.get(j).guests() && stranger.token().isEmpty())) continue;
                refused(all.get(j), stranger.token(), stranger.code());
                asked++;
            }
        // Of operators and of those who view cities neither is the other.
        for (Asked question : all)
            if (question.ofCities()) refused(question, operating(Map.of()), "INVALID_DOCUMENT");
            else if (!question.guests()) refused(question, operating(VIEWING), "INVALID_DOCUMENT");
        assertThat(written()).isEqualTo(before);
        System.out.printf(
                "attacked: %d fields, %d arguments and fields of inputs of the operators' contract, by %d kinds of strangers with %d documents; %d tables unmoved%n",
                selected().size(), places().size(), strangers.size(), asked, before.size());
        // The same gets an operator everywhere.
        String operator = operating(Map.of("realm_access", OPERATORS));
        int answered = 0;
        for (Asked question : all)
            if (!question.document().startsWith("subscription")) {
                String told = ask(question.document(), question.variables(), operator);
                assertThat(told)
                        .as(question.document())
                        .doesNotContain("OPERATORS_ONLY", "TOKEN_", "INVALID_DOCUMENT", "INTERNAL");
                if (told.startsWith("{\"data\":{")) answered++;
            }
        assertThat(answered * 100 / all.size()).isGreaterThanOrEqualTo(SIGHTED);
        assertThat(written()).isNotEqualTo(before);
    }

    private static void refused(Asked asked, String token, String code) throws Exception {
        String told = ask(asked.document(), asked.variables(), token);
        JsonNode answer = JsonMapper.shared().readTree(told.substring(told.indexOf('{'), told.lastIndexOf('}') + 1));
        assertThat(answer.at("/errors/0/extensions/code").asString(""))
                .as(asked.document() + told)
                .isEqualTo(code);
        assertThat(answer.has("data")).as(told).isFalse();
    }

    /** Fields of the printed contract that no document selects. */
    private static Set<String> unselected() {
        Ways ways = new Ways(schema);
        Set<String> left = ways.fields();
        for (GraphQLObjectType root : List.of(schema.getMutationType(), schema.getSubscriptionType()))
            for (GraphQLFieldDefinition field : root.getFieldDefinitions()) {
                left.add(root.getName() + "." + field.getName());
                for (GraphQLObjectType outcome : ways.objects(field))
                    outcome.getFieldDefinitions().forEach(told -> left.add(outcome.getName() + "." + told.getName()));
            }
        left.removeAll(selected());
        return left;
    }

    private static Set<String> selected() {
        Set<String> selected = new TreeSet<>(attacks.reads.ways().selected());
        selected.addAll(writes.ways().selected());
        for (GraphQLObjectType root : List.of(schema.getMutationType(), schema.getSubscriptionType()))
            root.getFieldDefinitions().forEach(field -> selected.add(root.getName() + "." + field.getName()));
        return selected;
    }

    private static Set<String> places() {
        Set<String> places = new TreeSet<>(writes.places());
        for (Attack attack : attacks.reads.all()) attack.places().values().forEach(places::addAll);
        for (GraphQLFieldDefinition field : schema.getSubscriptionType().getFieldDefinitions())
            for (GraphQLArgument argument : field.getArguments())
                places.add("Subscription." + field.getName() + "(" + argument.getName() + ")");
        return places;
    }

    /** An operator who is somebody in districts, too, is nothing of that here. */
    @Test
    void districtsMakeAnOperatorNoMore() throws Exception {
        Map<String, Object> officer = member(ORGANIZATION, List.of("/DISTRICT_OFFICER", "/DISTRICT_ADMIN"));
        String plain = operating(Map.of("realm_access", OPERATORS));
        String both = operating(Map.of(
                "realm_access",
                OPERATORS,
                "organization",
                Map.of("140213", officer, "990101", member(ORGANIZATION_THERE, List.of("/DISTRICT_OFFICER")))));
        for (String document : new Ways(schema).everything())
            assertThat(ask(document, Map.of(), both)).isEqualTo(ask(document, Map.of(), plain));
    }

    /** Without a token nothing is found by any id, and an application only by the token of its letter, without what it says of a person. */
    @Test
    void guestsGetNoFurtherThanTheirApplication() throws Exception {
        List<String> ids = Stream.concat(attacks.known().stream(), PlatformAttacks.unknown().stream())
                .toList();
        for (String id : ids)
            assertThat(ask("query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }", Map.of("id", id), ""))
                    .containsAnyOf("INVALID_ID", "{\"data\":{\"node\":null,\"nodes\":[null]}}");
        List<String> before = written();
        List<String> tokens;
        try (Connection migrator = place.connectAsMigrator()) {
            tokens = new ArrayList<>(
                    Twins.strings(
                            migrator,
                            "select unnest(array[id::text, 'application_' || id, code, name, contact, email, phone, token_hash]) from district_application"));
        }
        tokens.addAll(List.of("", "x", "%", "' or true --", "TOKENTOKEN2_", "\u0000", "x".repeat(5000)));
        for (String token : tokens)
            for (String field : List.of("confirmApplication", "checkApplication"))
                assertThat(ask(
                                "mutation($token: String!) { " + field + "(token: $token) { __typename } }",
                                Map.of("token", token),
                                ""))
                        .containsAnyOf("NotFound", "INVALID_TEXT")
                        .doesNotContain("ApplicationStanding", "AddressConfirmed", "INTERNAL");
        assertThat(written()).isEqualTo(before);
        String all = new Ways(attacks.both.schema())
                .outcomes(attacks.both.schema().getMutationType().getFieldDefinition("checkApplication"));
        String declined =
                ask("mutation { checkApplication(token: \"" + TOKEN_OF_DECLINED + "\") " + all + " }", Map.of(), "");
        assertThat(declined)
                .contains("\"DECLINED\"", "申请区4")
                .doesNotContain("申请人", "example.test", "01082510004", "数据局", "备注");
        assertThat(ask("mutation { confirmApplication(token: \"" + TOKEN + "\") { __typename } }", Map.of(), ""))
                .contains("AddressConfirmed");
        System.out.printf(
                "attacked: what guests of the platform have, by %d ids and %d tokens%n", ids.size(), tokens.size());
    }

    /** What was done under a key of one operator is neither told nor done again to another one, and not to the same one who asks for something else. */
    @Test
    void aKeyIsItsOperatorsAlone() throws Exception {
        String onboarding = """
                mutation { onboardDistrict(district: {code: "%s", name: "示例 %s",
                  administrator: {username: "admin-%s", email: "it@example.test", name: "示例"}}) { __typename ... on OnboardingBegun { onboarding { id } } } }
                """;
        String one = onboarding.replace("%s", "110105");
        String other = onboarding.replace("%s", "110106");
        String operator = operating(Map.of());
        String another = MINT.token(RESIDENT, OPERATING);
        String begun = ask(one, Map.of(), operator, "Idempotency-Key", "one");
        assertThat(begun).contains("OnboardingBegun");
        assertThat(ask(one, Map.of(), operator, "Idempotency-Key", "one")).isEqualTo(begun);
        List<String> before = written();
        assertThat(ask(other, Map.of(), operator, "Idempotency-Key", "one")).contains("IDEMPOTENCY_KEY_REUSED");
        assertThat(written()).isEqualTo(before);
        assertThat(ask(one, Map.of(), another, "Idempotency-Key", "one")).contains("OnboardingKnown");
        assertThat(ask(other, Map.of(), "", "Idempotency-Key", "one")).contains("INVALID_DOCUMENT");
        for (String forged : List.of("", "x".repeat(5000), "' or true --"))
            assertThat(ask(one, Map.of(), operator, "Idempotency-Key", forged)).contains("INVALID_IDEMPOTENCY_KEY");
    }

    /** By cursors of lists, of a district and of nothing, no stream begins. */
    @Test
    void aStreamBeginsBehindItsOwnCursorsOnly() throws Exception {
        String operator = operating(Map.of());
        String list = JsonMapper.shared()
                .readTree(ask("{ districts(first: 1) { edges { cursor } } }", Map.of(), operator))
                .findValuesAsString("cursor")
                .getFirst();
        String district = Objects.requireNonNull(Twins.shared()
                        .both
                        .ask(Twins.omnipotent(THERE), "{ updates(first: 1) { edges { __typename cursor } } }", Map.of())
                        .data())
                .findValuesAsString("cursor")
                .getFirst();
        for (String cursor : List.of(list, district, "", "x", "W10", "示例"))
            assertThat(ask(
                            "subscription($after: Cursor) { updates(after: $after) { id } }",
                            Map.of("after", cursor),
                            operator))
                    .contains("INVALID_CURSOR");
    }

    @Test
    void anOperatorGetsAtNoTextOfADistrict() throws Exception {
        String operator = operating(Map.of("realm_access", OPERATORS));
        StringBuilder told = new StringBuilder();
        for (String document : new Ways(schema).everything()) told.append(ask(document, Map.of(), operator));
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

    private static List<String> written() throws SQLException {
        try (Connection migrator = place.connectAsMigrator()) {
            return rows(migrator);
        }
    }

    /** A digest of all rows, by table; without those that come and go by themselves. */
    static List<String> rows(Connection migrator) throws SQLException {
        return Twins.strings(migrator, """
                select c.relname || ' ' || (xpath('/row/n/text()', query_to_xml(format(
                           'select md5(string_agg(t::text, '','' order by t::text)) as n from %I t', c.relname), false, true, '')))[1]::text
                  from pg_class c
                 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                   and c.relname not in ('job', 'district_size', 'city_figure', 'arrival', 'feed', 'feed_head')
                 order by 1
                """);
    }

    private static String ask(String document, Map<String, Object> variables, String token, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(served.at("/platform/graphql"))
                .header("Content-Type", "application/json")
                .header(
                        "Accept",
                        document.startsWith("subscription") ? "text/event-stream" : "application/graphql-response+json")
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(
                        JsonMapper.shared().writeValueAsString(Map.of("query", document, "variables", variables))));
        if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
        if (headers.length > 0) request.headers(headers);
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        return answer.body();
    }
}
