package org.linli.units;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.schema.Role;

/**
 * A volunteer's part in a shift, read under its lock.
 *
 * @param residentId whose points account it is; null where the volunteer is no resident
 * @param grids of the volunteer's community
 * @param own whether the volunteer is the caller, through any hat
 */
record SignUp(
        UUID id,
        UUID shiftId,
        SignUpStatus status,
        int version,
        @Nullable OffsetDateTime checkedInAt,
        @Nullable Integer minutes,
        int pointsPerHour,
        @Nullable UUID residentId,
        List<UUID> grids,
        boolean own) {
    private static final int MINUTES = 60;
    private static final Role[] VERIFIERS = {Role.COMMUNITY_WORKER, Role.STREET_OFFICER, Role.DISTRICT_OFFICER};

    /** @throws Refused unless the caller may see it by an office, is not the volunteer, and it may go on so */
    void judged(Work work, int expectedVersion, SignUpStatus to) {
        if (grids.stream().noneMatch(grid -> work.sees(grid, VERIFIERS)) && !work.covers(grids, VERIFIERS))
            throw new Refused(new NotFound());
        OwnWork.check(own);
        SignUpStatus.LIFE.check(status, to);
        VersionConflict.check(expectedVersion, version);
    }

    /** Whether the volunteer is there, or was. */
    boolean came() {
        return status != SignUpStatus.SIGNED_UP && status != SignUpStatus.CANCELLED;
    }

    /** What the hours are worth, in points; a started one counts by its minutes. */
    int points() {
        return minutes == null || residentId == null ? 0 : (int) ((long) minutes * pointsPerHour / MINUTES);
    }

    SignUpMoved moved(SignUpStatus to, @Nullable String reason) {
        return new SignUpMoved(id, shiftId, status, to, reason);
    }
}
