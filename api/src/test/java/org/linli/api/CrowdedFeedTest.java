package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.activities.ActivityMoved;
import org.linli.activities.ActivityStatus;
import org.linli.live.Work;
import org.linli.live.feed.Feed;
import org.linli.live.feed.LiveFeed;
import org.linli.live.feed.Outlet;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Subscribed;
import org.linli.schema.read.Place;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.slf4j.LoggerFactory;
import reactor.netty.resources.LoopResources;

/** The feed of a district in which each sees something else. */
class CrowdedFeedTest {
    private static final int RESIDENTS = 400;
    private static final UUID ACTIVITY = UUID.fromString("00000000-0000-0000-0000-0000000000ac");
    private static final String OWN =
            "subscription { updates { id entity { ... on Activity { title enrolments { totalCount } } } } }";

    private static final String VERSIONS = "subscription { updates { id ... on ActivityMoved { version } } }";

    private static Database place;
    private static Served server;
    private static District district;

    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("org.linli.live.feed.Channel");

    @BeforeAll
    static void serve() throws SQLException {
        place = Postgres.shared().freshDatabase("crowded");
        server = new Served(place);
        CrowdTest.stage(place);
        district = new District(
                UUID.fromString(Sql.row(place, "select id from district where code = '140213'")),
                "140213",
                "平城区",
                ZoneId.of("Asia/Shanghai"),
                Contract.load().packages().keySet());
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void listen() {
        warnings.start();
        log.addAppender(warnings);
    }

    @AfterEach
    void stop() {
        log.detachAppender(warnings);
    }

    @Test
    void asManyGroupsAsResidentsAreToldEachInItsTurn() throws Exception {
        List<Told> crowd = IntStream.range(0, RESIDENTS)
                .mapToObj(n -> follow(resident(n), OWN, null, loop()))
                .toList();
        Recorder.waitFor(() -> {
            append(1);
            return crowd.stream().noneMatch(one -> one.updates.isEmpty());
        });
        long before = crowd.getFirst().updates.size();
        warnings.list.clear();
        append(1);
        long appended = System.nanoTime();
        Recorder.waitFor(() -> crowd.stream().noneMatch(one -> one.updates.size() <= before));
        System.out.printf("%d groups are told after %.1f s%n", RESIDENTS, (System.nanoTime() - appended) / 1e9);
        assertThat(crowd).allSatisfy(one -> assertThat(one.ends).isEmpty());
        assertThat(warnings.list).isEmpty();
        crowd.forEach(Told::close);
    }

    @Test
    void aCrowdThatComesBackIsToldTheRestEachInItsTurn() throws Exception {
        append(5);
        Recorder.waitFor(() -> head() >= 5);
        long head = head();
        List<Told> crowd = IntStream.range(0, RESIDENTS)
                .mapToObj(n -> follow(resident(n), OWN, head - 3, loop()))
                .toList();
        Recorder.waitFor(() -> crowd.stream().allMatch(one -> one.updates.size() == 3));
        assertThat(crowd).allSatisfy(one -> {
            assertThat(one.updates).hasSize(3);
            assertThat(one.ends).isEmpty();
        });
        assertThat(warnings.list).isEmpty();
        crowd.forEach(Told::close);
    }

    /** Whoever is behind is told all up to it, and where that is; so is who follows live. */
    @Test
    void anUpdateThatCannotBeReadEndsTheStreamsInFrontOfIt() throws Exception {
        Told live = follow(resident(0), OWN, null, loop());
        append(40);
        Recorder.waitFor(() -> {
            append(1);
            return !live.updates.isEmpty();
        });
        append(40);
        Recorder.waitFor(() -> Sql.row(place, "select count(*) from arrival").equals("0"));
        long head = head();
        Sql.run(place, """
                update event set payload = jsonb_set(payload::jsonb, '{version}', '"none"')::json
                 where id = (select event_id from feed where position = %d)
                """.formatted(head - 20));
        Told behind = follow(resident(1), VERSIONS, head - 80, loop());
        assertThat(behind.ended()).startsWith("UNAVAILABLE ");
        assertThat(position(behind.ended())).isEqualTo(head - 21);
        assertThat(behind.updates).hasSize(59);

        assertThat(live.ends).isEmpty();
        Sql.run(place, "revoke select on enrolment from linli_app");
        try {
            append(1);
            assertThat(live.ended()).startsWith("UNAVAILABLE ");
            assertThat(position(live.ended())).isEqualTo(head);
        } finally {
            Sql.run(place, "grant select on enrolment to linli_app");
        }
    }

    @Test
    void aLoopThatLagsSlowsNobodyAndNothingPilesUpBeforeIt() throws Exception {
        LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        CountDownLatch lag = new CountDownLatch(1);
        ThreadPoolExecutor lagging = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, tasks);
        try {
            Told late = follow(resident(0), OWN, null, lagging);
            Told prompt = follow(resident(0), OWN, null, loop());
            Recorder.waitFor(() -> {
                append(1);
                return !late.updates.isEmpty() && !prompt.updates.isEmpty();
            });
            lagging.execute(() -> {
                try {
                    lag.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            int before = prompt.updates.size();
            append(3000);
            Recorder.waitFor(() -> prompt.updates.size() >= before + 3000);
            assertThat(prompt.updates).hasSizeGreaterThanOrEqualTo(before + 3000);
            assertThat(tasks).hasSizeLessThan(10);
            lag.countDown();
            Recorder.waitFor(() -> late.updates.getLast().equals(prompt.updates.getLast()));
            int both = Math.min(late.updates.size(), prompt.updates.size());
            assertThat(both).isGreaterThanOrEqualTo(3000);
            assertThat(late.updates.reversed().subList(0, both))
                    .isEqualTo(prompt.updates.reversed().subList(0, both));
            late.close();
            prompt.close();
        } finally {
            lag.countDown();
            lagging.shutdown();
        }
    }

    /** As after the district keeps less: what was written before that is still there, what came then is not. */
    @Test
    void aGapInWhatIsKeptEndsAStreamThatWouldPassOverIt() throws Exception {
        append(120);
        Recorder.waitFor(() -> Sql.row(place, "select count(*) from arrival").equals("0"));
        long head = head();
        Sql.run(place, "delete from feed where position between %d and %d".formatted(head - 60, head - 50));
        Told before = follow(resident(0), OWN, head - 110, loop());
        Told within = follow(resident(0), OWN, head - 55, loop());
        Told behind = follow(resident(0), OWN, head - 50, loop());
        assertThat(before.ended()).isEqualTo("CURSOR_EXPIRED null");
        assertThat(within.ended()).isEqualTo("CURSOR_EXPIRED null");
        Recorder.waitFor(() -> behind.updates.size() == 50);
        assertThat(behind.updates).hasSize(50);
        assertThat(behind.ends).isEmpty();
        behind.close();
    }

    @Test
    void whatADeadNodeHasLeftGoesAndWhoLeavesTakesItsStreamsAlong() throws Exception {
        Sql.run(place, """
                insert into stream (district_id, id, node, transport, opened_at, position, told, per_minute, seen_at)
                values ('%s', gen_random_uuid(), 1, 'SSE', now(), 0, 0, 0, now())
                """.formatted(district.id()));
        Served other = new Served(place);
        try {
            int node = other.part(Notices.class).node();
            follow(other, resident(0), OWN, null, loop());
            Recorder.waitFor(() -> streams(node) == 1);
            assertThat(streams(node)).isEqualTo(1);
            assertThat(streams(1)).isZero();
            other.close();
            assertThat(streams(node)).isZero();
        } finally {
            other.close();
        }
    }

    private static int streams(int node) {
        return Integer.parseInt(Sql.row(place, "select count(*) from stream where node = " + node));
    }

    /** Of the cursor with which to come back. */
    private static long position(String end) {
        String cursor = end.substring(end.indexOf(' ') + 1);
        String json = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        return Long.parseLong(json.replaceAll(".*, (\\d+).*", "$1"));
    }

    private static Caller resident(int n) {
        return new Caller(
                new UUID(1, n),
                district,
                "linli-web",
                Set.of(Role.GUEST, Role.RESIDENT),
                Map.of(),
                Map.of(Role.RESIDENT, Set.of(new UUID(2, n))));
    }

    /** What somebody was told, and why that ended. */
    private static final class Told implements Outlet, AutoCloseable {
        private final Executor loop;
        private final List<String> updates = new CopyOnWriteArrayList<>();
        private final List<String> ends = new CopyOnWriteArrayList<>();
        private Feed.@Nullable Following following;

        Told(Executor loop) {
            this.loop = loop;
        }

        @Override
        public Executor loop() {
            return loop;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void next(byte[] payload) {
            updates.add(new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}

        @Override
        public void end(ClientFault reason, @Nullable String resumeAfter) {
            ends.add(reason.code() + " " + resumeAfter);
        }

        String ended() throws InterruptedException {
            Recorder.waitFor(() -> !ends.isEmpty());
            return ends.getFirst();
        }

        @Override
        public void close() {
            if (following != null) following.cancel();
        }
    }

    private static Executor loop() {
        return server.part(LoopResources.class)
                .onServer(LoopResources.DEFAULT_NATIVE)
                .next();
    }

    private static Told follow(Caller caller, String document, @Nullable Long after, Executor loop) {
        return follow(server, caller, document, after, loop);
    }

    private static Told follow(Served server, Caller caller, String document, @Nullable Long after, Executor loop) {
        Subscribed what = server.part(PackageSchemas.class).ready(caller).prepare(document, Map.of(), caller);
        Told told = new Told(loop);
        told.following = server.part(LiveFeed.class)
                .follow(new Feed.Subscription(new Behind(what, after), () -> caller, "WEBSOCKET"), told);
        return told;
    }

    /** From a position on. */
    private record Behind(Subscribed what, @Nullable Long position) implements Subscribed {
        @Override
        public Telling of(Caller caller) {
            return what.of(caller);
        }

        @Override
        public boolean tells(Caller caller) {
            return what.tells(caller);
        }

        @Override
        public @Nullable Place after(Caller caller) {
            return position == null ? null : new Place(position, List.of());
        }

        @Override
        public String cursor(Caller caller, Place place) {
            return what.cursor(caller, place);
        }
    }

    private static long head() {
        return Long.parseLong(Sql.row(place, "select coalesce(max(position), 0) from feed_head"));
    }

    private static void append(int count) {
        List<ActivityMoved> events = new ArrayList<>();
        for (int i = 0; i < count; i++)
            events.add(new ActivityMoved(ACTIVITY, ActivityStatus.PUBLISHED, ActivityStatus.ENROLLING, i, null));
        server.part(DistrictDatabase.class)
                .transaction(
                        district.id(),
                        transaction -> transaction
                                .begun()
                                .flatMap(begun -> Work.onBehalf(
                                                begun, new UUID(0, 1), "linli-web", Set.of(Role.DISTRICT_OFFICER))
                                        .append(events)))
                .block(Duration.ofSeconds(10));
    }
}
