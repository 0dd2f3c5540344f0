package org.linli.units;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.linli.live.Refused;
import org.linli.live.Work;

/** When, where and how one serves; see the type of the same name in the contract. */
public record ShiftInput(OffsetDateTime startsAt, OffsetDateTime endsAt, String place, ShiftMode mode, int capacity) {
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST = 10_000;

    /** @throws Refused naming the first argument that does not fit the others, the clock or the project */
    void check(Work work, Project project) {
        fits("startsAt", startsAt.isAfter(work.now()));
        fits("startsAt", project.lastsOn(startsAt.atZoneSameInstant(work.zone()).toLocalDate()));
        fits("endsAt", endsAt.isAfter(startsAt) && !endsAt.isAfter(startsAt.plus(LONGEST)));
        fits("capacity", capacity <= MOST);
    }

    private static void fits(String argument, boolean fits) {
        if (!fits) throw new Refused(new ShiftUnfit(argument));
    }
}
