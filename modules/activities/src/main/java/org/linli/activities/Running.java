package org.linli.activities;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.TransitionRefused;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.schema.Role;

/**
 * An activity as who runs it sees it, read under its lock.
 *
 * @param grids that its place covers
 * @param own whether the caller wrote, changed or handed it in
 */
record Running(
        UUID id,
        ActivityStatus status,
        int version,
        boolean published,
        int pointsCost,
        int pointsReward,
        List<UUID> grids,
        boolean own) {
    static final Role[] ORGANISERS = {
        Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.STREET_OFFICER, Role.DISTRICT_OFFICER
    };
    private static final Role[] APPROVERS = {Role.STREET_OFFICER, Role.DISTRICT_OFFICER};

    /** @throws Refused unless the caller runs it and it may go on so */
    void organised(Work work, ActivityStatus to) {
        covered(work, ORGANISERS);
        ActivityStatus.LIFE.check(status, to);
    }

    /** @throws Refused unless the caller runs it, it is still being written, and this is the version that was read */
    void written(Work work, int expectedVersion) {
        covered(work, ORGANISERS);
        if (!ActivityStatus.LIFE.allows(status, ActivityStatus.SUBMITTED))
            throw new Refused(new TransitionRefused(
                    status.name(),
                    ActivityStatus.LIFE.after(status).stream().map(Enum::name).toList()));
        VersionConflict.check(expectedVersion, version);
    }

    /** @throws Refused unless the caller judges what others wrote, in the version that was read */
    void judged(Work work, int expectedVersion, ActivityStatus to) {
        covered(work, APPROVERS);
        OwnWork.check(own);
        ActivityStatus.LIFE.check(status, to);
        VersionConflict.check(expectedVersion, version);
    }

    /** @throws Refused unless the caller takes in attendance there */
    void attended(Work work) {
        covered(work, ORGANISERS);
        if (status != ActivityStatus.RUNNING) throw new Refused(new CheckInClosed(status));
    }

    private void covered(Work work, Role... roles) {
        if (!published && grids.stream().noneMatch(grid -> work.sees(grid, ORGANISERS)) && !work.covers(grids, roles))
            throw new Refused(new NotFound());
        OutOfDuty.unless(work.covers(grids, roles));
    }

    Event moved(ActivityStatus to, @Nullable String reason) {
        return to.inPreparation()
                ? new ActivityPrepared(id, status, to, version + 1, reason)
                : new ActivityMoved(id, status, to, version + 1, reason);
    }
}
