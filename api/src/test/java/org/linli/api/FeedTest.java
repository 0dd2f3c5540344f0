package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.activities.ActivityMoved;
import org.linli.activities.ActivityStatus;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;

/** A district's feed from two nodes over one database, while many write. How much, is set by {@code linli.feed.events}. */
class FeedTest {
    private static final int EVENTS = Integer.getInteger("linli.feed.events", 2000);
    private static final Duration HOLD = Duration.ofSeconds(Integer.getInteger("linli.feed.hold", 3));
    private static final int WRITERS = 20;
    /** Of each writer: events in a second. More than the machine can do is a queue in front of PostgreSQL, and no promise is made about that. */
    private static final int PACE = Integer.getInteger("linli.feed.pace", 15);

    private static final UUID ACTIVITY = UUID.fromString("00000000-0000-0000-0000-0000000000ac");
    private static final String FOLLOW = """
            subscription($after: Cursor) { updates(after: $after) { id cursor ... on ActivityMoved { version } } }
            """;
    /** The history is the log itself, numbered or not. */
    private static final String SNAPSHOT = """
            { updateHead activity(id: "activity_00000000-0000-0000-0000-0000000000ac") { history { totalCount } } }
            """;

    private static final String PAGE = """
            query($after: Cursor) { updates(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }
            """;

    private static Keycloak keycloak;
    private static Database place;
    private static Served one;
    private static Served other;
    private static LoopResources loops;
    private static DistrictDatabase database;
    private static UUID district;

    /** When each event was committed, by the version it tells. */
    private final Map<Integer, Long> committed = new ConcurrentHashMap<>();

    private final AtomicInteger versions = new AtomicInteger();

    @BeforeAll
    static void serve() throws SQLException {
        keycloak = Keycloak.shared();
        place = Postgres.shared().freshDatabase("feed");
        one = new Served(place, "linli.keycloak.issuer=" + keycloak.issuer());
        other = new Served(place, "linli.keycloak.issuer=" + keycloak.issuer());
        CrowdTest.stage(place);
        loops = LoopResources.create("writers", 1, 2, true);
        database = new DistrictDatabase(
                DatabaseSettings.of(
                        place.host(),
                        place.port(),
                        place.name(),
                        place.app().user(),
                        place.app().password()),
                loops);
        district = UUID.fromString(
                Sql.rows(place, "select id from district where code = '140213'").getFirst());
    }

    @AfterAll
    static void end() {
        database.close();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        one.close();
        other.close();
    }

