package org.linli.activities;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.live.Refusal;

/** How an enrolment ends. */
public sealed interface EnrolResult {
    record Enrolled(UUID enrolmentId) implements EnrolResult {}

    /** @param place in the queue, from 1 */
    record Waitlisted(UUID enrolmentId, int place) implements EnrolResult {}

    record ActivityFull(int capacity, int waitlist) implements EnrolResult, Refusal {}

    record EnrolmentClosed(ActivityStatus status, OffsetDateTime closesAt) implements EnrolResult, Refusal {}

    record AlreadyEnrolled(UUID enrolmentId) implements EnrolResult, Refusal {}

    record OtherAudience(Audience audience) implements EnrolResult, Refusal {}
}
