package org.linli.live.calendar;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.linli.live.Event;

/** What is answered, and logged, when the calendar was changed. */
public sealed interface CalendarOutcome extends Event {
    /** @param calendarDayId of the district's own record of the day */
    record CalendarDaySet(UUID calendarDayId, LocalDate day, CalendarDayKind kind) implements CalendarOutcome {
        @Override
        public String type() {
            return "CalendarDay";
        }

        @Override
        public UUID id() {
            return calendarDayId;
        }
    }

    record CalendarDayRemoved(UUID calendarDayId, LocalDate day) implements CalendarOutcome {
        @Override
        public String type() {
            return "CalendarDay";
        }

        @Override
        public UUID id() {
            return calendarDayId;
        }
    }

    /** @param districtId whose week it is */
    record WorkingTimesSet(UUID districtId, int version, List<WorkingTime> times) implements CalendarOutcome {
        @Override
        public String type() {
            return "District";
        }

        @Override
        public UUID id() {
            return districtId;
        }
    }

    record DeadlineSet(UUID deadlineId, DeadlineKind kind, int amount, DeadlineUnit unit) implements CalendarOutcome {
        @Override
        public String type() {
            return "Deadline";
        }

        @Override
        public UUID id() {
            return deadlineId;
        }
    }
}
