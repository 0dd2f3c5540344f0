package org.linli.activities;

import java.time.OffsetDateTime;
import java.util.UUID;

/** An enrolment whose code was shown. */
record EnrolmentCheckIn(UUID id, EnrolmentStatus status, UUID residentId, OffsetDateTime validUntil) {}
