package org.linli.units;

import java.time.LocalDate;
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
 * A service registration, read under its lock. Membership is sensitive: to whom it is not to be told, the registration is not there,
 * so nothing here is out of duty.
 *
 * @param since when it was filed, or reviewed last
 * @param grids of its community
 * @param own whether it is the caller's, through any hat
 */
record Registration(
        UUID id,
        UUID volunteerId,
        UUID unitId,
        MemberStatus status,
        int version,
        LocalDate since,
        List<UUID> grids,
        boolean own) {
    /** @throws Refused unless the caller answers for the unit, and is not the member */
    void confirmed(Work work, int expectedVersion) {
        there(ofUnit(work));
        OwnWork.check(own);
        moved(expectedVersion, MemberStatus.UNIT_CONFIRMED);
    }

    /** @throws Refused unless the caller works for the community, and is not the member */
    void accepted(Work work, int expectedVersion) {
        there(ofCommunity(work));
        OwnWork.check(own);
        moved(expectedVersion, MemberStatus.COMMUNITY_ACCEPTED);
    }

    /** @throws Refused unless the caller works for the community, is not the member, and a year has passed */
    void reviewed(Work work, int expectedVersion) {
        there(ofCommunity(work));
        OwnWork.check(own);
        moved(expectedVersion, MemberStatus.REVIEWED);
        LocalDate dueOn = since.plusYears(1);
        if (work.today().isBefore(dueOn)) throw new Refused(new ReviewNotDue(dueOn));
    }

    /** @throws Refused unless it is the caller's, and may be closed so */
    void transferred(Work work, int expectedVersion) {
        there(work.owns(volunteerId, Role.VOLUNTEER));
        moved(expectedVersion, MemberStatus.TRANSFERRED);
    }

    /** @throws Refused unless the caller is the member, or answers for the unit or the community */
    void ended(Work work, int expectedVersion) {
        there(work.owns(volunteerId, Role.VOLUNTEER) || ofUnit(work) || ofCommunity(work));
        moved(expectedVersion, MemberStatus.ENDED);
    }

    RegistrationMoved moved(MemberStatus to, @Nullable String reason) {
        return new RegistrationMoved(id, status, to, reason);
    }

    private void moved(int expectedVersion, MemberStatus to) {
        MemberStatus.LIFE.check(status, to);
        VersionConflict.check(expectedVersion, version);
    }

    private boolean ofUnit(Work work) {
        return work.owns(unitId, Role.UNIT_CONTACT);
    }

    private boolean ofCommunity(Work work) {
        return grids.stream().anyMatch(grid -> work.sees(grid, Role.COMMUNITY_WORKER));
    }

    private static void there(boolean seen) {
        if (!seen) throw new Refused(new NotFound());
    }
}
