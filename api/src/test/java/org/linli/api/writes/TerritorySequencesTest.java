package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/**
 * Random sequences of drawing, dividing, joining, staffing and giving up grids and the places around them, beside a plain model of the rules: every answer is the one
 * the model gives, and afterwards everybody lies in the one leaf where the model has them, old records where they were made, and a duty
 * opens its grid and all that it came from. Each sequence has a community of its own.
 */
class TerritorySequencesTest {
    private static final int SEQUENCES = Integer.getInteger("linli.random.sequences", 25);
    private static final int STEPS = 14;
    private final LocalDate today = LocalDate.now(HERE.zone());

    private final Random random = new Random(20241103);

    @Test
    void theModelAndTheDistrictAgree() throws SQLException {
        Map<String, Integer> seen = new HashMap<>();
        try (Writes writes = new Writes()) {
            for (int i = 0; i < SEQUENCES; i++) {
                Sequence sequence = new Sequence(writes, i);
                for (int step = 0; step < STEPS; step++) seen.merge(sequence.step(), 1, Integer::sum);
                sequence.check();
            }
        }
        assertThat(seen)
                .containsKeys(
                        "GridSplit",
                        "GridsMerged",
                        "GridRetired",
                        "GridActivated",
                        "DutiesConfirmed",
                        "ResidentRegistered",
                        "TransitionRefused",
                        "OccupantsUnplaced",
                        "GridOccupied",
                        "GridNotActive",
                        "CompoundsCovered",
                        "PlaceInUse",
                        "PlaceGivenUp",
                        "PlaceRetired");
    }

    /** A grid of the model. */
    private static final class Grid {
        final String code;
        final UUID id;
        final Set<String> compounds = new LinkedHashSet<>();
        final Set<Grid> predecessors = new LinkedHashSet<>();
        final List<String> history = new ArrayList<>();

        Grid(String code, UUID id) {
            this.code = code;
            this.id = id;
        }

        String status() {
            return history.getLast();
        }

        boolean active() {
            return status().equals("ACTIVE");
        }

        boolean over() {
            return !active() && !status().equals("PLANNED");
        }

        /** Itself and all that it came from. */
        Set<Grid> opened() {
            Set<Grid> all = new LinkedHashSet<>(Set.of(this));
            predecessors.forEach(grid -> all.addAll(grid.opened()));
            return all;
        }
    }

    /** A duty that nobody has confirmed yet. */
    private record Proposal(String duty, UUID account, Grid grid) {}

    /** One community, in the model and in the database. */
    private final class Sequence {
        private final Writes writes;
        private final String prefix;
        private final String community;
        private final List<String> compounds = new ArrayList<>();
        private final Set<String> retired = new HashSet<>();
        private final Map<String, Grid> grids = new LinkedHashMap<>();
        private final Map<String, Grid> residents = new LinkedHashMap<>();
        private final Map<String, String> homes = new HashMap<>();
        private final Map<UUID, Grid> records = new LinkedHashMap<>();
        private final Map<UUID, Set<Grid>> duties = new LinkedHashMap<>();
        private final List<Proposal> proposals = new ArrayList<>();
        private int codes;

        Sequence(Writes writes, int number) {
            this.writes = writes;
            this.prefix = "R" + number + "-";
            community = writes.done(
                            "admin",
                            "createCommunity(code: \"%sC\", name: \"随机\")".formatted(prefix),
                            "... on CommunityCreated { community { id } }")
                    .findValue("id")
                    .asString();
            for (int i = 0; i < 3; i++)
                compounds.add(writes.done(
                                "admin",
                                "createCompound(code: \"%sQ%d\", name: \"随机\", community: \"%s\")"
                                        .formatted(prefix, i, community),
                                "... on CompoundCreated { compound { id } }")
                        .findValue("id")
                        .asString());
            draw();
            activate(grids.values().iterator().next());
        }

        String step() {
            return switch (random.nextInt(17)) {
                case 0 -> draw();
                case 1 -> activate(any());
                case 2, 3, 4 -> register(any());
                case 5 -> record(any());
                case 6, 7 -> split(any());
                case 8, 9 -> merge(any(), any());
                case 10 -> assign(any());
                case 11 -> cover(any());
                case 12, 13 -> retirePlace(compounds.get(random.nextInt(compounds.size())));
                case 14 -> retirePlace(community);
                case 15 -> confirm();
                default -> retire(any());
            };
        }

