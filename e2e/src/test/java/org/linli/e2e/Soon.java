package org.linli.e2e;

import java.time.Duration;
import java.time.Instant;

/** For promises in seconds, asserted with slack. */
final class Soon {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Soon() {}

    /** Tries until nothing is wrong, or for too long. */
    static void soon(Runnable assertion) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true)
            try {
                assertion.run();
                return;
            } catch (AssertionError wrong) {
                if (Instant.now().isAfter(deadline)) throw wrong;
                pause();
            }
    }

    /** Nothing that the server remembers of an account is older than 5 s. */
    static void cachesForget() {
        for (int tenths = 0; tenths < 60; tenths++) pause();
    }

    static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
