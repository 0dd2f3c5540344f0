package org.linli.activities;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.activities.EnrolResult.ActivityFull;
import org.linli.activities.EnrolResult.AlreadyEnrolled;
import org.linli.activities.EnrolResult.Enrolled;
import org.linli.activities.EnrolResult.EnrolmentClosed;
import org.linli.activities.EnrolResult.OtherAudience;
import org.linli.activities.EnrolResult.Waitlisted;
import org.linli.live.Refused;
import org.linli.residents.Ward;

/** The rules for taking a place. */
final class Enrolling {
    private Enrolling() {}

    /** What is asked of an activity, read under its lock. */
    record Offer(
            UUID id,
            ActivityStatus status,
            @Nullable OffsetDateTime enrolUntil,
            OffsetDateTime startsAt,
            @Nullable Integer capacity,
            int waitlist,
            Audience audience,
            int pointsCost) {
        /** Until when places are given, excluded. */
        OffsetDateTime closesAt() {
            return enrolUntil == null ? startsAt : enrolUntil;
        }

        /** Whether it is too late to get back what the place costs. */
        boolean begun(OffsetDateTime now) {
            return status == ActivityStatus.RUNNING || !now.isBefore(startsAt);
        }

        /** @throws Refused unless it is going on */
        void attended() {
            if (status != ActivityStatus.RUNNING) throw new Refused(new CheckInClosed(status));
        }
    }

    /**
     * Who is to be enrolled, and how many came before.
     *
     * @param gridId where the person lives
     * @param enrolmentId of an enrolment that the person has or gave up
     */
    record Applicant(
            UUID residentId,
            UUID gridId,
            @Nullable UUID guardianId,
            @Nullable LocalDate birthDate,
            boolean entrusted,
            List<String> tags,
            @Nullable UUID enrolmentId,
            @Nullable EnrolmentStatus status,
            int taken,
            int waiting) {
        Ward ward() {
            return new Ward(residentId, guardianId, birthDate, entrusted);
        }
    }

    /**
     * Answers an enrolment; changes nothing.
     *
     * @throws Refused where a child acts alone, or another than who acts for it
     * @param actor the resident who asks, for the own person or as a guardian
     * @param id of the enrolment, if it becomes one
     */
    static EnrolResult enrol(
            Offer offer, Applicant applicant, UUID actor, UUID id, OffsetDateTime now, LocalDate today) {
        if (offer.status() != ActivityStatus.ENROLLING || !now.isBefore(offer.closesAt()))
            return new EnrolmentClosed(offer.status(), offer.closesAt());
        if (applicant.status() != null
                && applicant.enrolmentId() != null
                && !applicant.status().givenUp()) return new AlreadyEnrolled(applicant.enrolmentId());
        applicant.ward().by(actor, today);
        if (!offer.audience().includes(applicant.tags())) return new OtherAudience(offer.audience());
        UUID enrolment = applicant.enrolmentId() == null ? id : applicant.enrolmentId();
        Integer capacity = offer.capacity();
        if (capacity == null) return new Enrolled(enrolment);
        // Who waits is before who comes now, even when a seat has just become free.
        if (applicant.taken() < capacity && applicant.waiting() == 0) return new Enrolled(enrolment);
        if (applicant.waiting() < offer.waitlist()) return new Waitlisted(enrolment, applicant.waiting() + 1);
        return new ActivityFull(capacity, offer.waitlist());
    }
}
