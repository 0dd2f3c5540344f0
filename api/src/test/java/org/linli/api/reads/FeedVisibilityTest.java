package org.linli.api.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.EventType;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.Words;
import org.linli.schema.engine.Limits;
import org.linli.schema.engine.StoredSubscriptions;
import org.linli.services.Database;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the feed tells is what may be queried, for callers of every kind: the updates whose type is for the caller, of records that the caller gets by
 * their ids, with the same values. The log has lines of every type about rows of the fixture, and some that name rows of the other district.
 */
class FeedVisibilityTest {
    private static final Limits WIDE = new Limits(60, 1000, 100, 20_000, 100_000_000_000L, 1_000_000_000L);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int PAGE = 100;
    /** So many records has every type of update. */
    private static final int RECORDS = 8;

    /** What the log has and no update tells: else somebody could count ballots. */
    private static final String UNTOLD = "BALLOT_RECEIVED";

    /** A line in the log, and the rows that it names beside its record. */
    private record Line(UUID id, String name, String type, UUID record, Map<One, UUID> links) {}

    private static final Declarations DECLARED = Contract.load().declarations();
    private static final Map<String, EventType> EVENTS =
            DECLARED.events().values().stream().collect(Collectors.toMap(EventType::constant, event -> event));
    private static final Set<String> NODES =
            DECLARED.possible("Node").stream().map(RowType::name).collect(Collectors.toSet());
    /** Where a line happened. */
    private static final List<One> PLACES = DECLARED.type("Update")
            .fields(One.class)
            .filter(one -> one.type() == null)
            .toList();

    /** Of records all that depends on who asks. */
    private static final String RECORD = "__typename id "
            + records()
                    .map(type -> on(
                            type.name(),
                            type.fields(Scalar.class)
                                    .filter(Scalar::masked)
                                    .map(Scalar::name)
                                    .toList()))
                    .collect(Collectors.joining(" "));

    private static final String UPDATE = "id entity { " + RECORD + " } "
            + PLACES.stream().map(FeedVisibilityTest::linked).collect(Collectors.joining(" ", "", " "))
            + EVENTS.values().stream()
                    .map(event -> on(
                            event.own().name(),
                            event.own()
                                    .fields(One.class)
                                    .map(FeedVisibilityTest::linked)
                                    .toList()))
                    .collect(Collectors.joining(" "));

    private static final String PAGED =
            "query($after: Cursor) { updates(first: %d, after: $after) { nodes { %s } pageInfo { hasNextPage endCursor } } }"
                    .formatted(PAGE, UPDATE);

    private static final Map<District, Map<String, List<UUID>>> ROWS = new HashMap<>();
    private static final Map<District, List<Line>> LOG = new HashMap<>();
    /** What was told already: the log stays as it is. */
    private static final Map<Caller, List<JsonNode>> STREAMED = new HashMap<>();

    private static Database database;
    private static Served served;

    private static Stream<RowType> records() {
        return EVENTS.values().stream()
                .flatMap(event -> event.of().stream())
                .filter(NODES::contains)
                .distinct()
                .sorted()
                .map(DECLARED::type);
    }

    /** What lines of this name link to. */
    private static Stream<One> links(String name) {
        EventType event = EVENTS.get(name);
        return event == null
                ? PLACES.stream()
                : Stream.concat(PLACES.stream(), event.own().fields(One.class));
    }

    private static String linked(One one) {
        return one.name() + " { id }";
    }

    private static String on(String type, List<String> fields) {
        return fields.isEmpty() ? "" : "... on %s { %s }".formatted(type, String.join(" ", fields));
    }

    @BeforeAll
    static void open() throws SQLException {
        database = Fixture.fill();
        served = new Served(Contract.load(), database, WIDE);
        Random random = new Random(1);
        try (Connection migrator = database.connectAsMigrator()) {
            for (District district : List.of(Fixture.HERE, Fixture.THERE)) ROWS.put(district, rows(migrator, district));
            for (District district : List.of(Fixture.HERE, Fixture.THERE)) {
                List<Line> lines = lines(district, random);
                LOG.put(district, lines);
                write(migrator, district, lines);
            }
        }
    }

    @AfterAll
    static void close() {
        served.close();
    }

