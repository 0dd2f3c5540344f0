package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;

class ThrottlingTest {
    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    /** What it costs is asked for before the first of several fields is done. */
    @Test
    void whatCannotBePaidForChangesNothing() {
        Map<String, String> before = writes.tables();
        AtomicLong asked = new AtomicLong();
        String document =
                "mutation { a: setPackages(packages: []) { __typename } b: setPackages(packages: [], expectedVersion: 1) "
                        + "{ ... on PackagesSet { settings { packages } } } }";
        Answer answer = writes.served().ask(writes.caller("admin"), document, cost -> {
            asked.set(cost);
            throw ClientFault.of(ErrorCode.THROTTLED, 3L);
        });
        assertThat(answer.problems()).extracting(Answer.Problem::code).containsExactly("THROTTLED");
        assertThat(asked).hasPositiveValue();
        assertThat(writes.tables()).isEqualTo(before);
        assertThat(answer.sql()).isEmpty();
    }

    @Test
    void aQueryThatCannotBePaidForReadsNothing() {
        Answer answer = writes.served().ask(writes.caller("guest"), "{ district { name } }", cost -> {
            throw ClientFault.of(ErrorCode.THROTTLED, 3L);
        });
        assertThat(answer.problems()).extracting(Answer.Problem::code).containsExactly("THROTTLED");
        assertThat(answer.sql()).isEmpty();
    }
}