    @Test
    void everybodyIsToldTheLogAndNothingIsMissingOrTwice() throws Exception {
        String start = head(one);
        int before = log().size();
        List<Counted> counted = new ArrayList<>();
        try (Recorder here = socket(one, start);
                Recorder there = socket(other, start);
                Recorder events = events(other, start);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger left = new AtomicInteger(EVENTS);
            Future<Integer> late = threads.submit(() -> append(HOLD));
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++)
                writing.add(threads.submit(() -> {
                    long next = System.nanoTime();
                    while (left.getAndDecrement() > 0) {
                        append(Duration.ZERO);
                        next += TimeUnit.SECONDS.toNanos(1) / PACE;
                        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                    }
                    return null;
                }));
            Future<List<String>> restless = threads.submit(() -> restless(start, EVENTS + WRITERS + 1));
            int writers = writing.size();
            while (writing.stream().limit(writers).anyMatch(writer -> !writer.isDone()) || !late.isDone()) {
                if (counted.size() < 12) counted.add(count(counted.size() % 2 == 0 ? one : other));
                Thread.sleep(100);
            }
            for (int i = 0; i < WRITERS; i++) writing.add(threads.submit(() -> append(Duration.ZERO)));
            for (Future<?> writer : writing) writer.get();

            int all = EVENTS + WRITERS + 1;
            List<String> log = log().subList(before, before + all);
            assertThat(log).doesNotHaveDuplicates();
            for (Recorder recorder : List.of(here, there, events))
                same(recorder.until(all).ids(), log);
            same(restless.get(), log);
            same(paged(start), log);
            timely(here, late.get());
            timely(there, late.get());
            timely(events, late.get());
            assertThat(counted).isNotEmpty();
            for (Counted each : counted)
                try (Recorder rest = each.rest()) {
                    assertThat(rest.until(before + all - each.known()).ids())
                            .isSubsetOf(log)
                            .doesNotHaveDuplicates()
                            .hasSize(before + all - each.known());
                    List<String> order = new ArrayList<>(log);
                    order.retainAll(Set.copyOf(rest.ids()));
                    assertThat(rest.ids()).isEqualTo(order);
                }
            System.out.println(counted.size() + " snapshots");
        }
    }

    /** Told so that it can be read. */
    private static void same(List<String> told, List<String> log) {
        for (int i = 0; i < Math.min(told.size(), log.size()); i++)
            assertThat(told.get(i)).as("the update at " + i).isEqualTo(log.get(i));
        assertThat(told.size()).isEqualTo(log.size());
    }

    /** How many a snapshot knew, and who is told the rest. */
    private record Counted(int known, Recorder rest) {}

    private Counted count(Served node) {
        JsonNode data = ask(node, SNAPSHOT, null).path("data");
        return new Counted(
                data.at("/activity/history/totalCount").asInt(),
                socket(node == one ? other : one, data.path("updateHead").asString()));
    }

    /** Soon after it was committed, and who held a transaction open delayed nobody and comes where it ended. */
    private void timely(Recorder recorder, int late) {
        List<Recorder.Told> told = recorder.told();
        List<Integer> order =
                told.stream().map(one -> one.update().path("version").asInt()).toList();
        long[] waited = told.stream()
                .mapToLong(one ->
                        one.at() - committedAt(one.update().path("version").asInt()))
                .sorted()
                .toArray();
        System.out.printf(
                "commit to receipt: p50 %.1f ms, p99 %.1f ms, at most %.1f ms%n",
                waited[waited.length / 2] / 1e6,
                waited[waited.length * 99 / 100] / 1e6,
                waited[waited.length - 1] / 1e6);
        // A second is promised; this machine may be doing other things, and begins cold.
        assertThat(Duration.ofNanos(waited[waited.length * 9 / 10])).isLessThan(Duration.ofSeconds(3));
        assertThat(Duration.ofNanos(waited[waited.length - 1])).isLessThan(Duration.ofSeconds(10));
        long began = committedAt(-late);
        // Who commits while it is open is told of it while it is open.
        long opened = began - HOLD.toNanos();
        List<Recorder.Told> meanwhile = told.stream()
                .filter(one -> committedAt(one.update().path("version").asInt()) < opened + HOLD.toNanos() / 2)
                .toList();
        assertThat(meanwhile).hasSizeGreaterThan(20);
        assertThat(meanwhile.stream().filter(one -> one.at() < began).count())
                .isGreaterThan(meanwhile.size() * 9L / 10);
        assertThat(order.subList(order.indexOf(late), order.size()))
                .allSatisfy(version -> assertThat(committed.get(version)).isGreaterThan(began));
    }

    private long committedAt(int version) {
        return Objects.requireNonNull(committed.get(version));
    }

    /** Somebody who is cut off again and again, and goes on where the last one stopped, on the other node and the other way. */
    private List<String> restless(String start, int all) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        String after = start;
        for (int turn = 0; ids.size() < all; turn++)
            try (Recorder recorder = turn % 3 == 0 ? events(one, after) : socket(turn % 3 == 1 ? other : one, after)) {
                recorder.until(Math.min(all / 7, all - ids.size()));
                List<Recorder.Told> told = List.copyOf(recorder.told());
                assertThat(told).as("turn " + turn).isNotEmpty();
                told.forEach(each -> ids.add(each.id()));
                after = told.getLast().cursor();
            }
        return ids;
    }

    private static List<String> paged(String start) {
        List<String> ids = new ArrayList<>();
        String after = start;
        while (true) {
            JsonNode page =
                    ask(ids.size() % 200 == 0 ? one : other, PAGE, after).at("/data/updates");
            page.path("nodes").forEach(node -> ids.add(node.path("id").asString()));
            if (!page.at("/pageInfo/hasNextPage").asBoolean()) return ids;
            after = page.at("/pageInfo/endCursor").asString();
        }
    }

    /** One event; its transaction stays open for a while. */
    private int append(Duration open) {
        int version = versions.incrementAndGet();
        ActivityMoved event =
                new ActivityMoved(ACTIVITY, ActivityStatus.PUBLISHED, ActivityStatus.ENROLLING, version, null);
        database.transaction(
                        district,
                        transaction -> transaction
                                .begun()
                                .flatMap(begun -> Work.onBehalf(
                                                begun, new UUID(0, 1), "linli-web", Set.of(Role.DISTRICT_OFFICER))
                                        .append(event)
                                        .then(held(begun, open)))
                                .doFinally(end -> committed.put(-version, System.nanoTime()))
                                .thenReturn(version))
                .block();
        committed.put(version, System.nanoTime());
        return version;
    }

    private static Mono<?> held(Transaction transaction, Duration open) {
        return open.isZero() ? Mono.empty() : transaction.begun().then(Mono.delay(open));
    }

    @Test
    void aCursorIsGoodAsLongAsItsMonthIsKeptAndWhereItCameFrom() throws Exception {
        String old = head(one);
        append(Duration.ZERO);
        append(Duration.ZERO);
        try (Recorder recorder = socket(one, old)) {
            recorder.until(2);
            String middle = recorder.told().getFirst().cursor();
            String now = recorder.last();
            Sql.run(place, "update district set state = 'ACTIVE' where code = '990101'");
            JsonNode elsewhere =
                    one.ask("{ updateHead }", Map.of(), "X-District", "990101").body();
            Map<String, String> refused = new HashMap<>();
            refused.put(elsewhere.at("/data/updateHead").asString(), "INVALID_CURSOR");
            refused.put("no-cursor", "INVALID_CURSOR");
            String beyond = moved(now, 1_000_000);
            refused.put(beyond, "INVALID_CURSOR");
            Sql.run(place, "select keep_partitions('feed', current_date + 1000)");
            refused.put(old, "CURSOR_EXPIRED");
            refused.put(middle, "CURSOR_EXPIRED");
            for (Served node : List.of(one, other))
                refused.forEach((cursor, code) -> {
                    for (Recorder turned : List.of(socket(node, cursor), events(node, cursor)))
                        try (turned) {
                            assertThat(turned.end().code()).as(cursor).isEqualTo(code);
                        }
                });
            for (String cursor : List.of(old, middle))
                assertThat(ask(other, PAGE, cursor)
                                .at("/errors/0/extensions/code")
                                .asString())
                        .isEqualTo("CURSOR_EXPIRED");
            assertThat(ask(other, PAGE, beyond).at("/errors/0/extensions/code").asString())
                    .isEqualTo("INVALID_CURSOR");
            assertThat(ask(other, PAGE, now).at("/data/updates/nodes").size()).isZero();
            Sql.run(place, "select keep_partitions('feed', current_date)");
            try (Recorder goesOn = socket(other, now)) {
                int version = append(Duration.ZERO);
                assertThat(goesOn.until(1)
                                .told()
                                .getFirst()
                                .update()
                                .path("version")
                                .asInt())
                        .isEqualTo(version);
            }
        } finally {
            Sql.run(place, "select keep_partitions('feed', current_date)");
            Sql.run(place, "update district set state = 'SUSPENDED' where code = '990101'");
        }
    }

    /** The same cursor, further on. */
    private static String moved(String cursor, int by) {
        String json = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
        String position = json.replaceAll(".*, (\\d+).*", "$1");
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.replace(", " + position, ", " + (Long.parseLong(position) + by))
                        .getBytes(UTF_8));
    }

    private static Map<String, String> officer() {
        return Map.of("Authorization", "Bearer " + keycloak.token("140213-officer"));
    }

    private static Recorder socket(Served node, String after) {
        return Recorder.socket(node.at("/"), officer(), FOLLOW, after);
    }

    private static Recorder events(Served node, String after) {
        return Recorder.events(node.at("/"), officer(), FOLLOW, after);
    }

    private static String head(Served node) {
        return ask(node, "{ updateHead }", null).at("/data/updateHead").asString();
    }

    private static JsonNode ask(Served node, String document, @Nullable String after) {
        Map<String, Object> variables = new HashMap<>();
        if (after != null) variables.put("after", after);
        String[] headers = officer().entrySet().stream()
                .flatMap(header -> java.util.stream.Stream.of(header.getKey(), header.getValue()))
                .toArray(String[]::new);
        return node.ask(document, variables, headers).body();
    }

    /** What is numbered, in order; all there is, once it is. */
    private static List<String> log() throws Exception {
        Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival").isEmpty());
        return Sql.rows(
                place, "select 'update_' || e.id from feed f join event e on e.id = f.event_id order by f.position");
    }
}
