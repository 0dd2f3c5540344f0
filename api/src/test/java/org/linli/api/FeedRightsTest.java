package org.linli.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;

/** Who loses a right while following, on either node: hears why, soon, and hears nothing of what came after. */
class FeedRightsTest {
    private static final String FOLLOW = """
            subscription($after: Cursor) { updates(after: $after) { id cursor type ... on ActivityMoved { version } } }
            """;
    private static final UUID ACTIVITY = UUID.fromString("00000000-0000-0000-0000-0000000000ac");

    /** Two grids with a resident each, a duty over each for 140213-grid and over both for 140213-community; an activity in the other district. */
    private static final String STAGE = """
            insert into grid (district_id, id, community_id, code, name)
            select district_id, md5('grid 2')::uuid, community_id, 'G2', '第二网格' from grid where code = 'G1';
            insert into resident (district_id, id, name, community_id, grid_id, dwelling_relation)
            select g.district_id, md5('resident of ' || g.code)::uuid, '示例居民', g.community_id, g.id, 'PERMANENT' from grid g where g.code in ('G1', 'G2');
            insert into duty (district_id, id, subject, person_name, role, grid_id, valid_from)
            select g.district_id, md5('duty')::uuid, '01900000-0000-4000-9000-140213000001', '王示例', 'GRID_WORKER', g.id, date '2024-01-01'
              from grid g where g.code = 'G1';
            insert into duty (district_id, id, subject, person_name, role, community_id, valid_from)
            select c.district_id, md5('duty 2')::uuid, '01900000-0000-4000-9000-140213000002', '李示例', 'COMMUNITY_WORKER', c.id, date '2024-01-01'
              from community c;
            insert into duty (district_id, id, subject, person_name, role, grid_id, valid_from)
            select g.district_id, md5('duty 3')::uuid, '01900000-0000-4000-9000-140213000001', '王示例', 'GRID_WORKER', g.id, date '2024-01-01'
              from grid g where g.code = 'G2';
            update district set state = 'ACTIVE' where code = '990101';
            insert into activity (district_id, id, kind, title, host, venue, starts_at, ends_at, capacity, waitlist, status, published_at)
            select d.id, '00000000-0000-0000-0000-0000000000ac', 'COMMUNITY', '示例活动', '示例社区', '示例广场',
                   now() + interval '1 day', now() + interval '2 days', 30, 1000, 'ENROLLING', now()
              from district d where d.code = '990101';
            """;

    private static Keycloak keycloak;
    private static Database place;
    private static Served one;
    private static Served other;
    private static LoopResources loops;
    private static DistrictDatabase database;

    private final List<Recorder> open = new ArrayList<>();
    private int version;

    /** The servers with a clock that can be put forward: a token lives for five minutes. */
    @Import(LinliServer.class)
    static class PutForward {
        private static volatile Duration by = Duration.ZERO;

        @Bean
        @Primary
        Clock putForward() {
            InstantSource source = () -> Instant.now().plus(by);
            return source.withZone(ZoneOffset.UTC);
        }
    }

    @BeforeAll
    static void serve() throws SQLException {
        keycloak = Keycloak.shared();
        place = Postgres.shared().freshDatabase("rights");
        one = new Served(place, PutForward.class, "linli.keycloak.issuer=" + keycloak.issuer());
        other = new Served(place, PutForward.class, "linli.keycloak.issuer=" + keycloak.issuer());
        CrowdTest.stage(place);
        Sql.run(place, STAGE);
        loops = LoopResources.create("writers", 1, 1, true);
        database = new DistrictDatabase(
                DatabaseSettings.of(
                        place.host(),
                        place.port(),
                        place.name(),
                        place.app().user(),
                        place.app().password()),
                loops);
    }

    @AfterAll
    static void end() {
        database.close();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        one.close();
        other.close();
    }

    /** The other district's streams, which nothing here concerns. */
    @BeforeEach
    void bystanders() {
        for (Served node : List.of(one, other)) {
            open.add(Recorder.socket(node.at("/"), Map.of("X-District", "990101"), FOLLOW, null));
            open.add(Recorder.events(node.at("/"), Map.of("X-District", "990101"), FOLLOW, null));
        }
    }

    @Test
    void whoseLastDutyEndsIsNoWorkerAnyMoreAndWhoKeepsOneGoesOn() throws Exception {
        List<Recorder> workers = follow("140213-grid");
        happens(workers, 1);
        regroup("G1");
        regroup("G2");
        happens(workers, 1);
        assertThat(workers).allMatch(worker -> regrouped(worker) == 2);
        ends("duty 3");
        regroup("G2");
        regroup("G1");
        regroup("G2");
        happens(workers, 5);
        assertThat(workers).allMatch(Recorder::goesOn);
        assertThat(workers).allMatch(worker -> regrouped(worker) == 3);
        losing(workers, "RIGHT_LOST", () -> ends("duty"));
    }

