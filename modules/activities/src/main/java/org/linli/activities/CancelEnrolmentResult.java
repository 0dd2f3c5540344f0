package org.linli.activities;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refusal;

/** How giving up a place ends. */
public sealed interface CancelEnrolmentResult {
    /**
     * @param movedUpId the enrolment that got the seat, null where nobody waited
     * @param pointsReturned of what the seat cost
     */
    record EnrolmentCancelled(UUID enrolmentId, @Nullable UUID movedUpId, int pointsReturned)
            implements CancelEnrolmentResult {}

    record NotEnrolled() implements CancelEnrolmentResult, Refusal {}
}
