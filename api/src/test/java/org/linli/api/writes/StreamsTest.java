package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.platform.DistrictSizes;

/** Streams as nodes register them; those of a node count as long as its session holds a lock. */
class StreamsTest {
    private static final String STREAMS =
            "{ streams(orderBy: [OPENED_AT_ASC]) { totalCount nodes { client transport told position lag perMinute } } }";
    private static final String ONE = "stream_00000000-0000-0000-0000-000000000001";

    private final Writes writes = new Writes();

    @BeforeEach
    void register() {
        for (int i = 1; i <= 2; i++) writes.sql("""
                    insert into stream (district_id, id, node, subject, client, transport, opened_at, position, told, per_minute, seen_at)
                    values ('%s', '00000000-0000-0000-0000-00000000000%d', %d, '%s', 'linli-web', 'WEBSOCKET', now(), 0, 5, 2.5, now())
                    """.formatted(HERE.id(), i, i, Fixture.id(HERE, "account", 33 + i)));
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aStreamIsSeenWhileItsNodeLives() throws SQLException {
        assertThat(writes.asked("admin", STREAMS).at("/streams/totalCount").intValue())
                .isZero();
        try (Connection node = writes.database().connectAsApp();
                Statement session = node.createStatement()) {
            session.execute("select pg_advisory_lock(1818848873, 1)");
            assertThat(writes.asked("admin", STREAMS).at("/streams/nodes").toString())
                    .isEqualTo(
                            "[{\"client\":\"linli-web\",\"transport\":\"WEBSOCKET\",\"told\":5,\"position\":0,\"lag\":0,\"perMinute\":2.5}]");
            assertThat(writes.asked("integrator", STREAMS)
                            .at("/streams/totalCount")
                            .intValue())
                    .isEqualTo(1);
            assertThat(open()).isEqualTo(1);
            session.execute("select pg_advisory_lock(1818848873, 2)");
            assertThat(open()).isEqualTo(2);
            new DistrictSizes(writes.served().database()).measure(HERE.id()).block();
            try (Served platform = Served.ofPlatform(writes.database())) {
                assertThat(String.valueOf(platform.ask(
                                        Fixture.OPERATOR,
                                        "{ district(id: \"" + Fixture.node(HERE) + "\") { openStreams } }",
                                        Map.of())
                                .data()))
                        .isEqualTo("{\"district\":{\"openStreams\":2}}");
            }
            assertThat(writes.asked("auditor", STREAMS)
                            .at("/streams/totalCount")
                            .intValue())
                    .isEqualTo(2);
            assertThat(writes.asked("integrator", STREAMS)
                            .at("/streams/totalCount")
                            .intValue())
                    .isEqualTo(1);
        }
    }

    /** As the district itself is told. */
    private int open() {
        return writes.asked("admin", "{ quota { openStreams } }")
                .at("/quota/openStreams")
                .intValue();
    }

    /** One of a node that is dead is there no more. */
    @Test
    void aStreamIsEndedByALineInTheLog() throws SQLException {
        writes.refused("admin", "NOT_FOUND", "endStream(stream: \"" + ONE + "\")");
        try (Connection node = writes.database().connectAsApp();
                Statement session = node.createStatement()) {
            session.execute("select pg_advisory_lock(1818848873, 1)");
            isEnded();
        }
    }

    private void isEnded() {
        writes.done("admin", "endStream(stream: \"" + ONE + "\")", "... on StreamEnded { stream { id } }");
        assertThat(writes.rows("select subject_id from event where district_id = :district and name = 'STREAM_CLOSED'"))
                .containsExactly(ONE.substring("stream_".length()));
        writes.refused("admin", "NOT_FOUND", "endStream(stream: \"stream_" + THERE.id() + "\")");
        writes.fails("integrator", "FORBIDDEN", "endStream(stream: \"" + ONE + "\")");
    }
}
