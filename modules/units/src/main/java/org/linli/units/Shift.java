package org.linli.units;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.units.SignUpForShiftResult.AlreadySignedUp;
import org.linli.units.SignUpForShiftResult.ShiftFull;

/** A shift, read under its lock, and the rules for serving in it. */
record Shift(
        UUID id,
        UUID projectId,
        OffsetDateTime startsAt,
        OffsetDateTime endsAt,
        int capacity,
        int version,
        @Nullable String cancelReason) {
    /** So long before it begins one may check in. */
    static final Duration EARLY = Duration.ofMinutes(30);

    /** How many have signed up, and the volunteer's own part where there is one, or was one that was given up. */
    record Places(int taken, @Nullable UUID own, @Nullable SignUpStatus status) {}

    /**
     * Answers signing up; changes nothing.
     *
     * @param id of the part, if it becomes one
     */
    SignUpForShiftResult signUp(Places places, UUID id, OffsetDateTime now) {
        takesPlace();
        if (places.own() != null && places.status() != SignUpStatus.CANCELLED) return new AlreadySignedUp(places.own());
        notBegun(now);
        if (places.taken() >= capacity) return new ShiftFull(capacity);
        return new SignUpSaved(places.own() == null ? id : places.own());
    }

    /** @throws Refused once it is called off */
    void takesPlace() {
        if (cancelReason != null) throw new Refused(new ShiftCancelled(cancelReason));
    }

    /** @throws Refused once it has begun */
    void notBegun(OffsetDateTime now) {
        if (!now.isBefore(startsAt)) throw new Refused(new ShiftBegun(startsAt));
    }

    /** @throws Refused before people come, or after they go */
    void opened(OffsetDateTime now) {
        OffsetDateTime opensAt = startsAt.minus(EARLY);
        if (now.isBefore(opensAt) || !now.isBefore(endsAt)) throw new Refused(new OutsideShift(opensAt, endsAt));
    }

    /** Full minutes from check-in to check-out, as far as they lie in the shift. */
    int minutes(OffsetDateTime in, OffsetDateTime out) {
        OffsetDateTime from = in.isBefore(startsAt) ? startsAt : in;
        OffsetDateTime to = out.isAfter(endsAt) ? endsAt : out;
        return to.isAfter(from) ? (int) Duration.between(from, to).toMinutes() : 0;
    }
}
