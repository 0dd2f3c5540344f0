package org.linli.activities;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.schema.read.Inputs.Reference;

/** What an organiser says of an activity; see the type of the same name in the contract. */
public record ActivityInput(
        ActivityKind kind,
        String title,
        @Nullable String summary,
        @Nullable Reference place,
        String host,
        String venue,
        OffsetDateTime startsAt,
        OffsetDateTime endsAt,
        @Nullable OffsetDateTime enrolUntil,
        @Nullable Integer capacity,
        int waitlist,
        Audience audience,
        int pointsCost,
        int pointsReward) {
    /** Points for one activity, at most. */
    private static final int MOST_POINTS = 10_000;

    private static final int MOST_SEATS = 100_000;

    /** @throws Refused naming the first argument that does not fit the others */
    void check(OffsetDateTime now) {
        fits("startsAt", startsAt.isAfter(now));
        fits("endsAt", endsAt.isAfter(startsAt));
        fits("enrolUntil", enrolUntil == null || (enrolUntil.isAfter(now) && !enrolUntil.isAfter(startsAt)));
        fits("capacity", capacity == null || capacity <= MOST_SEATS);
        fits("waitlist", waitlist == 0 || (capacity != null && waitlist <= MOST_SEATS));
        fits("pointsCost", pointsCost <= MOST_POINTS);
        fits("pointsReward", pointsReward <= MOST_POINTS);
    }

    private static void fits(String argument, boolean fits) {
        if (!fits) throw new Refused(new ActivityUnfit(argument));
    }
}