        /** Mostly one that is at work, else nothing would happen in the end. */
        private Grid any() {
            List<Grid> active = grids.values().stream().filter(Grid::active).toList();
            List<Grid> all = active.isEmpty() || random.nextInt(4) == 0 ? List.copyOf(grids.values()) : active;
            return all.get(random.nextInt(all.size()));
        }

        private Set<String> someCompounds() {
            return compounds.stream().filter(compound -> random.nextBoolean()).collect(Collectors.toSet());
        }

        private Grid added(String code, Set<String> covers, String status) {
            UUID id = UUID.fromString(
                    writes.rows("select id::text from grid where district_id = :district and code = '" + code + "'")
                            .getFirst());
            Grid grid = new Grid(code, id);
            grid.compounds.addAll(covers);
            grid.history.add(status);
            grids.put(code, grid);
            return grid;
        }

        private String draw() {
            String code = prefix + codes++;
            Set<String> covers = someCompounds();
            boolean open = !retired.contains(community) && open(covers);
            String ended = ended(
                    "createGrid(code: \"%s\", name: \"x\", community: \"%s\", covers: %s)"
                            .formatted(code, community, list(covers)),
                    open ? "GridCreated" : "PlaceRetired");
            if (open) added(code, covers, "PLANNED");
            return ended;
        }

        private boolean open(Collection<String> places) {
            return places.stream().noneMatch(retired::contains);
        }

        private String cover(Grid grid) {
            Set<String> covers = someCompounds();
            String expected = grid.over() ? "GridNotActive" : open(covers) ? "CompoundsCovered" : "PlaceRetired";
            String ended = ended(
                    "coverCompounds(grid: \"%s\", compounds: %s, expectedVersion: %s)"
                            .formatted(node(grid), list(covers), version(grid)),
                    expected);
            if (ended.equals("CompoundsCovered")) {
                grid.compounds.clear();
                grid.compounds.addAll(covers);
            }
            return ended;
        }

        private String version(Grid grid) {
            return writes.rows("select version from grid where district_id = :district and id = '" + grid.id + "'")
                    .getFirst();
        }

        private String retirePlace(String place) {
            String expected = retired.contains(place) ? "PlaceRetired" : inUse(place) ? "PlaceInUse" : "PlaceGivenUp";
            String ended = ended("retirePlace(place: \"" + place + "\", reason: \"x\")", expected);
            if (ended.equals("PlaceGivenUp")) retired.add(place);
            return ended;
        }

        private boolean inUse(String place) {
            boolean covered = grids.values().stream().anyMatch(grid -> !grid.over() && grid.compounds.contains(place));
            return place.equals(community)
                    ? !retired.containsAll(compounds)
                            || !grids.values().stream().allMatch(Grid::over)
                    : covered || homes.containsValue(place);
        }

        private String activate(Grid grid) {
            boolean planned = grid.status().equals("PLANNED");
            String ended = ended(
                    "activateGrid(grid: \"" + node(grid) + "\")", planned ? "GridActivated" : "TransitionRefused");
            if (planned) grid.history.add("ACTIVE");
            return ended;
        }

        private String register(Grid grid) {
            String home = random.nextInt(4) == 0 ? null : compounds.get(random.nextInt(compounds.size()));
            JsonNode answer = writes.run(
                    worker(grid),
                    "registerResident(registration: {name: \"示例\", dwelling: {grid: \"%s\", relation: TENANT %s}})"
                            .formatted(node(grid), home == null ? "" : ", compound: \"" + home + "\""),
                    "... on ResidentRegistered { resident { id } }",
                    null);
            boolean open = home == null || !retired.contains(home);
            String ended =
                    agreed(answer, grid.active() ? open ? "ResidentRegistered" : "PlaceRetired" : "GridNotActive");
            if (ended.equals("ResidentRegistered")) {
                String id = answer.findValue("id").asString();
                residents.put(id, grid);
                homes.put(id, home == null ? "" : home);
            }
            return ended;
        }

        /** Something that belongs to the past from now on. */
        private String record(Grid grid) {
            UUID id = UUID.randomUUID();
            writes.sql("""
                    insert into merchant_visit (district_id, id, merchant_id, grid_id, visited_on, visitor_name)
                    values (:district, '%s', '%s', '%s', '2024-01-01', '示例')
                    """.formatted(id, Fixture.id(HERE, "merchant", 1), grid.id));
            records.put(id, grid);
            return "record";
        }

