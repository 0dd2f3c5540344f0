package org.linli.activities;

import java.util.UUID;
import org.linli.live.Refusal;

/** How rating an activity ends. */
public sealed interface RateActivityResult {
    record ActivityRated(UUID evaluationId) implements RateActivityResult {}

    record NotAttended() implements RateActivityResult, Refusal {}

    record AlreadyRated() implements RateActivityResult, Refusal {}

    record ScoreOutOfRange(int lowest, int highest) implements RateActivityResult, Refusal {}
}
