package org.linli.live.calendar;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.linli.live.Event;

/** What happens to the calendar of a district. */
sealed interface CalendarEvent extends Event {
    /** @param id of the district's own record of the day */
    record CalendarDayChanged(UUID id, LocalDate day, CalendarDayKind kind) implements CalendarEvent {
        @Override
        public String type() {
            return "CalendarDay";
        }
    }

    /** @param id of the district's own record of the day, which is no more */
    record CalendarDayDropped(UUID id, LocalDate day) implements CalendarEvent {
        @Override
        public String type() {
            return "CalendarDay";
        }
    }

    /** @param id of the district whose week it is */
    record WorkingWeekChanged(UUID id, int version, List<WorkingTime> times) implements CalendarEvent {
        @Override
        public String type() {
            return "District";
        }
    }

    /** @param deadline for what */
    record DeadlineChanged(UUID id, DeadlineKind deadline, int amount, DeadlineUnit countedIn)
            implements CalendarEvent {
        @Override
        public String type() {
            return "Deadline";
        }
    }
}
