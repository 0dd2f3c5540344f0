package org.linli.api.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;
import tools.jackson.databind.JsonNode;

/** A package that a district has not got is not in what it reads; the rows are there all the while. */
class PackagesTest {
    private static final Limits WIDE = new Limits(60, 1000, 100, 20_000, 100_000_000_000L, 1_000_000_000L);
    private static final Contract WHOLE = Contract.load();

    private static Served served;

    /** An activity, a merchant and a compound each were changed, and the activity was rated. */
    private static final String LOG =
            """
            set linli.district = '%1$s';
            insert into event (district_id, id, name, subject_type, subject_id, payload)
            select '%1$s', l.id, l.name, l.type, l.subject::uuid, '{"score": 5, "version": 2}'
              from (values ('00000000-0000-7000-8000-000000000001'::uuid, 'ACTIVITY_MOVED', 'Activity', '%2$s'),
                           ('00000000-0000-7000-8000-000000000002', 'OPINION_GIVEN', 'Activity', '%2$s'),
                           ('00000000-0000-7000-8000-000000000003', 'MERCHANT_MOVED', 'Merchant', '%3$s'),
                           ('00000000-0000-7000-8000-000000000004', 'PLACE_NAMED', 'Community', '%4$s')) l (id, name, type, subject);
            insert into feed (district_id, position, event_id, retention_days)
            select e.district_id, row_number() over (order by e.id), e.id, 90
              from event e
             where e.district_id = '%1$s' and e.id < '00000000-0000-7000-8000-000000000009';
            insert into feed_head (district_id, position) values ('%1$s', 4);
            """.formatted(HERE.id(), id(HERE, "activity", 3), id(HERE, "merchant", 3), id(HERE, "community", 1));

