package org.linli.activities;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An enrolment whose code was shown.
 *
 * @param subject the account of the resident
 */
record EnrolmentCheckIn(
        UUID id,
        EnrolmentStatus status,
        @Nullable UUID subject,
        UUID residentId,
        @Nullable UUID guardianId,
        OffsetDateTime validUntil) {}
