package org.linli.live.calendar;

import java.time.LocalDate;
import java.util.UUID;

/** What is answered when the calendar was changed. */
public sealed interface CalendarOutcome {
    /** @param calendarDayId of the district's own record of the day */
    record CalendarDaySet(UUID calendarDayId) implements CalendarOutcome {}

    record CalendarDayRemoved(LocalDate day) implements CalendarOutcome {}

    /** @param districtId whose week it is */
    record WorkingTimesSet(UUID districtId, int version) implements CalendarOutcome {}

    record DeadlineSet(UUID deadlineId) implements CalendarOutcome {}
}
