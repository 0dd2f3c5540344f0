package org.linli.api.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.live.feed.Sequencer;
import org.linli.platform.MoveNotices;
import org.linli.platform.MoveSteps;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.linli.tenancy.cells.Entries;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.identity.Platform;
import org.linli.tenancy.jobs.Job;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;

/** A whole district goes to another cell and comes back; what the cells have of it is compared past all rules. */
class MovingTest {
    /** What the registry keeps of a district, wherever that lives. */
    private static final Set<String> AT_HOME =
            Set.of("archive", "city_figure", "district_quota", "district_size", "membership");

    /** What a move adds to: that it is paused, and goes on. */
    private static final Set<String> LOG = Set.of("event", "feed");

    private static LoopResources loops;
    private static Rows home;
    private static Rows east;
    private static DistrictDatabase database;
    private static Notices notices;
    private static List<Sequencer> sequencers;
    private static MoveSteps steps;

    @BeforeAll
    static void open() throws SQLException {
        home = new Rows(Fixture.fill());
        Database other = Postgres.shared().freshDatabase("moving_east");
        Migrations.migrate(
                other.jdbcUrl(), other.migrator().user(), other.migrator().password());
        east = new Rows(other);
        east.run(Fixture.text("/fixture/oddities.sql"));
        // Of a class and a month for which the other cell has no partition.
        home.run("""
            select keep_partitions('feed', (current_date - interval '1 month')::date);
            insert into event (district_id, id, name, subject_type, subject_id, payload, at)
            select '%1$s', gen_random_uuid(), 'PLACE_CREATED', 'Street', gen_random_uuid(), '{}', now() - interval '1 month' from generate_series(1, 5);
            insert into feed (district_id, position, event_id, retention_days, numbered_at)
            select e.district_id, row_number() over (), e.id, 90, e.at from event e where e.district_id = '%1$s';
            insert into feed_head (district_id, position) values ('%1$s', 5);
            insert into job (district_id, kind, next_at) values ('%1$s', 'note', now() + interval '1 year');
            """.formatted(HERE.id()));
        loops = LoopResources.create("moving", 1, 1, true, true);
        database = new DistrictDatabase(home.app(), Map.of("east", east.app()), loops);
        notices = new Notices(database);
        sequencers = database.cells().stream()
                .map(cell -> new Sequencer(cell, database.settings(cell), notices))
                .toList();
        sequencers.forEach(Sequencer::start);
        notices.start();
        steps = new MoveSteps(database, new Entries(database), new MoveNotices(database), district -> Mono.just(true));
        await(database);
    }

    /** Until it is known where districts live. */
    private static void await(DistrictDatabase cells) {
        cells.transaction(Platform.ID, registry -> registry.change("select $1"))
                .retryWhen(Retry.fixedDelay(100, Duration.ofMillis(50)))
                .block();
    }

    @AfterAll
    static void close() throws Exception {
        for (Sequencer sequencer : sequencers) sequencer.close();
        notices.close();
        database.close();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        home.close();
        east.close();
    }

    @Test
    void aWholeDistrictMovesAndComesBackAsItWas() throws SQLException {
        String client = Fixture.id(THERE, "registration", 1).toString();
        home.run(
                "insert into client_grant (azp, district_id) select r.azp, '%s' from client_registration r where r.id = '%s'"
                        .formatted(HERE.id(), client));
        UUID away = asked("home", "east");
        hindered(away, "CLIENTS_SHARED", home);
        home.run(
                "delete from client_grant g using client_registration r where r.azp = g.azp and g.district_id = '%s' and r.id = '%s'"
                        .formatted(HERE.id(), client));

        Map<String, String> before = home.digests(HERE.id());
        Map<String, String> others = home.digests(THERE.id());
        List<String> clients = clients(home);
        Map<String, List<String>> log = log(home);
        assertThat(clients).isNotEmpty();
        go(away);
        lives(east, before, log);
        assertThat(clients(east)).isEqualTo(clients);
        assertThat(clients(home)).isEmpty();
        home.digests(HERE.id())
                .forEach((table, digest) ->
                        assertThat(digest).as(table).isEqualTo(AT_HOME.contains(table) ? before.get(table) : ""));

        // What the platform is about to do for a district that is to come home.
        home.run("insert into job (district_id, kind) values ('%s', 'another')".formatted(HERE.id()));
        UUID back = asked("east", "home");
        hindered(back, "BUSY", east);
        home.run("delete from job where kind = 'another'");
        go(back);
        lives(home, before, log);
        assertThat(clients(home)).isEqualTo(clients);
        assertThat(clients(east)).isEmpty();
        assertThat(east.tablesWith(HERE.id())).isEmpty();
        assertThat(home.digests(THERE.id())).isEqualTo(others);
    }

