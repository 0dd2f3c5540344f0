package org.linli.platform;

import java.util.UUID;
import org.linli.live.Refusal;

/** How what is done with moves ends. */
sealed interface MoveOutcome {
    /** How {@code moveDistrict} ends. */
    sealed interface Begin extends MoveOutcome {}

    record MoveBegun(UUID moveId) implements Begin {}

    record MoveRefused(MoveProblem problem) implements Begin, Refusal {}

    /** How {@code retryMove} ends. */
    sealed interface Retry extends MoveOutcome {}

    record MoveTried(UUID moveId) implements Retry {}

    record MoveNotHindered() implements Retry, Refusal {}

    record MoveTakenBack(UUID moveId) implements MoveOutcome {}
}