    private static Map<String, List<UUID>> rows(Connection migrator, District district) throws SQLException {
        Set<String> types = new TreeSet<>();
        EVENTS.forEach((name, event) -> {
            types.addAll(event.of());
            links(name).map(One::target).forEach(types::add);
        });
        Map<String, List<UUID>> rows = new TreeMap<>();
        try (Statement statement = migrator.createStatement()) {
            statement.execute("set linli.district = '" + district.id() + "'");
            for (String type : types) {
                List<UUID> ids = new ArrayList<>();
                try (ResultSet found = statement.executeQuery("select id from %s where %s = '%s' order by id"
                        .formatted(Words.snake(type), type.equals("District") ? "id" : "district_id", district.id()))) {
                    while (found.next()) ids.add(found.getObject(1, UUID.class));
                }
                rows.put(type, ids);
            }
        }
        return rows;
    }

    /** Of every type some lines about the district's rows, one that links to rows of the other district, and one about a row there. */
    private static List<Line> lines(District district, Random random) {
        Map<String, List<UUID>> own = rowsOf(district);
        Map<String, List<UUID>> foreign = rowsOf(other(district));
        List<Line> lines = new ArrayList<>();
        new TreeMap<>(EVENTS).forEach((name, event) -> {
            for (String type : event.of()) {
                List<UUID> records = new ArrayList<>(of(type, own));
                Collections.shuffle(records, random);
                for (UUID record : records.subList(0, Math.min(RECORDS, records.size())))
                    lines.add(line(name, type, record, own, random));
                if (event.gone()) lines.add(line(name, type, uuid(random), own, random));
                else {
                    lines.add(line(name, type, any(type, own, random), foreign, random));
                    lines.add(line(name, type, any(type, foreign, random), foreign, random));
                }
            }
        });
        lines.add(line(UNTOLD, "EvaluationCampaign", any("EvaluationCampaign", own, random), own, random));
        Collections.shuffle(lines, random);
        return lines;
    }

    private static Line line(String name, String type, UUID record, Map<String, List<UUID>> linked, Random random) {
        Map<One, UUID> links = new LinkedHashMap<>();
        links(name).forEach(one -> links.put(one, any(one.target(), linked, random)));
        return new Line(uuid(random), name, type, record, links);
    }

    private static UUID uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static UUID any(String type, Map<String, List<UUID>> rows, Random random) {
        List<UUID> ids = of(type, rows);
        return ids.get(random.nextInt(ids.size()));
    }

    private static List<UUID> of(String type, Map<String, List<UUID>> rows) {
        return Objects.requireNonNull(rows.get(type), type);
    }

    private static Map<String, List<UUID>> rowsOf(District district) {
        return Objects.requireNonNull(ROWS.get(district));
    }

    private static List<Line> log(Caller caller) {
        return Objects.requireNonNull(LOG.get(Objects.requireNonNull(caller.district())));
    }

    private static District other(District district) {
        return district.equals(Fixture.HERE) ? Fixture.THERE : Fixture.HERE;
    }

    /** As the log is written and numbered. */
    private static void write(Connection migrator, District district, List<Line> lines) throws SQLException {
        try (Statement statement = migrator.createStatement();
                PreparedStatement event = migrator.prepareStatement("""
                        insert into event (district_id, id, name, subject_type, subject_id, payload, street_id, community_id, grid_id)
                        select ?::uuid, ?::uuid, ?, ?, ?::uuid, p, (p ->> 'street_id')::uuid, (p ->> 'community_id')::uuid, (p ->> 'grid_id')::uuid
                          from (select ?::json as p) payload
                        """);
                PreparedStatement feed = migrator.prepareStatement(
                        "insert into feed (district_id, position, event_id, retention_days) values (?::uuid, ?, ?::uuid, 90)")) {
            statement.execute("set linli.district = '" + district.id() + "'");
            for (Line line : lines) {
                Map<String, String> payload = new HashMap<>();
                line.links().forEach((one, id) -> payload.put(one.by(), id.toString()));
                event.setString(1, district.id().toString());
                event.setString(2, line.id().toString());
                event.setString(3, line.name());
                event.setString(4, line.type());
                event.setString(5, line.record().toString());
                event.setString(6, JSON.writeValueAsString(payload));
                event.addBatch();
                feed.setString(1, district.id().toString());
                feed.setLong(2, lines.indexOf(line) + 1L);
                feed.setString(3, line.id().toString());
                feed.addBatch();
            }
            event.executeBatch();
            feed.executeBatch();
            statement.execute("insert into feed_head (district_id, position) values ('%s', %d)"
                    .formatted(district.id(), lines.size()));
        }
    }

