package org.linli.live.calendar;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.live.calendar.CalendarRefusal.WorkingWeekUnfit;

/** What a working week has to keep. */
public enum WorkingWeekRule {
    AT_LEAST_ONE,
    WHOLE_MINUTES,
    END_AFTER_BEGINNING,
    NO_OVERLAP,
    AT_MOST_FOUR_A_DAY;

    private static final int MOST = 4;

    /** @throws Refused with the first rule that is not kept */
    static void check(List<WorkingTime> week) {
        AT_LEAST_ONE.keep(!week.isEmpty(), null);
        List<WorkingTime> sorted = week.stream().sorted(WorkingTime.IN_ORDER).toList();
        for (int i = 0; i < sorted.size(); i++) {
            WorkingTime time = sorted.get(i);
            DayOfWeek day = time.weekday();
            WHOLE_MINUTES.keep(whole(time.opensAt()) && whole(time.closesAt()), day);
            END_AFTER_BEGINNING.keep(time.opensAt().isBefore(time.closesAt()), day);
            if (i > 0 && sorted.get(i - 1).weekday() == day)
                NO_OVERLAP.keep(!time.opensAt().isBefore(sorted.get(i - 1).closesAt()), day);
            AT_MOST_FOUR_A_DAY.keep(i < MOST || sorted.get(i - MOST).weekday() != day, day);
        }
    }

    private static boolean whole(LocalTime time) {
        return time.equals(time.truncatedTo(ChronoUnit.MINUTES));
    }

    private void keep(boolean kept, @Nullable DayOfWeek weekday) {
        if (!kept) throw new Refused(new WorkingWeekUnfit(this, weekday));
    }
}