        private String split(Grid grid) {
            int parts = 2 + random.nextInt(2);
            List<Set<String>> covers =
                    IntStream.range(0, parts).mapToObj(i -> someCompounds()).toList();
            int rest = random.nextInt(parts + 1);
            List<String> there = residents.keySet().stream()
                    .filter(resident -> grid.equals(residents.get(resident)))
                    .toList();
            List<String> listed = there.stream().limit(random.nextInt(2)).toList();
            List<String> names =
                    IntStream.range(0, parts).mapToObj(i -> prefix + codes++).toList();
            String input = IntStream.range(0, parts)
                    .mapToObj(i -> "{code: \"%s\", name: \"x\", compounds: %s, rest: %s, occupants: %s}"
                            .formatted(names.get(i), list(covers.get(i)), i == rest, list(i == 0 ? listed : List.of())))
                    .collect(Collectors.joining(", "));
            Map<String, Integer> placed = new HashMap<>();
            for (String resident : there) {
                List<Integer> covering = IntStream.range(0, parts)
                        .filter(i -> covers.get(i).contains(homes.get(resident)))
                        .boxed()
                        .toList();
                if (listed.contains(resident)) placed.put(resident, 0);
                else if (covering.size() == 1) placed.put(resident, covering.getFirst());
                else if (rest < parts) placed.put(resident, rest);
            }
            boolean whole = placed.size() == there.size();
            String mutation = "splitGrid(grid: \"%s\", reason: \"x\", parts: [%s])".formatted(node(grid), input);
            if (!grid.active()) return ended(mutation, "TransitionRefused");
            if (!covers.stream().allMatch(this::open)) return ended(mutation, "PlaceRetired");
            String ended = ended(mutation, whole ? "GridSplit" : "OccupantsUnplaced");
            if (whole) {
                grid.history.add("SPLIT");
                List<Grid> successors = IntStream.range(0, parts)
                        .mapToObj(i -> added(names.get(i), covers.get(i), "ACTIVE"))
                        .toList();
                successors.forEach(successor -> successor.predecessors.add(grid));
                placed.forEach((resident, part) -> residents.put(resident, successors.get(part)));
                carryOn(grid, successors);
            }
            return ended;
        }

        private String merge(Grid one, Grid other) {
            String code = prefix + codes++;
            String mutation = "mergeGrids(grids: %s, code: \"%s\", name: \"x\", reason: \"x\")"
                    .formatted(list(List.of(node(one), node(other))), code);
            if (one.equals(other)) return ended(mutation, "TwoGridsNeeded");
            boolean active = one.active() && other.active();
            String ended = ended(mutation, active ? "GridsMerged" : "TransitionRefused");
            if (active) {
                Set<String> covers = new LinkedHashSet<>(one.compounds);
                covers.addAll(other.compounds);
                Grid successor = added(code, covers, "ACTIVE");
                for (Grid merged : List.of(one, other)) {
                    merged.history.add("MERGED");
                    successor.predecessors.add(merged);
                    residents.replaceAll((resident, grid) -> grid.equals(merged) ? successor : grid);
                    carryOn(merged, List.of(successor));
                }
            }
            return ended;
        }

        private void carryOn(Grid ended, List<Grid> successors) {
            for (Set<Grid> held : duties.values()) if (held.remove(ended)) held.addAll(successors);
        }

        private String assign(Grid grid) {
            UUID account = UUID.randomUUID();
            JsonNode answer = writes.run(
                    writes.caller("admin"),
                    "assignDuty(duty: {account: \"account_%s\", personName: \"示例\", role: GRID_WORKER, territory: \"%s\", validFrom: \"%s\"})"
                            .formatted(account, node(grid), today),
                    "... on DutyProposed { duty { id } }",
                    null);
            String ended = agreed(answer, grid.active() ? "DutyProposed" : "GridNotActive");
            if (!grid.active()) return ended;
            assertThat(opened(account)).isEmpty();
            proposals.add(new Proposal(answer.findValue("id").asString(), account, grid));
            return random.nextBoolean() ? confirm() : ended;
        }

        /** The last one proposed, whose grid may have ended meanwhile. */
        private String confirm() {
            if (proposals.isEmpty()) return "nothing";
            Proposal proposal = proposals.removeLast();
            Grid grid = proposal.grid();
            if (grid.active()) duties.put(proposal.account(), new LinkedHashSet<>(Set.of(grid)));
            return agreed(
                    writes.run(
                            writes.caller("district officer"),
                            "confirmDuties(duties: [\"" + proposal.duty() + "\"])",
                            "",
                            null),
                    grid.active() ? "DutiesConfirmed" : "GridNotActive");
        }

