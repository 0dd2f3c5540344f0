package org.linli.evaluations;

import java.util.UUID;
import org.linli.live.Event;

/**
 * Somebody voted. It is told of the leg, which has no history, so that nobody counts ballots or their times in that of the
 * evaluation.
 */
record BallotReceived(UUID id) implements Event {
    @Override
    public String type() {
        return "EvaluationLeg";
    }

    @Override
    public boolean told() {
        return false;
    }

    @Override
    public boolean anonymous() {
        return true;
    }
}