    /** Nobody waits to write until it is back. */
    @Test
    void aCellThatIsDownIsToldAndFreezesNobody() throws SQLException {
        DatabaseSettings down = DatabaseSettings.of("localhost", 1, "none", "nobody", "");
        UUID id = asked("home", "west");
        try (DistrictDatabase three = new DistrictDatabase(home.app(), Map.of("west", down), loops)) {
            await(three);
            assertThatThrownBy(() -> go(
                            new MoveSteps(
                                    three, new Entries(three), new MoveNotices(three), district -> Mono.just(true)),
                            id))
                    .isNotNull();
        }
        assertThat(home.rows("select status || ' ' || obstacle from district_move where id = '" + id + "'"))
                .containsExactly("REQUESTED UNEXPECTED");
        assertThat(frozen(home)).isEmpty();
        home.run("delete from district_move where id = '" + id + "'");
    }

    private static UUID asked(String from, String to) throws SQLException {
        UUID id = UUID.randomUUID();
        home.run("""
                insert into district_move (district_id, id, target_id, from_cell, to_cell, requested_by, requested_at)
                values ('%s', '%s', '%s', '%s', '%s', gen_random_uuid(), now())
                """.formatted(Platform.ID, id, HERE.id(), from, to));
        return id;
    }

    private static void go(UUID move) {
        go(steps, move);
    }

    private static void go(MoveSteps by, UUID move) {
        by.run(new Job(
                        UUID.randomUUID(),
                        Platform.ID,
                        by.name(),
                        new JsonMapper().createObjectNode().put("move", move.toString()),
                        1))
                .block(Duration.ofSeconds(60));
    }

    /** It is told, and the district is where it was, and written in. */
    private static void hindered(UUID move, String obstacle, Rows there) throws SQLException {
        Map<String, String> before = there.digests(HERE.id());
        assertThatThrownBy(() -> go(move)).isNotNull();
        assertThat(home.rows("select status || ' ' || obstacle from district_move where id = '" + move + "'"))
                .containsExactly("REQUESTED " + obstacle);
        assertThat(home.rows("select payload ->> 'hindrance' from event where subject_id = '" + move + "'"))
                .containsExactly(obstacle);
        assertThat(there.digests(HERE.id())).isEqualTo(before);
        for (Rows cell : List.of(home, there)) assertThat(frozen(cell)).isEmpty();
    }

    private static List<String> frozen(Rows there) throws SQLException {
        return there.rows("select 1 from district where id = '%s' and (held_at is not null or frozen_at is not null)"
                .formatted(HERE.id()));
    }

    /** Every table has what it had, and the log has more. */
    private static void lives(Rows there, Map<String, String> before, Map<String, List<String>> log)
            throws SQLException {
        Map<String, String> now = there.digests(HERE.id());
        before.forEach((table, digest) -> {
            if (!LOG.contains(table) && !table.equals("feed_head") && !(AT_HOME.contains(table) && there == east))
                assertThat(now.get(table)).as(table).isEqualTo(digest);
        });
        Map<String, List<String>> told = log(there);
        log.forEach((table, rows) -> assertThat(told.get(table)).as(table).containsAll(rows));
        assertThat(there.rows("select position from feed_head where district_id = '%s'".formatted(HERE.id())))
                .isEqualTo(there.rows("select count(*) from feed where district_id = '%s'".formatted(HERE.id())));
    }

    private static Map<String, List<String>> log(Rows there) throws SQLException {
        return Map.of("event", all(there, "event", "district_id"), "feed", all(there, "feed", "district_id"));
    }

    /** Those that are at home in the district; of which their table says it in a column of another name. */
    private static List<String> clients(Rows there) throws SQLException {
        return all(there, "client_registration", "home_id");
    }

    private static List<String> all(Rows there, String table, String column) throws SQLException {
        return there.rows("select t::text from %s t where t.%s = '%s' order by 1".formatted(table, column, HERE.id()));
    }
}