    /** Something happens to the resident of a grid that only those hear of who work there. */
    private static void regroup(String grid) {
        Sql.run(place, """
                with line as (
                    insert into event (district_id, id, name, subject_type, subject_id, actor_roles, payload)
                    select r.district_id, uuidv7(), 'RESIDENT_REGROUPED', 'Resident', r.id, '{}', '{}'
                      from resident r where r.id = md5('resident of %s')::uuid
                    returning district_id, id)
                insert into arrival (district_id, event_id) select l.district_id, l.id from line l;
                notify linli_arrival""".formatted(grid));
    }

    private static long regrouped(Recorder recorder) {
        return recorder.told().stream()
                .filter(told -> told.update().path("type").asString().equals("RESIDENT_REGROUPED"))
                .count();
    }

    private static void ends(String duty) {
        JsonNode ended = asked(
                "140213-officer",
                "mutation($duty: ID!, $on: Date!) { endDuty(duty: $duty, on: $on, reason: \"示例\") { __typename } }",
                Map.of(
                        "duty",
                        "duty_" + id(duty),
                        "on",
                        LocalDate.now(ZoneId.of("Asia/Shanghai")).toString()));
        assertThat(ended.at("/data/endDuty/__typename").asString())
                .as(ended.toString())
                .isEqualTo("DutyEnded");
    }

    @Test
    void whoMovesOutIsNoResidentAnyMore() throws Exception {
        losing(follow("140213-resident"), "RIGHT_LOST", () -> {
            JsonNode gone = asked(
                    "140213-community",
                    "mutation($resident: ID!) { moveResident(resident: $resident, reason: \"示例\") { __typename } }",
                    Map.of("resident", "resident_" + id("guardian")));
            assertThat(gone.at("/data/moveResident/__typename").asString())
                    .as(gone.toString())
                    .isEqualTo("ResidentMoved");
        });
    }

    @Test
    void whoseTokensAreRevokedHasNoRight() throws Exception {
        losing(
                follow("140213-auditor"),
                "RIGHT_LOST",
                () -> Sql.run(
                        place,
                        "insert into revocation (subject, before) values ('01900000-0000-4000-9000-140213000006', now() + interval '1 second')"));
    }

    @Test
    void aTokenThatExpiresEndsTheStream() throws Exception {
        List<Recorder> guests = guests();
        losing(follow("140213-department"), "TOKEN_EXPIRED", () -> PutForward.by = Duration.ofMinutes(7));
        PutForward.by = Duration.ZERO;
        assertThat(guests).allMatch(Recorder::goesOn);
        guests.forEach(Recorder::close);
    }

    @Test
    void aSuspendedDistrictTellsNobody() throws Exception {
        List<Recorder> all = new ArrayList<>(guests());
        all.addAll(follow("140213-admin"));
        try {
            losing(
                    all,
                    "DISTRICT_SUSPENDED",
                    () -> Sql.run(place, "update district set state = 'SUSPENDED' where code = '140213'"));
        } finally {
            Sql.run(place, "update district set state = 'ACTIVE' where code = '140213'");
        }
    }

    /** What a document asked for then may be gone; whoever comes back is told by what is there now, on every node. */
    @Test
    void aDistrictThatSwitchesPackagesEndsItsStreamsAndHasLessWithinSeconds() throws Exception {
        List<Recorder> all = new ArrayList<>(follow("140213-officer"));
        all.addAll(guests());
        losing(
                all,
                "PACKAGES_CHANGED",
                () -> assertThat(asked("140213-admin", SWITCH, Map.of("packages", List.of("POINTS", "ACTIVITIES")))
                                .at("/data/setPackages/__typename")
                                .asString())
                        .isEqualTo("PackagesSet"));
        try {
            for (Served node : List.of(one, other)) {
                Recorder.waitFor(() -> merchants(node, "140213").contains("INVALID_DOCUMENT"));
                assertThat(merchants(node, "990101")).contains("totalCount");
                List<Recorder> back =
                        List.of(Recorder.events(node.at("/"), Map.of("X-District", "140213"), FOLLOW, null));
                happens(back, 1);
            }
        } finally {
            Sql.run(place, "delete from district_settings");
        }
        for (Served node : List.of(one, other))
            Recorder.waitFor(() -> merchants(node, "140213").contains("totalCount"));
        // What an account is found to be serves for a second.
        Thread.sleep(2000);
    }

    private static final String SWITCH =
            "mutation($packages: [Package!]!) { setPackages(packages: $packages) { __typename } }";

    private static String merchants(Served node, String district) {
        return node.ask("{ merchants { totalCount } }", Map.of(), "X-District", district)
                .body()
                .toString();
    }

