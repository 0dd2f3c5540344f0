package org.linli.live.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which days a district works, and when. Every interval is half-open: the moment that is due is the first one that is too late.
 * Of a year without exceptions only weekdays are known.
 *
 * @param zone in which its days are counted
 * @param week the stretches of each weekday that has any, in their order
 * @param exceptions days that are not what their weekday says
 */
public record DistrictCalendar(
        ZoneId zone, Map<DayOfWeek, List<WorkingTime>> week, Map<LocalDate, CalendarDayKind> exceptions) {

    /** @throws IllegalArgumentException where no weekday has working times: then nothing would ever be due */
    public DistrictCalendar {
        if (week.isEmpty()) throw new IllegalArgumentException("a week without working times");
    }

    public boolean isWorkday(LocalDate day) {
        CalendarDayKind exception = exceptions.get(day);
        return exception == null ? week.containsKey(day.getDayOfWeek()) : exception == CalendarDayKind.WORKDAY;
    }

    /** The first workday after the day. */
    public LocalDate nextWorkday(LocalDate day) {
        LocalDate next = day.plusDays(1);
        while (!isWorkday(next)) next = next.plusDays(1);
        return next;
    }

    /**
     * When a clock runs out that starts at {@code from}. The day on which it starts is not counted in days; working days end with
     * the last one's working time, calendar days at midnight, and where the last day is a day off, with the next workday (Civil
     * Code, articles 201 and 203). Working hours run only while there is work.
     *
     * @throws IllegalArgumentException for an amount below 1
     */
    public OffsetDateTime due(OffsetDateTime from, int amount, DeadlineUnit unit) {
        if (amount < 1) throw new IllegalArgumentException("a deadline of " + amount);
        LocalDate day = from.atZoneSameInstant(zone).toLocalDate();
        ZonedDateTime due = switch (unit) {
            case WORKING_HOURS -> afterWork(from, day, Duration.ofHours(amount));
            case WORKING_DAYS -> closing(workdaysLater(day, amount));
            case CALENDAR_DAYS -> midnight(day.plusDays(amount));
        };
        return due.toOffsetDateTime();
    }

    private ZonedDateTime afterWork(OffsetDateTime from, LocalDate first, Duration work) {
        Duration left = work;
        LocalDate day = isWorkday(first) ? first : nextWorkday(first);
        while (true) {
            for (WorkingTime stretch : times(day)) {
                ZonedDateTime begins = stretch.opens(day, zone);
                if (begins.toInstant().isBefore(from.toInstant())) begins = from.atZoneSameInstant(zone);
                Duration length = Duration.between(begins, stretch.closes(day, zone));
                if (length.compareTo(left) >= 0) return begins.plus(left);
                if (length.isPositive()) left = left.minus(length);
            }
            day = nextWorkday(day);
        }
    }

    private LocalDate workdaysLater(LocalDate from, int amount) {
        LocalDate day = from;
        for (int i = 0; i < amount; i++) day = nextWorkday(day);
        return day;
    }

    private ZonedDateTime closing(LocalDate day) {
        return times(day).getLast().closes(day, zone);
    }

    private ZonedDateTime midnight(LocalDate last) {
        LocalDate day = isWorkday(last) ? last : nextWorkday(last);
        return day.plusDays(1).atStartOfDay(zone);
    }

    /** A workday on a weekday that has no working times, as a Saturday that makes up for a holiday, has those of the week's first. */
    private List<WorkingTime> times(LocalDate workday) {
        List<WorkingTime> own = week.get(workday.getDayOfWeek());
        return own == null ? Objects.requireNonNull(week.get(Collections.min(week.keySet()))) : own;
    }
}
