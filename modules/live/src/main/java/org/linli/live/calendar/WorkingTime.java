package org.linli.live.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;

/**
 * A stretch of work that comes back every week, within one day.
 *
 * @param closesAt excluded
 */
public record WorkingTime(DayOfWeek weekday, LocalTime opensAt, LocalTime closesAt) {
    static final Comparator<WorkingTime> IN_ORDER =
            Comparator.comparing(WorkingTime::weekday).thenComparing(WorkingTime::opensAt);

    ZonedDateTime opens(LocalDate day, ZoneId zone) {
        return moment(day, opensAt, zone);
    }

    ZonedDateTime closes(LocalDate day, ZoneId zone) {
        return moment(day, closesAt, zone);
    }

    /** When a clock on the wall first shows this time or a later one: also where it is put forward over it, or shows it twice. */
    private static ZonedDateTime moment(LocalDate day, LocalTime time, ZoneId zone) {
        ZoneOffsetTransition jump = zone.getRules().getTransition(day.atTime(time));
        return jump != null && jump.isGap()
                ? jump.getInstant().atZone(zone)
                : day.atTime(time).atZone(zone);
    }
}
