package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import tools.jackson.databind.JsonNode;

/** How streets, communities and compounds are given up, and that nothing new is in them afterwards. */
class RetiredPlacesTest {
    private static final String RETIRED =
            "... on PlaceGivenUp { place { name ... on Compound { retiredAt version history { nodes { event reason } } } } }";

    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aPlaceIsRetiredOnceNothingOfItIsAtWork() {
        String street = made("createStreet(code: \"S-9\", name: \"街\")");
        String community = made("createCommunity(code: \"C-9\", name: \"社区\", street: \"%s\")".formatted(street));
        String compound = made("createCompound(code: \"Q-9\", name: \"小区\", community: \"%s\")".formatted(community));
        String grid = made("createGrid(code: \"G-9\", name: \"网格\", community: \"%s\", covers: [\"%s\"])"
                .formatted(community, compound));
        inUse(1, street);
        inUse(2, community);
        inUse(1, compound);
        writes.done("admin", "coverCompounds(grid: \"%s\", compounds: [], expectedVersion: 1)".formatted(grid), "");
        for (String living : List.of("REGISTERED", "IDENTITY_VERIFIED", "RESIDENCE_VERIFIED", "ACTIVE", "SUSPENDED")) {
            resident(10, living, compound);
            inUse(1, compound);
        }
        for (String pairing : List.of("INVITED", "APPLIED", "APPROVED", "PAIRED", "REVIEWED", "RENEWED")) {
            writes.sql("update pairing set compound_id = '%s' where district_id = :district and status = '%s'"
                    .formatted(uuid(compound), pairing));
            inUse(2, compound);
            writes.sql("delete from pairing where district_id = :district and status = '" + pairing + "'");
        }
        writes.sql("update pairing set compound_id = '%s' where district_id = :district".formatted(uuid(compound)));
        resident(10, "MOVED_OUT", compound);

        JsonNode done = writes.done("admin", retire(compound), RETIRED).path("place");
        assertThat(OffsetDateTime.parse(done.path("retiredAt").asString())
                        .atZoneSameInstant(HERE.zone())
                        .toLocalDate())
                .isEqualTo(LocalDate.now(HERE.zone()));
        assertThat(done.path("version").asInt()).isEqualTo(2);
        assertThat(done.path("history").toString()).isEqualTo("""
                {"nodes":[{"event":"PLACE_CREATED","reason":null},{"event":"PLACE_CLOSED","reason":"撤并"}]}""");
        inUse(1, community);
        writes.done("admin", "retireGrid(grid: \"" + grid + "\", reason: \"撤并\")", "");
        writes.done("admin", retire(community), RETIRED);
        writes.done("admin", retire(street), RETIRED);
        for (String place : List.of(street, community, compound)) {
            assertThat(writes.refused("admin", "PLACE_RETIRED", retire(place))
                            .path("message")
                            .asString())
                    .contains("since " + LocalDate.now(HERE.zone()));
            writes.done("admin", "renamePlace(place: \"%s\", name: \"旧名\", expectedVersion: 2)".formatted(place), "");
        }
        assertThat(writes.asked("guest", "{ streets(where: {retiredAt: {isNull: false}}) { nodes { code } } }")
                        .findValuesAsString("code"))
                .containsExactlyInAnyOrder("S3", "S-9");
    }

    @Test
    void onlyAnAdminRetiresAndOnlyWhatIsOfTheDistrict() {
        for (String kind : List.of("street", "community", "compound")) {
            writes.refused("admin", "NOT_FOUND", retire(node(THERE, kind, 1)));
            writes.fails("street officer", "FORBIDDEN", retire(node(HERE, kind, 1)));
        }
    }