    /** Whichever node has it, and whichever is asked. */
    @Test
    void aStreamThatTheDistrictEndsIsToldSo() throws Exception {
        List<Recorder> officers = follow("140213-officer");
        Set<String> streams = new HashSet<>();
        Recorder.waitFor(() -> {
            asked("140213-admin", "{ streams { nodes { id account } } }", Map.of())
                    .at("/data/streams/nodes")
                    .forEach(stream -> {
                        if (stream.path("account").asString().equals("01900000-0000-4000-9000-140213000004"))
                            streams.add(stream.path("id").asString());
                    });
            return streams.size() >= 2;
        });
        losing(officers, "STREAM_ENDED", () -> {
            for (String stream : streams)
                assertThat(asked(
                                        "140213-admin",
                                        "mutation($stream: ID!) { endStream(stream: $stream) { __typename } }",
                                        Map.of("stream", stream))
                                .at("/data/endStream/__typename")
                                .asString())
                        .isEqualTo("StreamEnded");
        });
    }

    /** Four do not read what would be ten megabytes for each: half of them read on in time, half are let go. */
    @Test
    void whoDoesNotReadCostsLittleMissesNothingAndSlowsNobody() throws Exception {
        Sql.run(
                place,
                "update activity set title = repeat('示例', 50) where id = '00000000-0000-0000-0000-0000000000ac'");
        String titles =
                IntStream.range(0, 90).mapToObj(i -> " t" + i + ": title").collect(Collectors.joining());
        String document = "subscription { updates { ... on ActivityMoved { version entity { ... on Activity {" + titles
                + " } } } cursor } }";
        ByteBufAllocatorMetric memory = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        List<Idle> idle = new ArrayList<>();
        Map<String, String> guest = Map.of("X-District", "140213");
        try (Recorder reader = Recorder.socket(one.at("/"), guest, FOLLOW, null)) {
            happens(List.of(reader), 1);
            for (int i = 0; i < 4; i++) idle.add(new Idle(one.at("/"), document));
            for (Idle each : idle)
                while (each.versions().isEmpty()) {
                    append("140213");
                    Thread.sleep(50);
                    each.read();
                }
            int first = version + 1;
            long before = memory.usedDirectMemory() + memory.usedHeapMemory();
            append("140213", 400);
            int last = version;
            Recorder.waitFor(
                    () -> reader.told().getLast().update().path("version").asInt() == last);
            assertThat(reader.told().getLast().update().path("version").asInt()).isEqualTo(last);
            long cost = memory.usedDirectMemory() + memory.usedHeapMemory() - before;
            System.out.printf("four who do not read cost %.1f MB%n", cost / 1e6);
            assertThat(cost).isLessThan(20_000_000);

            List<Integer> all = IntStream.rangeClosed(first, last).boxed().toList();
            idle.subList(0, 2).parallelStream().forEach(each -> each.rest(last));
            for (Idle each : idle.subList(0, 2)) {
                assertThat(each.versions()).containsSubsequence(all).endsWith(last);
                assertThat(each.read).doesNotContain("errors");
            }
            PutForward.by = Duration.ofSeconds(31);
            // Looked at every few seconds; who reads before that is not gone.
            Thread.sleep(6000);
            for (Idle each : idle.subList(2, 4)) {
                each.rest(-1);
                assertThat(each.read).contains("\"GAP\"").contains("resumeAfter");
                int told = each.versions().getLast();
                assertThat(told).isLessThan(last);
                try (Recorder rest = Recorder.events(other.at("/"), guest, FOLLOW, each.resumeAfter())) {
                    assertThat(rest.until(last - told).told().stream()
                                    .map(one -> one.update().path("version").asInt()))
                            .containsExactlyElementsOf(IntStream.rangeClosed(told + 1, last)
                                    .boxed()
                                    .toList());
                }
            }
        } finally {
            PutForward.by = Duration.ZERO;
            for (Idle each : idle) each.close();
            open.forEach(Recorder::close);
        }
    }

    /** Somebody with a small buffer who reads when told to. */
    private static final class Idle implements AutoCloseable {
        private static final Pattern VERSION = Pattern.compile("\"version\" ?: ?(\\d+)");
        private static final Pattern RESUME = Pattern.compile("\"resumeAfter\" ?: ?\"([^\"]+)\"");
        private final Socket socket = new Socket();
        private final StringBuilder read = new StringBuilder();

        Idle(URI node, String document) throws IOException {
            socket.setReceiveBufferSize(8192);
            socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
            byte[] body = ("{\"query\":\"" + document + "\"}").getBytes(UTF_8);
            socket.getOutputStream()
                    .write(
                            ("POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-District: 140213\r\nAccept: text/event-stream\r\n"
                                            + "Content-Type: application/json\r\nContent-Length: " + body.length
                                            + "\r\n\r\n")
                                    .getBytes(UTF_8));
            socket.getOutputStream().write(body);
        }

