package org.linli.units;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.schema.Role;

/**
 * A unit and a compound it answers for, read under its lock.
 *
 * @param since when it was paired, or renewed last
 * @param grids of the compound's community
 * @param contact the account that answers for the unit
 */
record Pairing(
        UUID id,
        UUID unitId,
        UUID compoundId,
        PairingStatus status,
        int version,
        @Nullable LocalDate pairedOn,
        @Nullable LocalDate since,
        List<UUID> grids,
        @Nullable UUID contact) {
    static final Role[] ORGANISERS = {Role.STREET_OFFICER, Role.DISTRICT_OFFICER};
    private static final Role[] READERS = {Role.COMMUNITY_WORKER, Role.STREET_OFFICER, Role.DISTRICT_OFFICER};

    /** @throws Refused unless the caller organises this alliance, does not answer for the unit, and it may go on so */
    void judged(Work work, int expectedVersion, PairingStatus to) {
        covered(work, work.covers(grids, ORGANISERS));
        OwnWork.check(work.subject().equals(contact));
        moved(expectedVersion, to);
    }

    /** @throws Refused unless the caller organises this alliance or answers for the unit, and it is not over yet */
    void given(Work work, int expectedVersion) {
        covered(work, work.covers(grids, ORGANISERS) || ours(work));
        moved(expectedVersion, PairingStatus.ENDED);
    }

    /** @throws Refused in the first year */
    void due(LocalDate today) {
        if (since == null) return;
        LocalDate dueOn = since.plusYears(1);
        if (today.isBefore(dueOn)) throw new Refused(new ReviewNotDue(dueOn));
    }

    /** The first day on which the two are paired no more: they were for a day at least. */
    LocalDate lastsUntil(LocalDate today) {
        return pairedOn == null || today.isAfter(pairedOn) ? today : pairedOn.plusDays(1);
    }

    PairingMoved moved(PairingStatus to, @Nullable String reason) {
        return new PairingMoved(id, unitId, compoundId, status, to, reason);
    }

    private void moved(int expectedVersion, PairingStatus to) {
        PairingStatus.LIFE.check(status, to);
        VersionConflict.check(expectedVersion, version);
    }

    private void covered(Work work, boolean covered) {
        if (!status.inForce() && !ours(work) && grids.stream().noneMatch(grid -> work.sees(grid, READERS)) && !covered)
            throw new Refused(new NotFound());
        OutOfDuty.unless(covered);
    }

    private boolean ours(Work work) {
        return work.owns(unitId, Role.UNIT_CONTACT);
    }
}
