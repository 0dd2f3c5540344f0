package org.linli.tenancy.jobs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How jobs of one kind are done. It may be done twice, since whoever did it may die before saying so; so twice has to be as once. */
public interface Kind {
    /** Under which jobs ask for it. */
    String name();

    /** Does it, or fails; then it is tried again, later and later. */
    Mono<Void> run(Job job);

    /** After what time it is due again, in every district; null for what is done once. */
    default @Nullable Duration every() {
        return null;
    }

    /** Whether what is due again is so on the platform alone. */
    default boolean ofPlatform() {
        return false;
    }

    /** The same, done once for each job that asks for it, besides what is due again by itself, and waiting for its turn with others. */
    default Kind atOnce(Lane lane) {
        return new AtOnce(this, lane);
    }

    /** @param kind what is done */
    record AtOnce(Kind kind, Lane lane) implements Kind {
        @Override
        public String name() {
            return kind.name() + "-at-once";
        }

        @Override
        public Mono<Void> run(Job job) {
            return kind.run(job);
        }

        @Override
        public Duration patience() {
            return kind.patience();
        }
    }

    /** With which others it waits for its turn. */
    default Lane lane() {
        return Lane.HOUSEKEEPING;
    }

    /**
     * How long it may take. What needs longer than usual, since it cannot be left and gone on with, is for a lane where nobody waits for it who is
     * in a hurry.
     */
    default Duration patience() {
        return Duration.ofSeconds(45);
    }
}
