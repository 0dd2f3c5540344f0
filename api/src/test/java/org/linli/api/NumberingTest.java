package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.activities.ActivityMoved;
import org.linli.activities.ActivityStatus;
import org.linli.live.Work;
import org.linli.live.feed.Sequencer;
import org.linli.schema.Role;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How the log gets its numbers. */
class NumberingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Database place;
    private static Served server;

    @BeforeAll
    static void serve() {
        place = Postgres.shared().freshDatabase("numbering");
        server = new Served(place);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    /** As where one that has lost the lock does not know it yet. */
    @Test
    void severalWhoNumberAtOnceDoNoHarm() throws Exception {
        UUID district = district("140213");
        Sequencer sequencer = server.part(Sequencer.class);
        Flux.range(0, 300)
                .flatMap(
                        i -> i % 3 == 0
                                ? append(district)
                                : sequencer.number(district).then(),
                        12)
                .blockLast(PATIENCE);
        Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival where district_id = '" + district + "'")
                .isEmpty());
        List<String> positions =
                Sql.rows(place, "select position from feed where district_id = '" + district + "' order by position");
        assertThat(positions)
                .hasSizeGreaterThanOrEqualTo(100)
                .isEqualTo(LongStream.rangeClosed(1, positions.size())
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(Sql.rows(place, "select event_id from feed where district_id = '" + district + "'"))
                .containsExactlyInAnyOrderElementsOf(
                        Sql.rows(place, "select id from event where district_id = '" + district + "'"));
        assertThat(Sql.row(place, "select position from feed_head where district_id = '" + district + "'"))
                .isEqualTo(positions.getLast());
    }

    @Test
    void aDistrictThatCannotBeNumberedKeepsNoOtherWaiting() throws Exception {
        UUID held = district("140213");
        UUID other = district("990101");
        append(held).block(PATIENCE);
        Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival").isEmpty());
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            migrator.setAutoCommit(false);
            statement.execute("select from feed_head where district_id = '" + held + "' for update");
            append(held).block(PATIENCE);
            for (int i = 0; i < 20; i++) {
                append(other).block(PATIENCE);
                long appended = System.nanoTime();
                Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival where district_id = '" + other + "'")
                        .isEmpty());
                // Far below the five seconds for which a statement waits for a lock.
                assertThat(Duration.ofNanos(System.nanoTime() - appended)).isLessThan(Duration.ofSeconds(3));
                Thread.sleep(300);
            }
            assertThat(Sql.rows(place, "select district_id from arrival")).containsExactly(held.toString());
            migrator.rollback();
        }
        Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival").isEmpty());
    }

    private static Mono<Void> append(UUID district) {
        ActivityMoved event =
                new ActivityMoved(UUID.randomUUID(), ActivityStatus.PUBLISHED, ActivityStatus.ENROLLING, 1, null);
        return server.part(DistrictDatabase.class)
                .transaction(
                        district,
                        transaction -> transaction
                                .begun()
                                .flatMap(begun -> Work.onBehalf(
                                                begun, new UUID(0, 1), "linli-web", Set.of(Role.DISTRICT_OFFICER))
                                        .append(event)))
                .then();
    }

    private static UUID district(String code) {
        return UUID.fromString(Sql.rows(place, "select id from district where code = '" + code + "'")
                .getFirst());
    }
}
