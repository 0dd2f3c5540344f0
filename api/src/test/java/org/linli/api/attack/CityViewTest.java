package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.Served;
import org.linli.services.Database;
import org.linli.services.Postgres;
import tools.jackson.databind.json.JsonMapper;

/** Figures over districts of two cells: who sees them, and what they give away, which is nothing about fewer than ten people. */
class CityViewTest {
    private static final Mint MINT = new Mint();
    private static final List<String> SMALL = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9");

    private static Database home;
    private static Database east;
    private static Served served;

    /** Twelve residents live in 330101, three in 330102, twenty in each of those that do not count, and fifteen in 330106, in another cell. */
    @BeforeAll
    static void count() throws Exception {
        home = Postgres.shared().freshDatabase("city_home");
        east = Postgres.shared().freshDatabase("city_east");
        served = new Served(
                home,
                MINT.settings(Stream.concat(Stream.of("linli.jobs=true"), Stream.of(Served.cell("east", east)))
                        .toArray(String[]::new)));
        district(home, "330101", "ACTIVE", "home", "now()", false, 12);
        district(home, "330102", "ACTIVE", "home", "now()", false, 3);
        district(home, "330103", "ACTIVE", "home", "now()", true, 20);
        district(home, "330104", "SUSPENDED", "home", "now()", false, 20);
        district(home, "330105", "ACTIVE", "home", "null", false, 20);
        district(home, "330106", "ACTIVE", "east", "now()", false, 0);
        district(east, "330106", "ACTIVE", "east", "now()", false, 15);
        district(home, "330107", "ACTIVE", "home", "now()", false, 0);
        enrolled("330101", 12);
        enrolled("330102", 3);
        execute(home, """
                insert into district_settings (district_id, packages)
                select d.id, array['ACTIVITIES', 'FIGURES']::package[] from district d where d.code = '330107'
                """);
        for (Database database : List.of(home, east))
            execute(
                    database,
                    "insert into job (district_id, kind) select d.id, 'count-for-city' from district d where d.code like '3301%' and d.cell = '"
                            + (database.equals(home) ? "home" : "east") + "'");
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (strings(
                                "select distinct f.district_id from city_figure f join district d on d.id = f.district_id where d.code like '3301%'")
                        .size()
                < 7) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(100);
        }
    }

    @AfterAll
    static void end() {
        served.close();
        MINT.close();
    }

    @Test
    void whatFewPeopleAreBehindIsToldOfNoDistrictAndInNoTotal() {
        assertThat(viewed("""
                        { cityFigures(where: {key: {eq: RESIDENTS}, districtCode: {startsWith: "3301"}}, orderBy: [DISTRICT_CODE_ASC]) {
                            nodes { districtCode value suppressed } } }
                        """)).isEqualTo("""
                        {"cityFigures":{"nodes":[{"districtCode":"330101","value":"12","suppressed":false},\
                        {"districtCode":"330102","value":null,"suppressed":true},{"districtCode":"330106","value":"15","suppressed":false},\
                        {"districtCode":"330107","value":"0","suppressed":false}]}}""");
        // With those that are told the others cannot be computed: the total is of these, and says how many it leaves
        // out.
        assertThat(viewed("""
                        { cityFigures(where: {key: {eq: RESIDENTS}, city: {eq: "3301"}}) {
                            groups(by: [{field: CITY}, {field: SUPPRESSED}]) { key { city suppressed } count sum { value } } } }
                        """))
                .contains(
                        "{\"key\":{\"city\":\"3301\",\"suppressed\":false},\"count\":3,\"sum\":{\"value\":\"27\"}}",
                        "{\"key\":{\"city\":\"3301\",\"suppressed\":true},\"count\":1,\"sum\":{\"value\":null}}");
        assertThat(viewed("""
                        { cityFigures(where: {month: {eq: "%s"}, key: {eq: ENROLMENTS}, districtCode: {in: ["330101", "330102"]}}) {
                            groups(by: [{field: CITY}]) { count sum { value } min { value } max { value } avg { value } } } }
                        """.formatted(month()))).isEqualTo("""
                        {"cityFigures":{"groups":[{"count":2,"sum":{"value":"12"},"min":{"value":"12"},"max":{"value":"12"},"avg":{"value":12}}]}}""");
    }

    @Test
    void noFilterOrOrderFindsWhatIsSuppressed() throws SQLException {
        for (String guess : List.of("eq: 3", "lt: 10, gt: 0", "in: [1, 2, 3, 4]", "gte: 1, lte: 9"))
            assertThat(viewed("{ cityFigures(where: {districtCode: {eq: \"330102\"}, value: {" + guess
                            + "}, key: {in: [RESIDENTS, ENROLMENTS]}}) { totalCount } }"))
                    .isEqualTo("{\"cityFigures\":{\"totalCount\":0}}");
        // Nor is it anywhere at home to be found by other ways than ours.
        assertThat(
                        strings(
                                "select f.value from city_figure f where f.key in ('RESIDENTS', 'ENROLMENTS', 'POINTS_GRANTED', 'POINTS_REDEEMED')"))
                .contains("12", "15")
                .doesNotContainAnyElementsOf(SMALL);
    }

    @Test
    void whatBelongsToNoPackageOfTheDistrictIsAbsent() {
        assertThat(viewed("{ cityFigures(where: {districtCode: {eq: \"330107\"}, month: {eq: \"" + month()
                        + "\"}}, orderBy: [KEY_ASC]) { nodes { key } } }"))
                .isEqualTo(
                        "{\"cityFigures\":{\"nodes\":[{\"key\":\"RESIDENTS\"},{\"key\":\"GRIDS\"},{\"key\":\"ACTIVITIES_HELD\"},{\"key\":\"ENROLMENTS\"}]}}");
    }

    @Test
    void withoutTheGrantNobodyHasTheFieldAndWithItAloneNobodyHasAnother() {
        String asked = "{ cityFigures { totalCount } }";
        String operator = token("PLATFORM_ADMIN");
        assertThat(ask(asked, operator).code()).isEqualTo("INVALID_DOCUMENT");
        assertThat(ask("{ __schema { types { name } } }", operator).body().toString())
                .contains("Onboarding")
                .doesNotContain("CityFigure");
        assertThat(served.post("/platform/graphql", "{\"query\":\"" + asked + "\"}")
                        .code())
                .isEqualTo("INVALID_DOCUMENT");
        assertThat(ask(
                                asked,
                                MINT.token(
                                        new UUID(3, 3),
                                        Map.of("realm_access", Map.of("roles", List.of("CITY_VIEWER")))))
                        .code())
                .isEqualTo("OPERATORS_ONLY");
        assertThat(ask("{ districts { totalCount } }", token("CITY_VIEWER")).code())
                .isEqualTo("INVALID_DOCUMENT");
        // All that can be selected of a district.
        assertThat(ask("{ __type(name: \"CityFigure\") { fields { name } } }", token("CITY_VIEWER"))
                        .body()
                        .at("/data/__type/fields")
                        .findValuesAsString("name"))
                .containsExactlyInAnyOrder(
                        "id", "key", "month", "city", "districtCode", "districtName", "value", "suppressed", "asOf");
        assertThat(ask(
                                "{ districts { totalCount } cityFigures { totalCount } }",
                                token("PLATFORM_ADMIN", "CITY_VIEWER"))
                        .body()
                        .has("errors"))
                .isFalse();
    }

    private static String viewed(String document) {
        return ask(document, token("CITY_VIEWER")).body().path("data").toString();
    }

    private static Served.Answer ask(String document, String token) {
        return served.post(
                "/platform/graphql",
                JsonMapper.shared().writeValueAsString(Map.of("query", document)),
                "Authorization",
                "Bearer " + token);
    }

    private static String token(String... roles) {
        return MINT.token(
                new UUID(3, 3), Map.of("azp", "platform-console", "realm_access", Map.of("roles", List.of(roles))));
    }

    private static void district(
            Database database, String code, String state, String cell, String live, boolean sample, int residents)
            throws SQLException {
        execute(database, """
                insert into district (id, code, name, kc_org_id, state, cell, live_since, sample)
                values (md5('%1$s')::uuid, '%1$s', '示例%1$s', md5('o%1$s')::uuid, '%2$s', '%3$s', %4$s, %5$s);
                select enter_district(md5('%1$s')::uuid);
                insert into street (district_id, id, code, name) values (md5('%1$s')::uuid, md5('s')::uuid, 'S', '示例街道');
                insert into community (district_id, id, street_id, code, name) values (md5('%1$s')::uuid, md5('c')::uuid, md5('s')::uuid, 'C', '示例社区');
                insert into grid (district_id, id, community_id, code, name) values (md5('%1$s')::uuid, md5('g')::uuid, md5('c')::uuid, 'G', '示例网格');
                insert into resident (district_id, id, name, community_id, grid_id, dwelling_relation)
                select md5('%1$s')::uuid, md5('r' || n)::uuid, '示例' || n, md5('c')::uuid, md5('g')::uuid, 'TENANT' from generate_series(1, %6$d) n;
                """.formatted(code, state, cell, live, sample, residents));
    }

    private static void enrolled(String code, int residents) throws SQLException {
        execute(home, """
                select enter_district(md5('%1$s')::uuid);
                insert into activity (district_id, id, kind, title, host, venue, starts_at, ends_at, status, published_at)
                values (md5('%1$s')::uuid, md5('a')::uuid, 'COMMUNITY', '示例活动', '示例社区', '示例广场', now(), now() + interval '1 hour', 'ENROLLING', now());
                insert into enrolment (district_id, activity_id, resident_id, status)
                select md5('%1$s')::uuid, md5('a')::uuid, md5('r' || n)::uuid, 'CONFIRMED' from generate_series(1, %2$d) n;
                """.formatted(code, residents));
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connectAsMigrator()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute(sql);
            connection.commit();
        }
    }

    private static List<String> strings(String sql) throws SQLException {
        try (Connection migrator = home.connectAsMigrator()) {
            return Twins.strings(migrator, sql);
        }
    }

    private static LocalDate month() {
        return LocalDate.now(ZoneId.of("Asia/Shanghai")).withDayOfMonth(1);
    }
}
