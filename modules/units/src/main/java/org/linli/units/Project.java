package org.linli.units;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.OutOfDuty;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.schema.Role;

/**
 * A project, read under its lock.
 *
 * @param grids of the street that owns it, or of the whole district
 */
record Project(
        UUID id,
        ProjectKind kind,
        int version,
        LocalDate startsOn,
        @Nullable LocalDate endsOn,
        List<UUID> grids) {
    static final Role[] OWNERS = {Role.STREET_OFFICER, Role.DISTRICT_OFFICER};

    /** @throws Refused unless the caller's duty is that of its owner, and it is not over */
    void owned(Work work) {
        OutOfDuty.unless(work.covers(grids, OWNERS));
        open(work);
    }

    /** @throws Refused where it is over */
    void open(Work work) {
        if (endsOn != null && !work.today().isBefore(endsOn)) throw new Refused(new ProjectOver(endsOn));
    }

    /** The day after its last day, if today is the last, or it is called off before it begins. */
    LocalDate closedOn(LocalDate today) {
        return (today.isBefore(startsOn) ? startsOn : today).plusDays(1);
    }

    /** Whether it goes on that day. */
    boolean lastsOn(LocalDate day) {
        return !day.isBefore(startsOn) && (endsOn == null || day.isBefore(endsOn));
    }
}