    static Stream<String> callers() {
        return Fixture.callers().entrySet().stream()
                .filter(each -> each.getValue().district() != null)
                .map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("callers")
    void whatIsToldIsWhatMayBeQueried(String name) {
        Caller caller = caller(name);
        Map<String, JsonNode> seen = seen(caller);
        List<JsonNode> expected = log(caller).stream()
                .filter(line -> isFor(caller, line) && (isGone(line) || seen.containsKey(record(line))))
                .<JsonNode>map(line -> update(line, seen))
                .toList();
        assertThat(expected).isNotEmpty();
        assertThat(streamed(caller)).containsExactlyElementsOf(expected);
        assertThat(queried(caller)).containsExactlyElementsOf(expected);
    }

    /** Nothing would be proved by types that nobody is told of, or by a log that somebody is told whole. */
    @Test
    void everyTypeIsToldToSomebodyAndNobodyIsToldAll() {
        Set<String> told = new TreeSet<>();
        callers().map(FeedVisibilityTest::caller).forEach(caller -> {
            List<Line> lines = told(caller);
            lines.forEach(line -> told.add(line.name()));
            assertThat(lines).hasSizeLessThan(log(caller).size());
        });
        assertThat(told).isEqualTo(new TreeSet<>(EVENTS.keySet()));
    }

    @ParameterizedTest
    @MethodSource("callers")
    void nothingOfTheOtherDistrictIsTold(String name) {
        Caller caller = caller(name);
        District other = other(Objects.requireNonNull(caller.district()));
        Set<String> foreign = new HashSet<>(Set.of(other.id().toString()));
        rowsOf(other).values().forEach(ids -> ids.forEach(id -> foreign.add(id.toString())));
        Objects.requireNonNull(LOG.get(other))
                .forEach(line -> foreign.add(line.id().toString()));
        assertThat(UUIDS.matcher(streamed(caller).toString()).results().map(MatchResult::group))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(foreign);
    }

    @Test
    void aGuestIsToldWhatIsForGuests() {
        assertThat(told(caller("guest")))
                .isNotEmpty()
                .allMatch(line ->
                        Objects.requireNonNull(EVENTS.get(line.name())).auth().contains(Role.GUEST));
    }

    @Test
    void aGridWorkerIsToldOfTheResidentsOfTheOwnGrids() throws SQLException {
        Caller worker = caller("grid worker");
        Set<UUID> own = new HashSet<>();
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute("set linli.district = '" + Fixture.HERE.id() + "'");
            try (ResultSet found = statement.executeQuery("select id from resident where grid_id in ('%s', '%s')"
                    .formatted(Fixture.id(Fixture.HERE, "grid", 1), Fixture.id(Fixture.HERE, "grid", 7)))) {
                while (found.next()) own.add(found.getObject(1, UUID.class));
            }
        }
        assertThat(told(worker).stream().filter(line -> line.type().equals("Resident")))
                .isNotEmpty()
                .containsExactlyElementsOf(log(worker).stream()
                        .filter(line ->
                                line.type().equals("Resident") && isFor(worker, line) && own.contains(line.record()))
                        .toList());
    }

    /** The street officer learns of the grid worker's residents as well, and of their numbers a part. */
    @Test
    void theSameUpdateTellsEachWhatIsForThem() {
        Map<String, String> clear = phones(caller("grid worker"));
        Map<String, String> masked = phones(caller("street officer"));
        assertThat(clear).isNotEmpty();
        assertThat(masked.keySet()).containsAll(clear.keySet());
        assertThat(masked.values()).allMatch(phone -> phone.contains("****"));
        assertThat(clear.values()).noneMatch(phone -> phone.contains("****"));
    }

