package org.linli.activities;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.live.Refusal;

/** How taking in a code ends. */
public sealed interface CheckInResult {
    record CheckedIn(UUID enrolmentId) implements CheckInResult {}

    record CodeUnknown() implements CheckInResult, Refusal {}

    record CodeExpired(OffsetDateTime validUntil) implements CheckInResult, Refusal {}

    record AlreadyCheckedIn(UUID enrolmentId) implements CheckInResult, Refusal {}
}
