package org.linli.activities;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.live.Refusal;

/** How asking for a code ends. */
public sealed interface CheckInCodeResult {
    /** @param code to be shown; nothing of it is kept but a hash */
    record CheckInCode(UUID enrolmentId, String code, OffsetDateTime validUntil) implements CheckInCodeResult {}

    record NoSeat() implements CheckInCodeResult, Refusal {}
}
