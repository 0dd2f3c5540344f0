package org.linli.units;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.units.SignUpForShiftResult.AlreadySignedUp;
import org.linli.units.SignUpForShiftResult.ShiftBegun;
import org.linli.units.SignUpForShiftResult.ShiftFull;

/** A shift, read under its lock, and the rules for serving in it. */
record Shift(UUID id, UUID projectId, OffsetDateTime startsAt, OffsetDateTime endsAt, int capacity, int version) {
    /** So long before it begins one may check in. */
    static final Duration EARLY = Duration.ofMinutes(30);

    /** How many have signed up, and the volunteer's own part where there is one. */
    record Places(int taken, @Nullable UUID own) {}

    /**
     * Answers signing up; changes nothing.
     *
     * @param id of the part, if it becomes one
     */
    SignUpForShiftResult signUp(Places places, UUID id, OffsetDateTime now) {
        if (places.own() != null) return new AlreadySignedUp(places.own());
        if (!now.isBefore(startsAt)) return new ShiftBegun(startsAt);
        if (places.taken() >= capacity) return new ShiftFull(capacity);
        return new SignUpSaved(id);
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
