package org.linli.api.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.services.Database;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/**
 * Many districts read at once over few connections, while statements fail, take too long and are given up, and transactions are rolled back:
 * no answer holds a row of another district, whether or not the statement asks for its own. {@code -Dlinli.attack.reads} says how many reads.
 */
class CrowdedPoolTest {
    private static final int READS = Integer.getInteger("linli.attack.reads", 50_000);
    private static final int DISTRICTS = 500;
    private static final int AT_ONCE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** What is kept of each row: whose it is. */
    private static final String ROWS =
            "select json_agg(s.name order by s.name) from street s join community c on c.street_id = s.id";

    private static final String BOUND =
            ROWS + " and c.district_id = $1 where s.district_id = $1 and s.name like $3::text || '%'";

    /** What somebody wrote who forgot the district. */
    private static final String FORGOTTEN = ROWS + " where s.name like $3::text || '%'";

    private static final Pattern OWNER = Pattern.compile("of ([0-9]{6})");

    private enum Kind {
        BOUND,
        FORGOTTEN,
        EXPENSIVE,
        FAILING,
        TOO_SLOW,
        GIVEN_UP,
        ROLLED_BACK,
        WRITTEN
    }

    /** As many as the weight says of every thousand. */
    private static final Map<Kind, Integer> WEIGHTS = new EnumMap<>(Map.of(
            Kind.FORGOTTEN, 300,
            Kind.EXPENSIVE, 60,
            Kind.FAILING, 40,
            Kind.TOO_SLOW, 1,
            Kind.GIVEN_UP, 80,
            Kind.ROLLED_BACK, 20,
            Kind.WRITTEN, 20));

    private final Map<Kind, LongAdder> done = new ConcurrentHashMap<>();
    private final Map<Kind, LongAdder> failed = new ConcurrentHashMap<>();
    private final LongAdder rows = new LongAdder();
    private final LongAdder foreign = new LongAdder();

    @Test
    void noReadMeetsAForeignRow() throws SQLException {
        Database place = Fixture.fill();
        fill(place);
        LoopResources loops = LoopResources.create("crowd", 1, 2, true, true);
        EventLoopGroup group = loops.onServer(LoopResources.DEFAULT_NATIVE);
        Random random = new Random(990101);
        try (DistrictDatabase database = new DistrictDatabase(settings(place), loops)) {
            Flux.range(0, READS)
                    .map(i -> ask(database, kind(random), 100_001 + random.nextInt(DISTRICTS), random.nextInt(4)))
                    .flatMap(read -> read.subscribeOn(Schedulers.fromExecutor(group.next())), AT_ONCE)
                    .then()
                    .block(PATIENCE);
        }
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        System.out.printf(
                "attacked: %d districts by %d reads, %s of which %s failed; %s rows%n",
                DISTRICTS, READS, done, failed, rows);
        assertThat(foreign.sum()).isZero();
        assertThat(done.keySet()).containsExactlyInAnyOrder(Kind.values());
        assertThat(rows.sum()).isGreaterThan(READS);
        assertThat(failed.keySet()).contains(Kind.FAILING, Kind.TOO_SLOW, Kind.ROLLED_BACK);
    }

    /** A statement that does not enter its district would be found out. */
    @Test
    void aForeignRowWouldBeSeen() {
        note(100_001, "[\"of 100001 1\", \"of 100002 1\"]".getBytes(UTF_8));
        assertThat(foreign.sum()).isEqualTo(1);
        assertThat(rows.sum()).isEqualTo(2);
    }

    private Mono<?> ask(DistrictDatabase database, Kind kind, int code, int patience) {
        UUID district = district(code);
        Mono<byte[]> bound = database.read(district, BOUND, List.of("of"), false);
        Mono<byte[]> asked = switch (kind) {
            case BOUND -> bound;
            case FORGOTTEN -> database.read(district, FORGOTTEN, List.of("of"), false);
            case EXPENSIVE -> database.read(district, FORGOTTEN, List.of("of"), true);
            case FAILING -> database.read(district, ROWS + " where 1 / $3::int = 1", List.of(0), patience == 0);
            case TOO_SLOW -> database.read(district, "select to_json($3::text || pg_sleep(2))", List.of("of"), false);
            case GIVEN_UP ->
                Mono.firstWithSignal(
                        bound, Mono.delay(Duration.ofMillis(patience)).then(Mono.<byte[]>empty()));
            case ROLLED_BACK ->
                database.transaction(
                        district, work -> moved(work).then(Mono.error(new IllegalStateException("rolled back"))));
            case WRITTEN ->
                database.transaction(district, work -> moved(work).then(work.read(FORGOTTEN, List.of("of"))));
        };
        return asked.doOnNext(answer -> note(code, answer))
                .doOnTerminate(() -> count(done, kind))
                .onErrorResume(failure -> {
                    count(failed, kind);
                    return Mono.empty();
                });
    }

    private static Mono<Long> moved(Transaction work) {
        return work.change("update community set version = version + 1 where district_id = $1");
    }

    private static void count(Map<Kind, LongAdder> counts, Kind kind) {
        counts.computeIfAbsent(kind, any -> new LongAdder()).increment();
    }

    private void note(int code, byte[] answer) {
        Matcher owner = OWNER.matcher(new String(answer, UTF_8));
        while (owner.find()) {
            rows.increment();
            if (Integer.parseInt(owner.group(1)) != code) foreign.increment();
        }
    }

    private static Kind kind(Random random) {
        int drawn = random.nextInt(1000);
        for (Map.Entry<Kind, Integer> weight : WEIGHTS.entrySet()) {
            drawn -= weight.getValue();
            if (drawn < 0) return weight.getKey();
        }
        return Kind.BOUND;
    }

    private static UUID district(int code) {
        return UUID.fromString("01900000-0000-7000-8000-000000" + code);
    }

    private static void fill(Database place) throws SQLException {
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute("""
                    insert into district (id, code, name, kc_org_id)
                    select ('01900000-0000-7000-8000-000000' || n)::uuid, n::text, '示例区 ' || n, gen_random_uuid()
                      from generate_series(100001, 100000 + %1$d) n;
                    insert into street (district_id, id, code, name)
                    select d.id, md5(d.code || m)::uuid, 'S' || m, 'of ' || d.code || ' ' || m
                      from district d, generate_series(1, 3) m where d.code between '100001' and (100000 + %1$d)::text;
                    insert into community (district_id, id, street_id, code, name)
                    select s.district_id, md5(s.id::text || m)::uuid, s.id, s.code || 'C' || m, s.name || ' ' || m
                      from street s, generate_series(1, 2) m where s.name like 'of %%'
                    """.formatted(DISTRICTS));
        }
    }

    /** Few connections and little patience. */
    private static DatabaseSettings settings(Database place) {
        return new DatabaseSettings(
                place.host(),
                place.port(),
                place.name(),
                place.app().user(),
                place.app().password(),
                2,
                50,
                Duration.ofMillis(100),
                16,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }
}