        private String retire(Grid grid) {
            // Rarely, since it leaves nothing to go on with.
            if (grid.active() && random.nextInt(3) > 0) return "nothing";
            boolean occupied = residents.containsValue(grid);
            String expected =
                    grid.status().equals("RETIRED") ? "TransitionRefused" : occupied ? "GridOccupied" : "GridRetired";
            String ended = ended("retireGrid(grid: \"" + node(grid) + "\", reason: \"x\")", expected);
            if (expected.equals("GridRetired")) {
                grid.history.add("RETIRED");
                carryOn(grid, List.of());
            }
            return ended;
        }

        void check() {
            residents.forEach((resident, grid) -> {
                assertThat(grid.active()).isTrue();
                assertThat(writes.rows("""
                                select g.code from resident r join grid g on g.district_id = r.district_id and g.id = r.grid_id
                                 where r.district_id = :district and r.id = '%s'
                                """.formatted(resident.substring("resident_".length()))))
                        .containsExactly(grid.code);
            });
            records.forEach((record, grid) -> assertThat(writes.rows(
                            "select grid_id::text from merchant_visit where district_id = :district and id = '" + record
                                    + "'"))
                    .containsExactly(grid.id.toString()));
            grids.values()
                    .forEach(grid -> assertThat(writes.rows("""
                            select c.code from compound_grid x join compound c on c.district_id = x.district_id and c.id = x.compound_id
                             where x.district_id = :district and x.grid_id = '%s'
                            """.formatted(grid.id)))
                            .containsExactlyInAnyOrderElementsOf(grid.compounds.stream()
                                    .map(compound -> prefix + "Q" + compounds.indexOf(compound))
                                    .toList()));
            duties.forEach((account, held) -> {
                assertThat(opened(account))
                        .isEqualTo(held.stream()
                                .flatMap(grid -> grid.opened().stream())
                                .map(each -> each.code)
                                .collect(Collectors.toSet()));
                assertThat(writes.rows("""
                                select g.code from duty d join grid g on g.district_id = d.district_id and g.id = d.grid_id
                                 where d.district_id = :district and d.subject = '%s' and d.status = 'CONFIRMED' and d.valid_to is null
                                """.formatted(account)))
                        .containsExactlyInAnyOrderElementsOf(
                                held.stream().map(each -> each.code).toList());
            });
            grids.values()
                    .forEach(grid ->
                            assertThat(writes.rows("""
                            select to_state from event
                             where district_id = :district and subject_id = '%s' and name = 'GRID_MOVED' order by at, id
                            """.formatted(grid.id))).isEqualTo(grid.history));
        }

        /** The codes of the grids that the account's duties open. */
        private Set<String> opened(UUID account) {
            String standing = Fixture.text("/standing/duty.sql")
                    .replaceAll("(?<!:):subject\\b", "'" + account + "'::uuid")
                    .replaceAll("(?<!:):district\\b", "'" + HERE.id() + "'::uuid");
            return new TreeSet<>(writes.rows("""
                    select g.code from grid g join (%s) s on g.id = any(s.grids) where g.district_id = :district
                    """.formatted(standing)));
        }

        private String ended(String mutation, String expected) {
            return agreed(writes.run(writes.caller("admin"), mutation, "", null), expected);
        }

        private String agreed(JsonNode answer, String expected) {
            assertThat(answer.path("__typename").asString())
                    .as(answer.toString())
                    .isEqualTo(expected);
            return expected;
        }

        private String node(Grid grid) {
            return "grid_" + grid.id;
        }

        /** Who works in the grid. */
        private Caller worker(Grid grid) {
            return new Caller(
                    Fixture.id(HERE, "account", 60),
                    HERE,
                    "linli-web",
                    Set.of(Role.GUEST, Role.ACCOUNT, Role.GRID_WORKER),
                    Map.of(Role.GRID_WORKER, Set.of(grid.id)),
                    Map.of());
        }
    }

    private static String list(Iterable<String> ids) {
        return "[" + String.join(", ", withQuotes(ids)) + "]";
    }

    private static List<String> withQuotes(Iterable<String> ids) {
        List<String> quoted = new ArrayList<>();
        ids.forEach(id -> quoted.add('"' + id + '"'));
        return quoted;
    }
}