    private static Map<String, String> phones(Caller caller) {
        Map<String, String> phones = new HashMap<>();
        for (JsonNode update : streamed(caller)) {
            JsonNode phone = update.at("/entity/phone");
            if (phone.isString()) phones.put(update.path("id").asString(), phone.asString());
        }
        return phones;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"grid worker", "community worker", "street officer", "worker and resident", "grid worker there"})
    void fewerGridsTellLess(String name) {
        Caller wide = caller(name);
        Map<Role, Set<UUID>> fewer = new EnumMap<>(Role.class);
        wide.grids()
                .forEach((role, grids) ->
                        fewer.put(role, grids.stream().sorted().skip(1).collect(Collectors.toSet())));
        Caller narrow = new Caller(wide.subject(), wide.district(), wide.client(), wide.roles(), fewer, wide.own());
        List<Line> less = told(narrow);
        assertThat(told(wide)).containsAll(less).hasSizeGreaterThan(less.size());
    }

    @Test
    void whoHasNoDistrictIsToldNothing() {
        Caller applicant = caller("account without district");
        assertThat(page(applicant, null).problems())
                .extracting(Answer.Problem::code)
                .containsExactly(ErrorCode.NO_DISTRICT.name());
        assertThatThrownBy(() -> streamed(applicant))
                .isInstanceOfSatisfying(
                        StoredSubscriptions.Unfit.class,
                        unfit -> assertThat(unfit.problems().getFirst()).startsWith(ErrorCode.NO_DISTRICT.name()));
    }

    private static Caller caller(String name) {
        return Objects.requireNonNull(Fixture.callers().get(name), name);
    }

    private static boolean isFor(Caller caller, Line line) {
        EventType event = EVENTS.get(line.name());
        return event != null && isFor(caller, event.auth());
    }

    private static boolean isFor(Caller caller, @Nullable Set<Role> auth) {
        return auth == null || auth.contains(Role.GUEST) || caller.isAny(auth);
    }

    private static boolean isGone(Line line) {
        return Objects.requireNonNull(EVENTS.get(line.name())).gone();
    }

    private static String record(Line line) {
        return wire(line.type(), line.record());
    }

    private static String wire(String type, UUID id) {
        return DECLARED.type(type).prefix() + "_" + id;
    }

    /** As it is told to whoever sees this. */
    private static ObjectNode update(Line line, Map<String, JsonNode> seen) {
        ObjectNode update = JSON.createObjectNode();
        update.put("id", wire("Update", line.id()));
        update.set("entity", seen.getOrDefault(record(line), NullNode.getInstance()));
        line.links().forEach((one, id) -> {
            String linked = wire(one.target(), id);
            if (seen.containsKey(linked)) update.putObject(one.name()).put("id", linked);
            else update.putNull(one.name());
        });
        return update;
    }

    /** What the caller gets of all that lines name, by ids: of Nodes as {@code node} answers it, null for other rows that a list has. */
    private static Map<String, JsonNode> seen(Caller caller) {
        Map<String, JsonNode> seen = new HashMap<>();
        Set<String> named = new LinkedHashSet<>();
        for (Line line : log(caller)) {
            if (NODES.contains(line.type())) named.add(record(line));
            line.links().forEach((one, id) -> named.add(wire(one.target(), id)));
        }
        List<String> ids = List.copyOf(named);
        for (int from = 0; from < ids.size(); from += PAGE) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + PAGE));
            JsonNode nodes = data(served.ask(
                            caller, "query($ids: [ID!]!) { nodes(ids: $ids) { " + RECORD + " } }", Map.of("ids", some)))
                    .path("nodes");
            for (int i = 0; i < some.size(); i++) if (!nodes.path(i).isNull()) seen.put(some.get(i), nodes.path(i));
        }
        DECLARED.roots().values().stream()
                .filter(root -> root.kind() == Root.Kind.PAGE && isFor(caller, root.auth()))
                .filter(root ->
                        !NODES.contains(root.target()) && rowsOf(Fixture.HERE).containsKey(root.target()))
                .flatMap(root -> data(served.ask(
                                caller, "{ %s(first: %d) { nodes { id } } }".formatted(root.name(), PAGE), Map.of()))
                        .at("/" + root.name() + "/nodes")
                        .valueStream())
                .forEach(row -> seen.put(row.path("id").asString(), NullNode.getInstance()));
        return seen;
    }

    /** The lines that are told, in the order in which they are. */
    private static List<Line> told(Caller caller) {
        Map<String, Line> lines =
                log(caller).stream().collect(Collectors.toMap(line -> wire("Update", line.id()), line -> line));
        return streamed(caller).stream()
                .map(update ->
                        Objects.requireNonNull(lines.get(update.path("id").asString())))
                .toList();
    }

    private static List<JsonNode> streamed(Caller caller) {
        return STREAMED.computeIfAbsent(caller, FeedVisibilityTest::stream);
    }

    private static List<JsonNode> stream(Caller caller) {
        return Objects.requireNonNull(served.subscriptions(caller)
                        .prepare("subscription { updates { " + UPDATE + " } }", Map.of(), caller)
                        .of(caller)
                        .read(served.database(), 0, log(caller).size())
                        .block())
                .stream()
                .map(told -> JSON.readTree(told.payload().bytes()).at("/data/updates"))
                .toList();
    }

    private static List<JsonNode> queried(Caller caller) {
        List<JsonNode> updates = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            JsonNode page = data(page(caller, after)).path("updates");
            page.path("nodes").forEach(updates::add);
            more = page.at("/pageInfo/hasNextPage").asBoolean();
            after = page.at("/pageInfo/endCursor").asString();
        }
        return updates;
    }

    private static Answer page(Caller caller, @Nullable String after) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("after", after);
        return served.ask(caller, PAGED, variables);
    }

    private static JsonNode data(Answer answer) {
        assertThat(answer.problems()).isEmpty();
        return Objects.requireNonNull(answer.data());
    }
}