        /** What there is. */
        void read() {
            read(50, -1);
        }

        /** Until this version has come, or the end. */
        void rest(int version) {
            read(10_000, version);
        }

        private void read(int patience, int version) {
            byte[] some = new byte[65_536];
            try {
                socket.setSoTimeout(patience);
                InputStream in = socket.getInputStream();
                for (int n = in.read(some); n >= 0; n = in.read(some)) {
                    read.append(new String(some, 0, n, ISO_8859_1).replaceAll("[\\x80-\\xff]+", ""));
                    if (read.indexOf("event: complete", Math.max(0, read.length() - n)) >= 0) return;
                    if (version > 0 && versions().contains(version)) return;
                }
            } catch (SocketTimeoutException nothing) {
                // That is all for now.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<Integer> versions() {
            return VERSION.matcher(read)
                    .results()
                    .map(found -> Integer.valueOf(found.group(1)))
                    .toList();
        }

        String resumeAfter() {
            return RESUME.matcher(read).results().findFirst().orElseThrow().group(1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private interface Loss {
        void happens() throws Exception;
    }

    /** They are told until the loss, why and where to go on, and nothing that came to be after it; the bystanders are told all. */
    private void losing(List<Recorder> losers, String code, Loss loss) throws Exception {
        int elsewhere = open.getFirst().told().size();
        happens(losers, 3);
        loss.happens();
        long lost = System.nanoTime();
        int last = version;
        for (int i = 0; i < 10; i++) {
            append("140213");
            append("990101");
        }
        for (Recorder loser : losers) {
            Recorder.End end = loser.end();
            assertThat(end.code()).isEqualTo(code);
            assertThat(end.resumeAfter()).isNotNull();
        }
        System.out.printf("%s after %.1f s%n", code, (System.nanoTime() - lost) / 1e9);
        assertThat(Duration.ofNanos(System.nanoTime() - lost)).isLessThan(Duration.ofSeconds(15));
        for (Recorder loser : losers)
            assertThat(loser.told().stream()
                            .mapToInt(told -> told.update().path("version").asInt())
                            .max()
                            .orElse(0))
                    .isLessThanOrEqualTo(last);
        for (Recorder bystander : open) {
            assertThat(bystander.until(elsewhere + 10).told()).hasSizeGreaterThanOrEqualTo(elsewhere + 10);
            assertThat(bystander.goesOn()).isTrue();
            bystander.close();
        }
    }

    /** As many updates come to all of them. */
    private void happens(List<Recorder> recorders, int count) throws InterruptedException {
        // Nothing says that a subscription stands but what it is told.
        while (recorders.stream().anyMatch(recorder -> recorder.told().isEmpty() && recorder.goesOn())) {
            append("140213");
            Thread.sleep(100);
        }
        for (int i = 0; i < count; i++) append("140213");
        for (Recorder recorder : recorders)
            Recorder.waitFor(() -> !recorder.goesOn()
                    || recorder.told().getLast().update().path("version").asInt() == version);
    }

    private void append(String code) {
        append(code, 1);
    }

    private void append(String code, int count) {
        UUID district = UUID.fromString(Sql.row(place, "select id from district where code = '" + code + "'"));
        List<ActivityMoved> events = IntStream.range(0, count)
                .mapToObj(i -> new ActivityMoved(
                        ACTIVITY, ActivityStatus.PUBLISHED, ActivityStatus.ENROLLING, ++version, null))
                .toList();
        database.transaction(
                        district,
                        transaction -> transaction
                                .begun()
                                .flatMap(begun -> Work.onBehalf(
                                                begun, new UUID(0, 1), "linli-web", Set.of(Role.DISTRICT_OFFICER))
                                        .append(events)))
                .block();
    }

    private static List<Recorder> follow(String username) {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + keycloak.token(username));
        return List.of(
                Recorder.socket(one.at("/"), headers, FOLLOW, null),
                Recorder.events(other.at("/"), headers, FOLLOW, null));
    }

    private static List<Recorder> guests() {
        Map<String, String> headers = Map.of("X-District", "140213");
        return List.of(
                Recorder.events(one.at("/"), headers, FOLLOW, null),
                Recorder.socket(other.at("/"), headers, FOLLOW, null));
    }

    private static JsonNode asked(String username, String document, Map<String, ?> variables) {
        return one.ask(document, variables, "Authorization", "Bearer " + keycloak.token(username))
                .body();
    }

    private static String id(String name) {
        return Sql.row(place, "select md5('" + name + "')::uuid");
    }
}
