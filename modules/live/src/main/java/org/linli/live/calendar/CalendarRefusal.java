package org.linli.live.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refusal;
import org.linli.live.Refused;

/** What the calendar refuses, beside what every module does. */
sealed interface CalendarRefusal extends Refusal {
    record DayOver(LocalDate earliest) implements CalendarRefusal {
        /** @throws Refused for a day that is over: deadlines that ended by it would be disputed */
        static void check(LocalDate day, LocalDate today) {
            if (day.isBefore(today)) throw new Refused(new DayOver(today));
        }
    }

    /** @param weekday null where the whole week is */
    record WorkingWeekUnfit(WorkingWeekRule rule, @Nullable DayOfWeek weekday) implements CalendarRefusal {}

    record DeadlineTooLong(int most) implements CalendarRefusal {
        private static final int MOST = 366;

        static void check(int amount) {
            if (amount > MOST) throw new Refused(new DeadlineTooLong(MOST));
        }
    }
}
