package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The figures of 水泊寺街道 are the newspaper page's, and every one is counted from records. */
class FiguresStory {
    private static final String STREET = "01900000-0001-7000-8000-140213000001";
    private static final String CARE = "01900000-0036-7000-8000-140213000003";

    private final RunningDemo demo = RunningDemo.shared();
    private final Rows rows = demo.rows();
    private final Visitor guest = demo.guest("140213");

    /** A figure, what it must be, and how to count it without the server. */
    private record Counted(String key, int value, String sql) {}

    private static final List<Counted> PAGE = List.of(
            new Counted("RESIDENTS_REGISTERED", 16532, """
                    select count(*) from resident where status not in ('MOVED_OUT', 'ERASED') and community_id in
                        (select id from community where street_id = '%s')"""),
            new Counted("MERCHANTS_VISITED", 1364, """
                    select count(*) from merchant m where m.id in (select merchant_id from merchant_visit) and m.community_id in
                        (select id from community where street_id = '%s')"""),
            new Counted("MERCHANTS_SIGNED", 590, """
                    select count(signed_on) from merchant where community_id in
                        (select id from community where street_id = '%s')"""),
            new Counted("MERCHANTS_WITH_SERVICES", 472, """
                    select count(distinct m.id) from merchant m join merchant_service s on s.merchant_id = m.id
                     where m.signed_on is not null and s.status in ('ONLINE', 'SOLD_OUT') and m.community_id in
                        (select id from community where street_id = '%s')"""),
            new Counted("POINTS_SERVICES", 606, """
                    select count(s.id) from merchant m join merchant_service s on s.merchant_id = m.id
                     where m.signed_on is not null and s.status in ('ONLINE', 'SOLD_OUT') and m.community_id in
                        (select id from community where street_id = '%s')"""),
            new Counted("SELF_GOVERNANCE_ACTIVITIES", 145, """
                    select count(*) from activity where kind = 'SELF_GOVERNANCE'
                       and status in ('ENDED', 'REPORTED', 'ARCHIVED') and street_id = '%s'"""),
            new Counted("LEAGUE_UNITS", 4, """
                    select count(distinct u.id) from unit u join project_unit x on x.unit_id = u.id
                      join project p on p.id = x.project_id where p.kind = 'LEAGUE' and u.street_id = '%s'"""),
            new Counted("LEAGUE_MEMBERS", 61, """
                    select count(distinct s.id) from serving_member s join unit u on u.id = s.unit_id
                      join participation x on x.volunteer_id = s.volunteer_id
                      join project p on p.id = x.project_id where p.kind = 'LEAGUE' and u.street_id = '%s'"""),
            new Counted("TEACHING_MEMBERS", 11, """
                    select count(distinct s.id) from serving_member s join unit u on u.id = s.unit_id
                      join participation x on x.volunteer_id = s.volunteer_id
                      join project p on p.id = x.project_id where p.kind = 'TEACHING' and u.street_id = '%s'"""));

    /** A row's change and the one figure that follows it. */
    private record Change(String key, int by, String table, String id, Map<String, String> columns) {}

    private static final List<Change> CHANGES = List.of(
            new Change("RESIDENTS_REGISTERED", -1, "resident", id("0010", 500), Map.of("status", "MOVED_OUT")),
            new Change(
                    "MERCHANTS_VISITED", -1, "merchant_visit", id("0021", 900), Map.of("merchant_id", id("0020", 901))),
            new Change(
                    "MERCHANTS_SIGNED",
                    1,
                    "merchant",
                    id("0020", 700),
                    Map.of("status", "SIGNED", "signed_on", "2024-11-01")),
            new Change(
                    "MERCHANTS_WITH_SERVICES",
                    1,
                    "merchant_service",
                    id("0022", 473),
                    Map.of("merchant_id", id("0020", 580))),
            new Change("POINTS_SERVICES", 1, "merchant_service", id("0022", 614), Map.of("status", "ONLINE")),
            new Change("SELF_GOVERNANCE_ACTIVITIES", -1, "activity", id("0040", 100), Map.of("status", "CANCELLED")),
            new Change("LEAGUE_UNITS", -1, "project_unit", id("0037", 4), Map.of("project_id", CARE)),
            new Change("LEAGUE_MEMBERS", -1, "participation", id("0038", 1061), Map.of("project_id", CARE)),
            new Change("TEACHING_MEMBERS", -1, "participation", id("0038", 2011), Map.of("project_id", CARE)));

    @TestFactory
    Stream<DynamicTest> everyFigureIsThePagesAndTheRowsCount() {
        return PAGE.stream()
                .map(figure -> DynamicTest.dynamicTest(figure.key(), () -> {
                    assertThat(figures().get(figure.key())).isEqualTo(figure.value());
                    assertThat(rows.count(figure.sql().formatted(STREET))).isEqualTo(figure.value());
                }));
    }

    @TestFactory
    Stream<DynamicTest> aChangedRowChangesItsFigureAlone() {
        return CHANGES.stream()
                .map(change -> DynamicTest.dynamicTest(change.key(), () -> {
                    Map<String, Integer> before = figures();
                    rows.during(
                            change.table(),
                            change.id(),
                            change.columns(),
                            () -> assertThat(figures()).isEqualTo(changed(before, change)));
                    assertThat(figures()).isEqualTo(before);
                }));
    }

    @Test
    void everyFigureSaysWhatItCountsWhereAndWhen() {
        Answer answer = guest.with("Accept-Language", "en").ask("""
                query($scope: ID!) { figures(scope: $scope) { key label definition asOf lowerBound scope { id } turn } }
                """, Map.of("scope", "street_" + STREET));
        assertThat(answer.at("figures")).isNotEmpty().allSatisfy(figure -> {
            assertThat(figure.at("/scope/id").asString()).isEqualTo("street_" + STREET);
            assertThat(figure.path("label").asString()).isNotBlank();
            assertThat(figure.path("definition").asString()).endsWith(".");
            assertThat(figure.path("asOf").asString()).isNotBlank();
            assertThat(figure.path("lowerBound").booleanValue()).isFalse();
        });
    }

    private Map<String, Integer> figures() {
        Answer answer = guest.ask(
                "query($scope: ID!) { figures(scope: $scope) { key value } }", Map.of("scope", "street_" + STREET));
        Map<String, Integer> figures = new TreeMap<>();
        for (JsonNode figure : answer.at("figures"))
            figures.put(figure.path("key").asString(), figure.path("value").intValue());
        return figures;
    }

    private static Map<String, Integer> changed(Map<String, Integer> before, Change change) {
        Map<String, Integer> after = new LinkedHashMap<>(before);
        after.merge(change.key(), change.by(), Integer::sum);
        return after;
    }

    /** The demo's ids: number of the table, code of the district, number of the row. */
    private static String id(String table, int row) {
        return "01900000-%s-7000-8000-140213%06d".formatted(table, row);
    }
}
