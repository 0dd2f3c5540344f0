package org.linli.files;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.schema.Role;

/**
 * A record as what files are attached to.
 *
 * @param grids whose workers attach to it
 * @param ownerRole who else does, in which role
 * @param open whether all who have a part in the district find it
 */
record Attached(
        List<UUID> grids,
        @Nullable Role ownerRole,
        @Nullable UUID ownerId,
        boolean open) {
    private static final Role[] WORKERS = {
        Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.STREET_OFFICER, Role.DISTRICT_OFFICER
    };

    /** Whether the caller, who has a part in the district, finds it and so its files; as in {@code read/file.sql}. */
    boolean visible(Work work) {
        return open
                || owned(work)
                || work.sees(null, WORKERS)
                || grids.stream().anyMatch(grid -> work.sees(grid, WORKERS));
    }

    /** @throws Refused unless the caller finds it, and may attach files to it */
    Attached by(Work work) {
        if (!visible(work)) throw new Refused(new NotFound());
        OutOfDuty.unless(owned(work) || work.covers(grids, WORKERS));
        return this;
    }

    private boolean owned(Work work) {
        return ownerRole != null && work.owns(ownerId, ownerRole);
    }
}
