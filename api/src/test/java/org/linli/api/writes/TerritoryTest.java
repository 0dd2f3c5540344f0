package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import tools.jackson.databind.JsonNode;

/**
 * Grids 1 and 2 are at work in community 1 of street 1, where the street officer is on duty; grids 5 and 6 in community 3 of
 * street 2, where the officer is not. Residents 10 and 20 live in grid 1, merchant 10 trades there.
 */
class TerritoryTest {
    private static final String GRID =
            "grid { code status covers { compound { code } } history { nodes { event toState reason } } }";
    private final LocalDate today = LocalDate.now(HERE.zone());

    private final Writes writes = new Writes();

    @BeforeEach
    void open() {
        writes.sql("update grid set status = 'ACTIVE' where district_id = :district and id in ('%s', '%s', '%s', '%s')"
                .formatted(id("grid", 1), id("grid", 2), id("grid", 5), id("grid", 6)));
        writes.sql("update compound set community_id = '%s' where district_id = :district and id in ('%s', '%s')"
                .formatted(id("community", 1), id("compound", 1), id("compound", 2)));
        writes.sql(
                "update resident set status = 'ACTIVE', compound_id = '%s' where district_id = :district and id = '%s'"
                        .formatted(id("compound", 1), id("resident", 10)));
        writes.sql(
                "update resident set status = 'ACTIVE', compound_id = null where district_id = :district and id = '%s'"
                        .formatted(id("resident", 20)));
        writes.sql("update merchant set status = 'ACTIVE' where district_id = :district and id = '%s'"
                .formatted(id("merchant", 10)));
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aCommunityIsMadeBeforeItsStreetIsKnown() {
        writes.done("admin", "createStreet(code: \"S-9\", name: \"新街道\")", "... on StreetCreated { street { name } }");
        writes.done(
                "admin",
                "createCommunity(code: \"C-8\", name: \"有街\", street: \"%s\")".formatted(node(HERE, "street", 1)),
                "");
        JsonNode made = writes.done(
                "admin",
                "createCommunity(code: \"C-9\", name: \"文兴二\")",
                "... on CommunityCreated { community { id version street { code } history { nodes { event } } } }");
        assertThat(made.path("community").path("street").isNull()).isTrue();
        assertThat(made.findValuesAsString("event")).containsExactly("PLACE_CREATED");
        String community = made.path("community").path("id").asString();
        String move = "moveCommunity(community: \"%s\", street: \"%s\", expectedVersion: %d)";
        JsonNode moved = writes.done(
                "admin",
                move.formatted(community, node(HERE, "street", 2), 1),
                "... on CommunityMoved { community { version street { code } } }");
        assertThat(moved.path("community").toString()).isEqualTo("{\"version\":2,\"street\":{\"code\":\"S2\"}}");
        writes.refused("admin", "VERSION_CONFLICT", move.formatted(community, node(HERE, "street", 1), 1));
        writes.refused("admin", "NOT_FOUND", move.formatted(community, node(THERE, "street", 1), 2));
        JsonNode compound = writes.done(
                "admin",
                "createCompound(code: \"Q-9\", name: \"示例小区\", community: \"%s\")".formatted(community),
                "... on CompoundCreated { compound { community { code } } }");
        assertThat(compound.findValuesAsString("code")).containsExactly("C-9");
    }

    @Test
    void aCodeIsGivenOnceAndHasItsForm() {
        String community = "community: \"" + node(HERE, "community", 1) + "\"";
        for (String taken : List.of(
                "createStreet(code: \"S1\", name: \"x\")",
                "createCommunity(code: \"C1\", name: \"x\")",
                "createCompound(code: \"Q1\", name: \"x\", " + community + ")",
                "createGrid(code: \"G1\", name: \"x\", " + community + ")",
                split(1, "G3", "N2"),
                split(1, "N", "N"),
                merge("G3", 1, 2))) {
            writes.refused("admin", "CODE_TAKEN", taken);
            writes.refused("admin", "CODE_MALFORMED", taken.replaceAll("code: \"[^\"]*\"", "code: \"g 1\""));
        }
    }

    @Test
    void whatIsElsewhereIsNotFound() {
        String community = "community: \"" + node(THERE, "community", 1) + "\"";
        for (String elsewhere : List.of(
                "createCommunity(code: \"N\", name: \"x\", street: \"" + node(THERE, "street", 1) + "\")",
                "createCompound(code: \"N\", name: \"x\", " + community + ")",
                "createGrid(code: \"N\", name: \"x\", " + community + ")",
                "createGrid(code: \"N\", name: \"x\", community: \"%s\", covers: [\"%s\"])"
                        .formatted(node(HERE, "community", 1), node(HERE, "compound", 3)),
                "renamePlace(place: \"" + node(THERE, "grid", 1) + "\", name: \"x\", expectedVersion: 1)",
                "activateGrid(grid: \"" + node(THERE, "grid", 1) + "\")",
                covering(node(THERE, "grid", 1), 1),
                "retireGrid(grid: \"" + node(THERE, "grid", 1) + "\", reason: \"x\")",
                split(1, "N1", "N2").replace(node(HERE, "grid", 1), node(THERE, "grid", 1)),
                split(1, "N1", "N2").replace("rest: true", "occupants: [\"" + node(HERE, "resident", 1) + "\"]"),
                merge("N", 1, 2).replace(node(HERE, "grid", 1), node(THERE, "grid", 1)),
                assign("GRID_WORKER", node(THERE, "grid", 1)),
                assign("STREET_OFFICER", node(THERE, "street", 1)),
                "endDuty(duty: \"%s\", on: \"%s\", reason: \"x\")".formatted(node(THERE, "duty", 1), today)))
            writes.refused("admin", "NOT_FOUND", elsewhere);
        writes.refused("district officer", "NOT_FOUND", "confirmDuties(duties: [\"" + node(THERE, "duty", 1) + "\"])");
    }

    @Test
    void everythingIsRenamedOnTheVersionThatWasSeen() {
        for (String kind : List.of("street", "community", "compound", "grid")) {
            String rename =
                    "renamePlace(place: \"%s\", name: \"新名\", expectedVersion: 1)".formatted(node(HERE, kind, 1));
            JsonNode done =
                    writes.done("admin", rename, "... on PlaceRenamed { place { name ... on Grid { version } } }");
            assertThat(done.path("place").path("name").asString()).isEqualTo("新名");
            assertThat(writes.refused("admin", "VERSION_CONFLICT", rename)
                            .path("code")
                            .asString())
                    .isEqualTo("VERSION_CONFLICT");
        }
    }

    @Test
    void aGridIsDrawnSetToWorkAndGivenUp() {
        JsonNode made = writes.done(
                "street officer",
                "createGrid(code: \"G-20\", name: \"新网格\", community: \"%s\", covers: [\"%s\"])"
                        .formatted(node(HERE, "community", 1), node(HERE, "compound", 1)),
                "... on GridCreated { grid { id status covers { compound { code } } } }");
        assertThat(made.path("grid").path("status").asString()).isEqualTo("PLANNED");
        assertThat(made.findValuesAsString("code")).containsExactly("Q1");
        String grid = made.path("grid").path("id").asString();
        String activate = "activateGrid(grid: \"%s\")".formatted(grid);
        String retire = "retireGrid(grid: \"%s\", reason: \"并入\")".formatted(grid);
        writes.done("street officer", activate, "");
        writes.refused("street officer", "TRANSITION_REFUSED", activate);
        String duty = confirm(proposed(assign("GRID_WORKER", grid)));
        JsonNode retired = writes.done("admin", retire, "... on GridRetired { " + GRID + " }");
        writes.refused("district officer", "GRID_NOT_ACTIVE", duty);
        assertThat(retired.findValuesAsString("toState")).containsExactly("PLANNED", "ACTIVE", "RETIRED");
        writes.refused("admin", "TRANSITION_REFUSED", retire);
        writes.refused("admin", "GRID_OCCUPIED", retire.replace(grid, node(HERE, "grid", 1)));
    }

    @Test
    void whichCompoundsAGridCoversIsSaidAnew() {
        String mine = node(HERE, "compound", 1);
        JsonNode made = writes.done(
                "street officer",
                "createGrid(code: \"G-20\", name: \"新网格\", community: \"%s\", covers: [\"%s\"])"
                        .formatted(node(HERE, "community", 1), mine),
                "... on GridCreated { grid { id } }");
        String grid = made.path("grid").path("id").asString();
        String selection =
                "... on CompoundsCovered { grid { version covers { compound { code } } history { nodes { event } } } }";
        JsonNode done = writes.done("street officer", covering(grid, 1, node(HERE, "compound", 2)), selection);
        assertThat(done.findValuesAsString("code")).containsExactly("Q2");
        assertThat(done.findValuesAsString("event")).containsExactly("GRID_MOVED", "COVERAGE_CHANGED");
        assertThat(done.path("grid").path("version").asInt()).isEqualTo(2);
        assertThat(writes.rows("""
                select concat_ws(' ', payload->'added'->>0, json_array_length(payload->'added'), payload->'removed'->>0,
                                 json_array_length(payload->'removed'))
                  from event where district_id = :district and name = 'COVERAGE_CHANGED'
                """)).containsExactly(id("compound", 2) + " 1 " + id("compound", 1) + " 1");
        writes.done("admin", covering(grid, 2, node(HERE, "compound", 2), mine, mine), selection);
        writes.refused("admin", "VERSION_CONFLICT", covering(grid, 2));
        writes.refused("admin", "NOT_FOUND", covering(grid, 3, mine, node(HERE, "compound", 3)));
        writes.refused("admin", "NOT_FOUND", covering(grid, 3, node(THERE, "compound", 1)));
        JsonNode none = writes.done("street officer", covering(grid, 3), selection);
        assertThat(none.path("grid").path("covers").isEmpty()).isTrue();
        writes.done("admin", "retireGrid(grid: \"" + grid + "\", reason: \"并入\")", "");
        assertThat(writes.refused("admin", "GRID_NOT_ACTIVE", covering(grid, 5, mine))
                        .path("message")
                        .asString())
                .contains("RETIRED");
        writes.fails("community worker", "FORBIDDEN", covering(grid, 5, mine));
    }

    @Test
    void anOfficerShapesTheOwnStreetOnly() {
        for (String beyond : List.of(
                covering(node(HERE, "grid", 5), 1),
                "createGrid(code: \"N\", name: \"x\", community: \"" + node(HERE, "community", 3) + "\")",
                "activateGrid(grid: \"" + node(HERE, "grid", 5) + "\")",
                "retireGrid(grid: \"" + node(HERE, "grid", 5) + "\", reason: \"x\")",
                split(5, "N1", "N2"),
                merge("N", 5, 6))) writes.refused("street officer", "OUT_OF_DUTY", beyond);
        writes.sql(
                "update duty set status = 'PROPOSED' where district_id = :district and id = '" + id("duty", 3) + "'");
        writes.refused("street officer", "OUT_OF_DUTY", split(1, "N1", "N2"));
    }

    @Test
    void aSplitPutsEverybodyInOneLeafAndLeavesThePastAlone() {
        String visits =
                "select md5(string_agg(v::text, '' order by id)) from merchant_visit v where district_id = :district";
        List<String> before = writes.rows(visits);
        JsonNode done = writes.done(
                "street officer",
                """
                splitGrid(grid: "%s", reason: "太大", parts: [{code: "G-1A", name: "甲", compounds: ["%s"]},
                          {code: "G-1B", name: "乙", compounds: ["%s"], occupants: ["%s"]}, {code: "G-1C", name: "丙", rest: true}])
                """.formatted(
                        node(HERE, "grid", 1),
                        node(HERE, "compound", 1),
                        node(HERE, "compound", 2),
                        node(HERE, "resident", 20)).strip(),
                "... on GridSplit { moved " + GRID + " }");
        assertThat(done.path("grid").path("status").asString()).isEqualTo("SPLIT");
        assertThat(done.findValuesAsString("reason")).containsExactly("太大");
        assertThat(done.path("moved").asInt()).isEqualTo(3);
        assertThat(gridOf("resident", 10)).isEqualTo("G-1A");
        assertThat(gridOf("resident", 20)).isEqualTo("G-1B");
        assertThat(gridOf("merchant", 10)).isEqualTo("G-1C");
        assertThat(writes.rows(visits)).isEqualTo(before);
        assertThat(writes.rows("""
                select count(*)::text from grid_succession
                 where district_id = :district and predecessor_id = '%s'
                """.formatted(id("grid", 1)))).containsExactly("3");
        writes.refused("admin", "TRANSITION_REFUSED", split(1, "N1", "N2"));
        writes.refused("admin", "TRANSITION_REFUSED", merge("N", 1, 2));
        writes.refused("admin", "GRID_NOT_ACTIVE", assign("GRID_WORKER", node(HERE, "grid", 1)));
    }

    @Test
    void aSplitThatLeavesSomebodyOverRefuses() {
        assertThat(writes.refused(
                                "admin",
                                "OCCUPANTS_UNPLACED",
                                split(1, "N1", "N2").replace("rest: true", "rest: false"))
                        .path("message")
                        .asString())
                .contains("3 residents and merchants");
        writes.refused("admin", "TWO_GRIDS_NEEDED", split(1, "N1"));
    }

    @Test
    void gridsOfOneCommunityBecomeOne() {
        writes.sql("update resident set status = 'ACTIVE' where district_id = :district and id = '%s'"
                .formatted(id("resident", 1)));
        writes.refused("admin", "DIFFERENT_COMMUNITIES", merge("N", 1, 5));
        writes.refused("admin", "TWO_GRIDS_NEEDED", merge("N", 1, 1));
        JsonNode done = writes.done("street officer", merge("G-12", 2, 1), "... on GridsMerged { moved " + GRID + " }");
        assertThat(done.path("grid").path("status").asString()).isEqualTo("ACTIVE");
        assertThat(List.of(gridOf("resident", 10), gridOf("resident", 1), gridOf("merchant", 10)))
                .containsOnly("G-12");
        assertThat(writes.rows("select status::text from grid where district_id = :district and id in ('%s', '%s')"
                        .formatted(id("grid", 1), id("grid", 2))))
                .containsOnly("MERGED");
    }

    @Test
    void aDutyTakesTwoPersonsNeitherOfThemOnDuty() {
        String assign = assign("GRID_WORKER", node(HERE, "grid", 1));
        JsonNode proposed = writes.done("admin", assign, "... on DutyProposed { duty { id status current } }");
        assertThat(proposed.path("duty").path("status").asString()).isEqualTo("PROPOSED");
        assertThat(proposed.path("duty").path("current").asBoolean()).isFalse();
        String duty = proposed.path("duty").path("id").asString();
        String confirm = confirm(duty);
        writes.sql("update duty set subject = '%s' where district_id = :district and proposed_by is not null"
                .formatted(id("account", 31)));
        String confirmer = "{ duties(where: {status: {eq: PROPOSED}}) { nodes { id confirmer } } }";
        String theirs = "{\"id\":\"" + duty + "\",\"confirmer\":\"%s\"}";
        assertThat(writes.asked("district officer", confirmer).toString()).contains(theirs.formatted("OFFICER"));
        writes.refused("district officer", "OWN_WORK", confirm);
        writes.sql("update duty set subject = '%s' where district_id = :district and proposed_by is not null"
                .formatted(id("account", 50)));
        assertThat(writes.asked("district officer", confirmer).toString()).contains(theirs.formatted("CALLER"));
        assertThat(writes.asked("admin", confirmer).toString()).contains(theirs.formatted("OFFICER"));
        JsonNode done = writes.done("district officer", confirm, "... on DutiesConfirmed { duties }");
        assertThat(done.path("duties").asInt()).isEqualTo(1);
        assertThat(beginning(duty)).containsExactly("CONFIRMED " + today);
        writes.refused("district officer", "TRANSITION_REFUSED", confirm);
        writes.refused("admin", "OWN_WORK", assign.replace(node(HERE, "account", 50), node(HERE, "account", 32)));
        writes.refused("admin", "OTHER_TERRITORY", assign("COMMUNITY_WORKER", node(HERE, "grid", 1)));
        writes.refused("admin", "DATES_REFUSED", assign.replace(today.toString(), "2024-01-01"));
        writes.fails("street officer", "FORBIDDEN", assign);
        writes.fails("admin", "FORBIDDEN", confirm);
    }

    @Test
    void whatHeldWhenADutyWasProposedMayHoldNoMore() {
        String grid = node(HERE, "grid", 1);
        String first = proposed(assign("GRID_WORKER", grid));
        String second = proposed(assign("GRID_WORKER", grid));
        writes.done("district officer", confirm(first), "");
        writes.done(
                "admin", "endDuty(duty: \"%s\", on: \"%s\", reason: \"x\")".formatted(first, today.plusDays(9)), "");
        writes.refused("district officer", "ALREADY_ON_DUTY", confirm(second));
        String next = proposed(assign("GRID_WORKER", grid)
                .replace(today.toString(), today.plusDays(9).toString()));
        writes.done("district officer", confirm(next), "");
        String elsewhere = proposed(assign("GRID_WORKER", node(HERE, "grid", 2)));
        moved(elsewhere, today.minusDays(9), today);
        writes.refused("district officer", "DATES_REFUSED", confirm(elsewhere));
        moved(elsewhere, today.minusDays(9), null);
        writes.done("district officer", confirm(elsewhere), "");
        assertThat(beginning(elsewhere)).containsExactly("CONFIRMED " + today);
        String community = proposed(assign("COMMUNITY_WORKER", node(HERE, "community", 1)));
        writes.sql("update community set retired_at = now() where district_id = :district and id = '"
                + id("community", 1) + "'");
        writes.refused("district officer", "PLACE_RETIRED", confirm(community));
    }

    @Test
    void manyDutiesAreConfirmedAtOnceOrNone() {
        String grid = node(HERE, "grid", 1);
        String first = proposed(assign("GRID_WORKER", grid));
        String again = proposed(assign("GRID_WORKER", grid));
        String elsewhere = proposed(assign("GRID_WORKER", node(HERE, "grid", 2)));
        writes.refused("district officer", "ALREADY_ON_DUTY", confirm(elsewhere + "\", \"" + first + "\", \"" + again));
        writes.refused("district officer", "NOT_FOUND", confirm(first + "\", \"" + node(THERE, "duty", 1)));
        assertThat(writes.done(
                                "district officer",
                                confirm(first + "\", \"" + elsewhere + "\", \"" + first),
                                "... on DutiesConfirmed { duties }")
                        .path("duties")
                        .asInt())
                .isEqualTo(2);
    }

    private List<String> beginning(String duty) {
        return writes.rows(
                "select status || ' ' || valid_from from duty where id = '" + duty.substring("duty_".length()) + "'");
    }

    private void moved(String duty, LocalDate from, @Nullable LocalDate to) {
        writes.sql("update duty set valid_from = '%s', valid_to = %s where district_id = :district and id = '%s'"
                .formatted(from, to == null ? "null" : "'" + to + "'", duty.substring("duty_".length())));
    }

    private String proposed(String assign) {
        return writes.done("admin", assign, "... on DutyProposed { duty { id } }")
                .findValue("id")
                .asString();
    }

    private static String confirm(String duty) {
        return "confirmDuties(duties: [\"%s\"])".formatted(duty);
    }

    @Test
    void aDutyEndsFromTodayOnAndIsNeverRewritten() {
        String end = "endDuty(duty: \"%s\", on: \"%s\", reason: \"调岗\")";
        String selection = "... on DutyEnded { duty { status current validTo history { nodes { event reason } } } }";
        writes.refused("admin", "DATES_REFUSED", end.formatted(node(HERE, "duty", 1), today.minusDays(1)));
        writes.refused("admin", "DATES_REFUSED", end.formatted(node(HERE, "duty", 4), today));
        JsonNode ended = writes.done("district officer", end.formatted(node(HERE, "duty", 1), today), selection);
        assertThat(ended.path("duty").toString())
                .startsWith("{\"status\":\"CONFIRMED\",\"current\":false,\"validTo\":\"" + today + "\"")
                .contains("调岗");
        JsonNode withdrawn = writes.done("admin", end.formatted(node(HERE, "duty", 5), today), selection);
        assertThat(withdrawn.path("duty").path("status").asString()).isEqualTo("WITHDRAWN");
        writes.refused("admin", "TRANSITION_REFUSED", end.formatted(node(HERE, "duty", 5), today));
    }

    /** The residents and merchants of the grid, by the code of theirs. */
    private String gridOf(String table, int n) {
        return writes.rows("""
                        select g.code from %1$s x join grid g on g.district_id = :district and g.id = x.grid_id
                         where x.district_id = :district and x.id = '%2$s'
                        """.formatted(table, id(table, n))).getFirst();
    }

    private static String covering(String grid, int expectedVersion, String... compounds) {
        return "coverCompounds(grid: \"%s\", compounds: [%s], expectedVersion: %d)"
                .formatted(
                        grid,
                        List.of(compounds).stream()
                                .map(each -> '"' + each + '"')
                                .collect(Collectors.joining(", ")),
                        expectedVersion);
    }

    private static String split(int grid, String... codes) {
        String parts = String.join(
                ", ",
                List.of(codes).stream()
                        .map(code -> "{code: \"" + code + "\", name: \"x\", rest: true}")
                        .toList());
        return "splitGrid(grid: \"%s\", reason: \"x\", parts: [%s])".formatted(node(HERE, "grid", grid), parts);
    }

    private static String merge(String code, int one, int other) {
        return "mergeGrids(grids: [\"%s\", \"%s\"], code: \"%s\", name: \"x\", reason: \"x\")"
                .formatted(node(HERE, "grid", one), node(HERE, "grid", other), code);
    }

    private String assign(String role, String territory) {
        return "assignDuty(duty: {account: \"%s\", personName: \"示例\", role: %s, territory: \"%s\", validFrom: \"%s\"})"
                .formatted(node(HERE, "account", 50), role, territory, today);
    }

    private static String id(String kind, int n) {
        return Fixture.id(HERE, kind, n).toString();
    }
}
