package org.linli.live.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetriesTest {
    @Test
    void itIsTriedLaterAndLaterForADay() {
        Duration all = Duration.ZERO;
        Duration last = Duration.ZERO;
        int attempts = 1;
        for (Duration pause = Retries.after(1, null, 0); pause != null; pause = Retries.after(++attempts, null, 0)) {
            assertThat(pause).isGreaterThan(last);
            all = all.plus(pause);
            last = pause;
        }
        assertThat(attempts).isEqualTo(11);
        assertThat(all).isBetween(Duration.ofHours(23), Retries.DAY);
    }

    @Test
    void neverAllAtTheSameMoment() {
        assertThat(IntStream.range(0, 10).mapToObj(i -> Retries.after(4, null, i / 10.0)))
                .doesNotHaveDuplicates()
                .allMatch(pause ->
                        pause.compareTo(Duration.ofMinutes(10)) >= 0 && pause.compareTo(Duration.ofMinutes(11)) <= 0);
    }

    @Test
    void aReceiverMayAskForMoreButNotForAsMuchAsItLikes() {
        assertThat(Retries.after(1, Duration.ofMinutes(3), 0)).isEqualTo(Duration.ofMinutes(3));
        assertThat(Retries.after(5, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofMinutes(30));
        assertThat(Retries.after(1, Duration.ofDays(30), 0)).isEqualTo(Retries.LONGEST_ASKED);
        assertThat(Retries.after(11, Duration.ofSeconds(1), 0)).isNull();
    }
}
