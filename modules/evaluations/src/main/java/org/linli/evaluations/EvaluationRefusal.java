package org.linli.evaluations;

import java.time.OffsetDateTime;
import org.linli.live.Refusal;

/** How use cases of triad evaluations refuse, beside the ways that are common to all. */
public sealed interface EvaluationRefusal extends Refusal {
    record EvaluationInvalid(EvaluationRule rule) implements EvaluationRefusal {}

    record TooEarly(OffsetDateTime at) implements EvaluationRefusal {}

    record NotOpen(OffsetDateTime opensAt, OffsetDateTime closesAt) implements EvaluationRefusal {}

    record NotEligible() implements EvaluationRefusal {}

    record AlreadyVoted() implements EvaluationRefusal {}

    /** @param items how many there are, each of which needs one score */
    record BallotInvalid(int items, int highest) implements EvaluationRefusal {}

    record AppealPeriodOver(OffsetDateTime endedAt) implements EvaluationRefusal {}

    record AppealUndecided() implements EvaluationRefusal {}

    record AppealAlreadyDecided() implements EvaluationRefusal {}

    record LegNotCounted() implements EvaluationRefusal {}
}