    @Test
    void nothingNewIsInARetiredPlace() {
        retired("street", 3);
        retired("community", 6);
        retired("compound", 1);
        writes.sql("update compound set community_id = '%s' where district_id = :district and id = '%s'"
                .formatted(id("community", 1), id("compound", 1)));
        writes.sql("update grid set status = 'ACTIVE' where district_id = :district and id = '%s'"
                .formatted(id("grid", 1)));
        writes.sql("delete from pairing where district_id = :district");
        resident(10, "ACTIVE", node(HERE, "compound", 2));
        String street = node(HERE, "street", 3);
        String community = node(HERE, "community", 6);
        String compound = node(HERE, "compound", 1);
        String grid = node(HERE, "grid", 1);
        String first = node(HERE, "community", 1);
        String dwelling = "{grid: \"%s\", compound: \"%s\", relation: TENANT}".formatted(grid, compound);
        for (String refused : List.of(
                "createCommunity(code: \"N\", name: \"x\", street: \"%s\")".formatted(street),
                "createCompound(code: \"N\", name: \"x\", community: \"%s\")".formatted(community),
                "moveCommunity(community: \"%s\", street: \"%s\", expectedVersion: 1)".formatted(first, street),
                "moveCommunity(community: \"%s\", street: \"%s\", expectedVersion: 1)"
                        .formatted(community, node(HERE, "street", 2)),
                "createGrid(code: \"N\", name: \"x\", community: \"%s\")".formatted(community),
                "createGrid(code: \"N\", name: \"x\", community: \"%s\", covers: [\"%s\"])".formatted(first, compound),
                "coverCompounds(grid: \"%s\", compounds: [\"%s\"], expectedVersion: 1)".formatted(grid, compound),
                "splitGrid(grid: \"%s\", reason: \"x\", parts: [{code: \"N1\", name: \"x\", compounds: [\"%s\"]}, {code: \"N2\", name: \"x\", rest: true}])"
                        .formatted(grid, compound),
                assign("STREET_OFFICER", street),
                assign("COMMUNITY_WORKER", community))) writes.refused("admin", "PLACE_RETIRED", refused);
        String pair = "(unit: \"%s\", compound: \"%s\")".formatted(node(HERE, "unit", 1), compound);
        writes.refused("street officer", "PLACE_RETIRED", "inviteUnit" + pair);
        writes.refused("unit contact", "PLACE_RETIRED", "applyToAlliance" + pair);
        writes.refused(
                "district officer", "PLACE_RETIRED", """
                openProject(input: {code: "HD-1", title: "河道清洁", kind: ORDER, startsOn: "2025-01-01", street: "%s"})
                """.formatted(street).strip());
        writes.refused("district officer", "PLACE_RETIRED", "createActivity(" + activity(community) + ")");
        String draft = writes.done(
                        "district officer",
                        "createActivity(" + activity(first) + ")",
                        "... on ActivitySaved { activity { id } }")
                .findValue("id")
                .asString();
        writes.refused(
                "district officer",
                "PLACE_RETIRED",
                "changeActivity(activity: \"%s\", expectedVersion: 1, %s)".formatted(draft, activity(community)));
        writes.refused("account without district", "PLACE_RETIRED", """
                joinDistrict(district: "140213", application: {name: "示例新人", phone: "11100000009", birthDate: "1990-01-01", dwelling: %s})
                """.formatted(dwelling)
                .strip());
        writes.refused(
                "grid worker",
                "PLACE_RETIRED",
                "registerResident(registration: {name: \"示例\", dwelling: " + dwelling + "})");
        writes.refused(
                "grid worker",
                "PLACE_RETIRED",
                "moveResident(resident: \"%s\", reason: \"x\", to: %s)"
                        .formatted(node(HERE, "resident", 10), dwelling));
    }