    @BeforeAll
    static void open() throws SQLException {
        Database database = Fixture.fill();
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute(LOG);
        }
        served = new Served(WHOLE, database, WIDE);
    }

    @AfterAll
    static void close() {
        served.close();
    }

    private static Set<String> without(String name) {
        Set<String> rest = new TreeSet<>();
        WHOLE.packages().forEach((other, needs) -> {
            if (!other.equals(name) && !needs.contains(name)) rest.add(other);
        });
        return rest;
    }

    static Stream<Set<String>> choices() {
        return Stream.concat(
                Stream.of(Set.of()), WHOLE.packages().keySet().stream().map(PackagesTest::without));
    }

    private static Caller caller(String name, Set<String> packages) {
        Caller caller = Objects.requireNonNull(Fixture.callers().get(name));
        District here = Objects.requireNonNull(caller.district());
        return new Caller(
                caller.subject(),
                new District(here.id(), here.code(), here.name(), here.zone(), packages),
                caller.client(),
                caller.roles(),
                caller.grids(),
                caller.own());
    }

    private static Answer asked(String name, Set<String> packages, String document, Map<String, Object> variables) {
        return served.ask(caller(name, packages), document, variables);
    }

    @Test
    void whatIsAbsentIsUnknownAsIfItHadNeverBeen() {
        Set<String> rest = without("MERCHANTS");
        for (String document : List.of(
                "{ merchants { totalCount } }",
                "{ communities { nodes { merchants { totalCount } } } }",
                "{ updates(where: {type: {eq: MERCHANT_MOVED}}) { totalCount } }",
                "{ node(id: \"x\") { ... on Merchant { name } } }",
                "{ deadlines(where: {kind: {eq: SERVICE_REVIEW}}) { totalCount } }",
                "mutation { pauseMerchant { __typename } }")) {
            Answer answer = asked("district officer", rest, document, Map.of());
            assertThat(answer.data()).as(document).isNull();
            assertThat(answer.problems().toString()).as(document).contains("Validation error");
            assertThat(answer.sql()).as(document).isEmpty();
        }
        String byId = "query($id: ID!) { node(id: $id) { id } }";
        Map<String, Object> merchant = Map.of("id", node(HERE, "merchant", 3));
        assertThat(String.valueOf(asked("guest", WHOLE.packages().keySet(), byId, merchant)
                        .data()))
                .contains("merchant_");
        Map<String, Object> nothing = Map.of("id", node(HERE, "martian", 3));
        assertThat(asked("guest", rest, byId, merchant).problems())
                .isNotEmpty()
                .isEqualTo(asked("guest", rest, byId, nothing).problems());
    }

    /** Every page and list of the contract, with every value, as the packages leave it. */
    @ParameterizedTest
    @MethodSource("choices")
    void whatIsLeftIsAnsweredAndTellsNothingOfTheRest(Set<String> packages) {
        Declarations left = WHOLE.of(packages).declarations();
        List<String> fields = new ArrayList<>();
        left.roots().values().stream()
                .filter(root -> root.kind() == Root.Kind.PAGE && root.argument() == null)
                .forEach(root -> fields.add("%s(first: 100) { totalCount nodes { %s } }"
                        .formatted(root.name(), values(left.type(root.target())))));
        String document = fields.stream().collect(Collectors.joining("\n", "{\n", "\n}"));
        for (String name : List.of("district officer", "admin", "resident", "grid worker", "guest")) {
            Answer answer = asked(name, packages, document, Map.of());
            assertThat(answer.problems())
                    .as(name)
                    .allMatch(problem -> problem.code().equals(ErrorCode.FORBIDDEN.name()));
            assertThat(answer.sql()).hasSize(1);
            JsonNode data = Objects.requireNonNull(answer.data());
            for (Root root : left.roots().values()) {
                if (root.kind() != Root.Kind.PAGE || root.argument() != null) continue;
                RowType type = left.type(root.target());
                for (JsonNode row : data.path(root.name()).path("nodes"))
                    type.fields(Scalar.class)
                            .filter(field -> field.isEnum() && !field.list())
                            .forEach(field -> {
                                if (row.path(field.name()).isString())
                                    assertThat(left.valuesOf(field.type()))
                                            .as(type.name() + "." + field.name())
                                            .contains(row.path(field.name()).asString());
                            });
            }
        }
    }

    private static String values(RowType type) {
        String values = type.fields(Scalar.class).map(Scalar::name).collect(Collectors.joining(" "));
        String relations = type.fields(org.linli.schema.contract.Declared.One.class)
                .map(one -> one.name() + " { __typename }")
                .collect(Collectors.joining(" "));
        return values + " " + relations;
    }

    @Test
    void figuresAreOfWhatTheDistrictHas() {
        assertThat(figures(WHOLE.packages().keySet()))
                .contains("MERCHANTS_SIGNED", "COURSES", "LEAGUE_UNITS", "RESIDENTS_REGISTERED");
        assertThat(figures(without("MERCHANTS")))
                .contains("COURSES", "LEAGUE_UNITS", "RESIDENTS_REGISTERED")
                .doesNotContain("MERCHANTS_VISITED", "MERCHANTS_SIGNED", "MERCHANTS_WITH_SERVICES", "POINTS_SERVICES");
        assertThat(figures(Set.of("FIGURES"))).containsExactly("RESIDENTS_REGISTERED");
    }

    private static List<String> figures(Set<String> packages) {
        Answer answer = asked("guest", packages, "{ district { figures { key value } } }", Map.of());
        assertThat(answer.problems()).isEmpty();
        List<String> keys = new ArrayList<>();
        Objects.requireNonNull(answer.data())
                .at("/district/figures")
                .forEach(figure -> keys.add(figure.path("key").asString()));
        return keys;
    }

    /** Accounts, evaluations and deadlines of what is absent are absent; what only mentions it stays. */
    @Test
    void whatIsPartOfWhatIsAbsentIsAbsent() {
        String counts = """
                { pointsAccounts { totalCount nodes { kind owner { __typename } } }
                  evaluationCampaigns { totalCount nodes { subjectKind } }
                  deadlines { totalCount nodes { kind } }
                  pointsPostings { totalCount } }
                """;
        JsonNode all = data("district officer", WHOLE.packages().keySet(), counts);
        JsonNode rest = data("district officer", without("MERCHANTS"), counts);
        assertThat(all.toString()).contains("Merchant", "MERCHANT", "SERVICE_REVIEW");
        assertThat(rest.toString()).doesNotContain("Merchant", "MERCHANT", "SERVICE_REVIEW");
        for (String page : List.of("pointsAccounts", "evaluationCampaigns", "deadlines"))
            assertThat(count(rest, page)).as(page).isPositive().isLessThan(count(all, page));
        assertThat(count(rest, "pointsPostings")).isEqualTo(count(all, "pointsPostings"));
    }

    private static JsonNode data(String name, Set<String> packages, String document) {
        Answer answer = asked(name, packages, document, Map.of());
        assertThat(answer.problems()).isEmpty();
        return Objects.requireNonNull(answer.data());
    }

    private static int count(JsonNode data, String page) {
        return data.path(page).path("totalCount").intValue();
    }

    @Test
    void nothingThatHappenedIsToldOfWhatIsAbsent() {
        String log = "{ updates { totalCount nodes { type entity { __typename } } } "
                + "activity(id: \"%s\") { history { totalCount nodes { event } } } }"
                        .formatted(node(HERE, "activity", 3));
        JsonNode all = data("district officer", WHOLE.packages().keySet(), log);
        assertThat(count(all, "updates")).isEqualTo(4);
        JsonNode rest = data("district officer", without("MERCHANTS"), log);
        assertThat(rest.path("updates").toString())
                .contains("ACTIVITY_MOVED", "OPINION_GIVEN", "PLACE_NAMED")
                .doesNotContain("MERCHANT");
        assertThat(count(rest, "updates")).isEqualTo(3);
        JsonNode unrated = data("district officer", without("EVALUATIONS"), log);
        assertThat(count(unrated, "updates")).isEqualTo(3);
        assertThat(count(unrated.path("activity"), "history")).isEqualTo(count(all.path("activity"), "history") - 1);
        assertThat(all.toString()).contains("OPINION_GIVEN");
        assertThat(unrated.toString()).doesNotContain("OPINION_GIVEN");
        assertThat(count(data("guest", Set.of(), "{ updates { totalCount } }"), "updates"))
                .isEqualTo(1);
    }
}
