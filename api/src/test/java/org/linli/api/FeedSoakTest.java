package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.linli.activities.ActivityMoved;
import org.linli.activities.ActivityStatus;
import org.linli.live.Work;
import org.linli.schema.ClientFault;
import org.linli.schema.Role;
import org.linli.services.Database;
import org.linli.services.Node;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Servers are killed and restarted and the database goes away while many write and some follow, for as long as {@code linli.soak.seconds}
 * says: what each follower has recorded at the end is the log.
 */
@Execution(ExecutionMode.CONCURRENT)
class FeedSoakTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    /** Only guests ask here. */
    private static final URI NOBODY = URI.create("http://localhost:9/realms/linli");

    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("linli.soak.seconds", 1));
    private static final UUID ACTIVITY = UUID.fromString("00000000-0000-0000-0000-0000000000ac");
    private static final Map<String, String> GUEST = Map.of("X-District", "140213");
    private static final String FOLLOW = "subscription($after: Cursor) { updates(after: $after) { id cursor } }";
    private static final String PAGE =
            "query($after: Cursor) { updates(first: 100, after: $after) { nodes { id cursor } pageInfo { endCursor } } }";
    private static final Pattern LEADS = Pattern.compile("(\\S+Z) .*this node numbers the log");

    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger version = new AtomicInteger();
    private volatile boolean written;
    private volatile boolean over;

    /** Before those who run are waited for, however it went. */
    private void end() {
        over = true;
    }

    @Test
    @SuppressWarnings("try")
    void whateverDiesWhoeverFollowsHasTheLogInTheEnd() throws Exception {
        try (Postgres postgres = Postgres.throwaway()) {
            Database place = postgres.database("linli");
            Migrations.migrate(
                    place.jdbcUrl(), place.migrator().user(), place.migrator().password());
            Sql.run(place, """
                    insert into district (id, code, name, kc_org_id)
                    values (uuidv7(), '140213', '平城区', '01900000-0000-4000-8000-000000140213')""");
            CrowdTest.stage(place);
            LoopResources loops = LoopResources.create("writers", 1, 1, true);
            DistrictDatabase database = new DistrictDatabase(
                    DatabaseSettings.of(
                            place.host(),
                            place.port(),
                            place.name(),
                            place.app().user(),
                            place.app().password()),
                    loops);
            for (int i = 0; i < 2; i++) nodes.add(new Node(place, NOBODY).start());
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                    AutoCloseable ended = this::end) {
                String start =
                        asked(0, "{ updateHead }", null).at("/data/updateHead").asString();
                List<Diary> diaries = List.of(
                        new Diary(0, Recorder::socket, start),
                        new Diary(1, Recorder::socket, start),
                        new Diary(1, Recorder::events, start));
                Paged paged = new Paged();
                diaries.forEach(threads::execute);
                threads.execute(paged);
                UUID district = UUID.fromString(Sql.rows(place, "select id from district where code = '140213'")
                        .getFirst());
                List<Future<?>> writing = new ArrayList<>();
                for (int i = 0; i < 5; i++) writing.add(threads.submit(() -> write(database, district)));

                long end = System.nanoTime() + LENGTH.toNanos();
                do {
                    killed(0);
                    calm(diaries, place);
                    killed(leader());
                    calm(diaries, place);
                    postgres.stop();
                    postgres.start();
                    calm(diaries, place);
                    postgres.kill();
                    postgres.start();
                    calm(diaries, place);
                    for (int node = 0; node < nodes.size(); node++) restarted(node, diaries);
                    calm(diaries, place);
                } while (System.nanoTime() < end);

                written = true;
                for (Future<?> writer : writing) writer.get();
                Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival").isEmpty());
                List<String> log = Sql.rows(place, "select 'update_' || f.event_id from feed f order by f.position");
                for (Diary diary : diaries) {
                    Recorder.waitFor(() -> diary.ids().size() >= log.size());
                    same(diary.ids(), log);
                }
                Recorder.waitFor(() -> paged.ids.size() >= log.size());
                same(paged.ids, log);
                System.out.printf(
                        "%d updates, each recorded once and in order by %d followers; streams ended: %s%n",
                        log.size(),
                        diaries.size() + 1,
                        diaries.stream().map(diary -> diary.ends).toList());
            } finally {
                nodes.forEach(Node::close);
                database.close();
                loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
            }
        }
    }

    /** Kills a node, which comes back; if it led, another one takes over. */
    private void killed(int node) throws Exception {
        boolean led = leader() == node;
        long killed = System.nanoTime();
        nodes.get(node).kill();
        if (led) {
            Recorder.waitFor(() -> leader() != node);
            double seconds = (System.nanoTime() - killed) / 1e9;
            System.out.printf("another node numbers the log after %.2f s%n", seconds);
            // Two seconds are promised; this machine may be doing other things.
            assertThat(seconds).isLessThan(10);
        }
        nodes.get(node).start();
    }

    /** Asks a node to leave: who follows there is told so, and comes back by cursor. */
    private void restarted(int node, List<Diary> diaries) {
        List<Recorder> there = diaries.stream()
                .filter(diary -> diary.at == node)
                .map(diary -> diary.recorder)
                .toList();
        nodes.get(node).stop();
        for (Recorder recorder : there) {
            if (recorder == null) continue;
            Recorder.End end = recorder.end();
            assertThat(end.code()).isEqualTo("SERVER_LEAVING");
            assertThat(end.resumeAfter()).isNotNull();
        }
        nodes.get(node).start();
    }

    /** The node that numbers: the last one that said so. */
    private int leader() {
        String last = "";
        int leader = -1;
        for (int node = 0; node < nodes.size(); node++) {
            Matcher said = LEADS.matcher(nodes.get(node).log());
            while (said.find())
                if (said.group(1).compareTo(last) > 0) {
                    last = said.group(1);
                    leader = node;
                }
        }
        return leader;
    }

    /** Until everybody is told what there is by now. */
    private void calm(List<Diary> diaries, Database place) throws InterruptedException {
        int now = version.get();
        Recorder.waitFor(() -> version.get() > now + 20);
        int there =
                Integer.parseInt(Sql.rows(place, "select count(*) from event").getFirst());
        for (Diary diary : diaries) {
            Recorder.waitFor(() -> diary.ids().size() >= there);
            assertThat(diary.ids()).hasSizeGreaterThanOrEqualTo(there);
        }
    }

    private void write(DistrictDatabase database, UUID district) {
        while (!written && !over) {
            ActivityMoved event = new ActivityMoved(
                    ACTIVITY, ActivityStatus.PUBLISHED, ActivityStatus.ENROLLING, version.get() + 1, null);
            try {
                database.transaction(
                                district,
                                transaction -> transaction
                                        .begun()
                                        .flatMap(begun -> Work.onBehalf(
                                                        begun,
                                                        new UUID(0, 1),
                                                        "linli-web",
                                                        Set.of(Role.DISTRICT_OFFICER))
                                                .append(event)))
                        .block();
                version.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (ClientFault down) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Way {
        Recorder open(URI node, Map<String, String> headers, String document, @Nullable String after);
    }

    /** Somebody who follows, and comes back with the last cursor, on the other node. */
    private final class Diary implements Runnable {
        private final Way way;
        private final String start;
        private final List<String> before = new ArrayList<>();
        private final Map<String, Integer> ends = new TreeMap<>();
        private volatile int at;
        private volatile @Nullable Recorder recorder;

        Diary(int at, Way way, String start) {
            this.at = at;
            this.way = way;
            this.start = start;
        }

        synchronized List<String> ids() {
            List<String> ids = new ArrayList<>(before);
            if (recorder != null) ids.addAll(recorder.ids());
            return ids;
        }

        @Override
        public void run() {
            String after = start;
            while (!over) {
                try (Recorder now = way.open(nodes.get(at).at(), GUEST, FOLLOW, after)) {
                    recorder = now;
                    while (!over && now.goesOn()) TimeUnit.MILLISECONDS.sleep(10);
                    if (over) return;
                    ends.merge(now.end().code().replaceAll("\\W.*", ""), 1, Integer::sum);
                    if (!now.told().isEmpty()) after = now.last();
                    synchronized (this) {
                        before.addAll(now.ids());
                        recorder = null;
                    }
                } catch (RuntimeException away) {
                    pause();
                } catch (InterruptedException e) {
                    return;
                }
                int other = 1 - at;
                at = other;
            }
        }
    }

    /** Somebody who asks again and again over plain HTTP. */
    private final class Paged implements Runnable {
        private final List<String> ids = new CopyOnWriteArrayList<>();

        @Override
        public void run() {
            String after = null;
            for (int turn = 0; !over; turn++)
                try {
                    JsonNode page = asked(turn % 2, PAGE, after).at("/data/updates");
                    page.path("nodes").forEach(node -> ids.add(node.path("id").asString()));
                    if (page.at("/pageInfo/endCursor").isString())
                        after = page.at("/pageInfo/endCursor").asString();
                    if (page.path("nodes").size() < 100) pause();
                } catch (IOException away) {
                    pause();
                } catch (InterruptedException e) {
                    return;
                }
        }
    }

    private JsonNode asked(int node, String document, @Nullable String after) throws IOException, InterruptedException {
        Map<String, Object> variables = new HashMap<>();
        variables.put("after", after);
        HttpRequest request = HttpRequest.newBuilder(nodes.get(node).at().resolve("/graphql"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("X-District", "140213")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("query", document, "variables", variables))))
                .build();
        return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
    }

    /** Told so that it can be read. */
    private static void same(List<String> told, List<String> log) {
        for (int i = 0; i < Math.min(told.size(), log.size()); i++)
            assertThat(told.get(i)).as("the update at " + i).isEqualTo(log.get(i));
        assertThat(told.size()).isEqualTo(log.size());
    }
}
