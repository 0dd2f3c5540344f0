package org.linli.live.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** When a delivery that failed is tried again: later and later, for a day, and never all at the same moment. */
final class Retries {
    /** After this time without a success the webhook is paused. */
    static final Duration DAY = Duration.ofHours(24);

    /** What a receiver may ask for at most. */
    static final Duration LONGEST_ASKED = Duration.ofHours(6);

    private static final List<Duration> PAUSES = LongStream.of(
                    5, 30, 120, 600, 1800, 3600, 7200, 4 * 3600, 6 * 3600, 10 * 3600)
            .mapToObj(Duration::ofSeconds)
            .toList();

    private Retries() {}

    /**
     * The pause after a failure.
     *
     * @param attempts how many there were
     * @param asked how long the receiver asked to wait, as 429 and 503 may
     * @param chance from 0 to 1: makes it up to a tenth longer
     * @return null when it was tried for a day
     */
    static @Nullable Duration after(int attempts, @Nullable Duration asked, double chance) {
        if (attempts > PAUSES.size()) return null;
        Duration pause = PAUSES.get(attempts - 1);
        Duration bounded = asked == null || asked.compareTo(LONGEST_ASKED) <= 0 ? asked : LONGEST_ASKED;
        if (bounded != null && bounded.compareTo(pause) > 0) pause = bounded;
        return pause.plusMillis((long) (chance * pause.toMillis() / 10));
    }
}
