package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.linli.schema.Caller;
import tools.jackson.databind.JsonNode;

/**
 * One file that brings on board a district with 6 streets, 50 communities, 400 grids, 30 on duty and residents: 2,000 in the build, with
 * {@code -Dlinli.import.residents=100000} as many as one likes. It tells how long that takes and how much heap is left in use meanwhile.
 */
class ManyRowsTest {
    private static final int RESIDENTS = Integer.getInteger("linli.import.residents", 2_000);

    @Test
    void aWholeDistrictComesInOneFile() throws Exception {
        try (Writes writes = new Writes();
                Bringing bringing = new Bringing(writes)) {
            Caller both = bringing.both();
            byte[] file = ManyRows.workbook(RESIDENTS);
            Instant begin = Instant.now();
            AtomicLong live = new AtomicLong();
            Thread looking = Thread.ofPlatform().daemon().start(() -> look(live));
            String id = bringing.checked(both, "STREET, COMMUNITY, GRID, DUTY, RESIDENT", "XLSX", file);
            Instant checked = Instant.now();
            bringing.run(both, id, false);
            Instant end = Instant.now();
            looking.interrupt();
            JsonNode done = bringing.seen(both, id);
            assertThat(done.path("status").asString()).isEqualTo("DONE");
            assertThat(done.path("addedCount").intValue()).isEqualTo(6 + 50 + 400 + 30 + RESIDENTS);
            assertThat(
                            writes.rows(
                                    "select count(*)::text from resident where register_code like 'R-%' and grid_id in (select id from grid where code like 'V-%')"))
                    .containsExactly(String.valueOf(RESIDENTS));
            System.out.printf(
                    "%d residents in a file of %d KiB: checked in %d ms, brought in in %d ms; %d MiB of heap in use at most%n",
                    RESIDENTS,
                    file.length / 1024,
                    Duration.between(begin, checked).toMillis(),
                    Duration.between(checked, end).toMillis(),
                    live.get() >> 20);
            // Three minutes for 20,000 on two cores; here with slack.
            assertThat(Duration.between(begin, end)).isLessThan(Duration.ofMillis(60_000 + 9L * RESIDENTS));
        }
    }

    /** What is in use when the rest is collected, every two seconds. */
    private static void look(AtomicLong most) {
        Runtime runtime = Runtime.getRuntime();
        try {
            while (true) {
                System.gc();
                most.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
                Thread.sleep(2_000);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