    /** Whichever comes first, the other one is refused. */
    @Test
    void aPlaceIsNotRetiredWhileSomethingNewComesIntoIt() throws Exception {
        writes.sql("update grid set status = 'ACTIVE' where district_id = :district and id = '%s'"
                .formatted(id("grid", 1)));
        for (int n = 0; n < 8; n++) {
            String street = made("createStreet(code: \"S-%d\", name: \"街\")".formatted(n));
            String community = made("createCommunity(code: \"C-%d\", name: \"社区\")".formatted(n));
            eitherOr(
                    community,
                    "admin",
                    "createGrid(code: \"G-%d\", name: \"网格\", community: \"%s\")".formatted(n, community));
            eitherOr(
                    street,
                    "admin",
                    "moveCommunity(community: \"%s\", street: \"%s\", expectedVersion: %d)"
                            .formatted(node(HERE, "community", 1), street, version("community", 1)));
            eitherOr(
                    compound("QA-" + n),
                    "grid worker",
                    "registerResident(registration: {name: \"示例\", dwelling: {grid: \"%s\", compound: \"?\", relation: TENANT}})"
                            .formatted(node(HERE, "grid", 1)));
            eitherOr(
                    compound("QB-" + n),
                    "unit contact",
                    "applyToAlliance(unit: \"%s\", compound: \"?\")".formatted(node(HERE, "unit", 1)));
            eitherOr(
                    compound("QC-" + n),
                    "admin",
                    "coverCompounds(grid: \"%s\", compounds: [\"?\"], expectedVersion: %d)"
                            .formatted(node(HERE, "grid", 1), version("grid", 1)));
        }
    }

    private void eitherOr(String place, String caller, String adding) throws Exception {
        List<Callable<JsonNode>> calls = new ArrayList<>();
        calls.add(() -> writes.run(writes.caller("admin"), retire(place), "", null));
        calls.add(() -> writes.run(writes.caller(caller), adding.replace("?", place), "", null));
        List<JsonNode> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            for (Future<JsonNode> call : threads.invokeAll(calls)) answers.add(call.get());
        }
        String retired = answers.getFirst().path("__typename").asString();
        String added = answers.getLast().path("code").asString("");
        assertThat(retired + " " + added).isIn("PlaceGivenUp PLACE_RETIRED", "PlaceInUse ");
    }

    private String compound(String code) {
        return made("createCompound(code: \"%s\", name: \"小区\", community: \"%s\")"
                .formatted(code, node(HERE, "community", 1)));
    }

    private void inUse(int many, String place) {
        assertThat(writes.refused("admin", "PLACE_IN_USE", retire(place))
                        .path("message")
                        .asString())
                .startsWith("Still in use here: " + many + ".");
    }

    /** @return the id of what a mutation made that is named like it */
    private String made(String mutation) {
        String type = mutation.substring("create".length(), mutation.indexOf('('));
        return writes.done(
                        "admin",
                        mutation,
                        "... on %sCreated { %s { id } }".formatted(type, type.toLowerCase(Locale.ROOT)))
                .findValue("id")
                .asString();
    }

    private static String retire(String place) {
        return "retirePlace(place: \"" + place + "\", reason: \"撤并\")";
    }

    private static String activity(String place) {
        return "input: {kind: LECTURE, host: \"示例社区\", title: \"讲座\", venue: \"活动室\", place: \"" + place
                + "\", startsAt: \"2099-01-01T10:00:00Z\", endsAt: \"2099-01-01T12:00:00Z\"}";
    }

    private static String assign(String role, String territory) {
        return "assignDuty(duty: {account: \"%s\", personName: \"示例\", role: %s, territory: \"%s\", validFrom: \"%s\"})"
                .formatted(node(HERE, "account", 50), role, territory, LocalDate.now(HERE.zone()));
    }

    private void resident(int n, String status, String compound) {
        writes.sql("update resident set status = '%s', compound_id = '%s' where district_id = :district and id = '%s'"
                .formatted(status, uuid(compound), id("resident", n)));
    }

    private void retired(String kind, int n) {
        writes.sql("update %s set retired_at = now() where district_id = :district and id = '%s'"
                .formatted(kind, id(kind, n)));
    }

    private int version(String kind, int n) {
        return Integer.parseInt(writes.rows("select version from %s where district_id = :district and id = '%s'"
                        .formatted(kind, id(kind, n)))
                .getFirst());
    }

    private static String uuid(String node) {
        return node.substring(node.indexOf('_') + 1);
    }

    private static String id(String kind, int n) {
        return Fixture.id(HERE, kind, n).toString();
    }
}
