package org.linli.live.calendar;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.live.calendar.CalendarDayKind.DAY_OFF;
import static org.linli.live.calendar.CalendarDayKind.WORKDAY;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments are written as the district's clocks show them. */
class DistrictCalendarTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final Map<DayOfWeek, List<WorkingTime>> USUAL =
            week(List.of(MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY), "08:30", "12:00", "14:30", "18:00");

    /** The Spring Festival of 2026 and its two make-up Saturdays. */
    private static final DistrictCalendar CHINA = new DistrictCalendar(SHANGHAI, USUAL, springFestival());

    @ParameterizedTest
    @CsvSource({
        // Before, during, between and after the hours of a Wednesday; to the minute of closing, and then a week on.
        "2026-03-04T07:00, 2026-03-04T09:30",
        "2026-03-04T11:30, 2026-03-04T15:00",
        "2026-03-04T13:00, 2026-03-04T15:30",
        "2026-03-04T17:00, 2026-03-04T18:00",
        "2026-03-04T18:00, 2026-03-05T09:30",
        "2026-03-06T17:30, 2026-03-09T09:00",
        "2026-03-08T12:00, 2026-03-09T09:30",
        // The make-up Saturday has the hours of a Monday; then nobody works for nine days.
        "2026-02-13T17:30, 2026-02-14T09:00",
        "2026-02-14T17:30, 2026-02-24T09:00",
        "2026-02-17T10:00, 2026-02-24T09:30",
        "2026-02-28T11:00, 2026-02-28T12:00"
    })
    void oneWorkingHourRunsOnlyWhileThereIsWork(String from, String due) {
        assertThat(due(CHINA, from, 1, DeadlineUnit.WORKING_HOURS)).isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-04T07:00, 1, 2026-03-05T18:00",
        "2026-03-04T23:59, 1, 2026-03-05T18:00",
        "2026-03-06T09:00, 1, 2026-03-09T18:00",
        "2026-03-07T09:00, 1, 2026-03-09T18:00",
        "2026-02-13T10:00, 1, 2026-02-14T18:00",
        "2026-02-13T10:00, 3, 2026-02-25T18:00",
        "2026-02-18T10:00, 5, 2026-02-28T18:00",
        // Of the year after nothing is arranged: only weekdays are known.
        "2026-12-30T10:00, 2, 2027-01-01T18:00"
    })
    void workingDaysEndWithTheWorkingTimeOfTheLast(String from, int amount, String due) {
        assertThat(due(CHINA, from, amount, DeadlineUnit.WORKING_DAYS)).isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-04T00:00, 1, 2026-03-06T00:00",
        "2026-03-04T23:59, 1, 2026-03-06T00:00",
        // The last day is a Saturday, or lies in the festival.
        "2026-03-04T10:00, 3, 2026-03-10T00:00",
        "2026-02-10T10:00, 7, 2026-02-25T00:00",
        "2026-02-10T10:00, 4, 2026-02-15T00:00"
    })
    void calendarDaysEndAtMidnightOfAWorkday(String from, int amount, String due) {
        assertThat(due(CHINA, from, amount, DeadlineUnit.CALENDAR_DAYS)).isEqualTo(due);
    }

    @Test
    void aDayIsWhatIsSaidOfItOrElseWhatItsWeekdayIs() {
        assertThat(Stream.of("2026-02-13", "2026-02-14", "2026-02-16", "2026-03-07", "2027-02-06", "2027-02-08")
                        .map(LocalDate::parse)
                        .map(CHINA::isWorkday))
                .containsExactly(true, true, false, false, false, true);
        assertThat(CHINA.nextWorkday(LocalDate.parse("2026-02-14"))).isEqualTo("2026-02-24");
    }

    /** It is the morning of the 5th in Shanghai, just after midnight in Berlin, and still the 4th in St. John's. */
    @Test
    void aDistrictCountsItsOwnDays() {
        OffsetDateTime from = OffsetDateTime.parse("2026-03-04T23:30:00Z");
        assertThat(CHINA.due(from, 1, DeadlineUnit.WORKING_DAYS)).isEqualTo("2026-03-06T18:00+08:00");
        assertThat(new DistrictCalendar(BERLIN, USUAL, Map.of()).due(from, 1, DeadlineUnit.WORKING_DAYS))
                .isEqualTo("2026-03-06T18:00+01:00");
        assertThat(new DistrictCalendar(ZoneId.of("America/St_Johns"), USUAL, Map.of())
                        .due(from, 1, DeadlineUnit.WORKING_DAYS))
                .isEqualTo("2026-03-05T18:00-03:30");
    }

    /** On 29 March 2026 clocks go from 02:00 to 03:00, on 25 October from 03:00 back to 02:00; both are Sundays. */
    @ParameterizedTest
    @CsvSource({
        // All of the stretch is skipped, its beginning is, its end is.
        "02:00, 03:00, 2026-03-29T00:00+01:00, 1, 2026-04-05T03:00+02:00",
        "02:30, 04:00, 2026-03-29T00:00+01:00, 1, 2026-03-29T04:00+02:00",
        "00:30, 02:30, 2026-03-29T00:00+01:00, 1, 2026-03-29T01:30+01:00",
        "00:30, 02:30, 2026-03-29T00:00+01:00, 2, 2026-04-05T01:00+02:00",
        "02:30, 03:15, 2026-03-29T00:00+01:00, 1, 2026-04-05T03:15+02:00",
        // What the clocks show twice begins and ends the first time.
        "01:00, 02:30, 2026-10-25T00:00+02:00, 2, 2026-11-01T01:30+01:00",
        "02:30, 04:00, 2026-10-25T00:00+02:00, 2, 2026-10-25T03:30+01:00",
        "01:00, 04:00, 2026-10-25T02:30+02:00, 2, 2026-10-25T03:30+01:00"
    })
    void aWorkingHourIsAnHourWhateverTheClocksDo(
            String opens, String closes, OffsetDateTime from, int amount, OffsetDateTime due) {
        DistrictCalendar calendar = new DistrictCalendar(BERLIN, week(List.of(SUNDAY), opens, closes), Map.of());
        assertThat(calendar.due(from, amount, DeadlineUnit.WORKING_HOURS)).isEqualTo(due);
    }

    /** In Beirut the day of the change begins at one o'clock. */
    @Test
    void aDayWithoutMidnightBeginsLater() {
        DistrictCalendar calendar = new DistrictCalendar(
                ZoneId.of("Asia/Beirut"), week(List.of(SATURDAY, SUNDAY), "09:00", "10:00"), Map.of());
        assertThat(calendar.due(OffsetDateTime.parse("2026-03-27T12:00+02:00"), 1, DeadlineUnit.CALENDAR_DAYS))
                .isEqualTo("2026-03-29T01:00+03:00");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void noTimeIsNoDeadline(int amount) {
        for (DeadlineUnit unit : DeadlineUnit.values())
            assertThatThrownBy(() -> due(CHINA, "2026-03-04T10:00", amount, unit))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWeekWithoutWorkIsNoWeek() {
        assertThatThrownBy(() -> new DistrictCalendar(SHANGHAI, Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Against a model that walks from minute to minute with a watch in hand. */
    @ParameterizedTest
    @EnumSource
    void everyDeadlineIsWhatAWatchWouldShow(DeadlineUnit unit) {
        Random random = new Random(20260201);
        for (int i = 0; i < 250; i++) {
            DistrictCalendar calendar = calendar(random);
            OffsetDateTime from = LocalDateTime.parse("2026-01-01T00:00")
                    .plusMinutes(random.nextInt(365 * 24 * 60))
                    .atZone(calendar.zone())
                    .toOffsetDateTime();
            int amount = 1 + random.nextInt(unit == DeadlineUnit.WORKING_HOURS ? 12 : 8);
            assertThat(calendar.due(from, amount, unit))
                    .as("%s %s %s %s", calendar, from, amount, unit)
                    .isEqualTo(new Watch(calendar, from).due(amount, unit));
        }
    }

    private static DistrictCalendar calendar(Random random) {
        List<ZoneId> zones = List.of(SHANGHAI, BERLIN, ZoneId.of("America/St_Johns"), ZoneId.of("Australia/Lord_Howe"));
        Map<DayOfWeek, List<WorkingTime>> week = new EnumMap<>(DayOfWeek.class);
        while (week.isEmpty())
            for (DayOfWeek day : DayOfWeek.values()) if (random.nextInt(3) > 0) week.put(day, day(day, random));
        Map<LocalDate, CalendarDayKind> exceptions = new HashMap<>();
        for (int i = random.nextInt(120); i > 0; i--)
            exceptions.put(
                    LocalDate.parse("2026-01-01").plusDays(random.nextInt(365)),
                    random.nextInt(4) > 0 ? DAY_OFF : WORKDAY);
        return new DistrictCalendar(zones.get(random.nextInt(zones.size())), week, exceptions);
    }

    /** One to three stretches, often about the hours at which clocks are changed. */
    private static List<WorkingTime> day(DayOfWeek day, Random random) {
        List<WorkingTime> times = new ArrayList<>();
        int minute = random.nextBoolean() ? random.nextInt(240) : 480;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int end = minute + 1 + random.nextInt(200);
            times.add(new WorkingTime(day, LocalTime.ofSecondOfDay(minute * 60L), LocalTime.ofSecondOfDay(end * 60L)));
            minute = end + random.nextInt(60);
        }
        return times;
    }

    /**
     * Knows nothing of transitions: a wall clock is looked at every minute, and what it shows is the latest it has ever shown, so that
     * an hour that comes twice is seen once.
     */
    private static final class Watch {
        private final DistrictCalendar calendar;
        private final OffsetDateTime from;
        private OffsetDateTime now;
        private LocalDateTime wall;

        Watch(DistrictCalendar calendar, OffsetDateTime from) {
            this.calendar = calendar;
            this.from = from;
            this.now = from.minusHours(3).truncatedTo(ChronoUnit.MINUTES);
            this.wall = local();
            while (now.isBefore(from)) tick();
        }

        OffsetDateTime due(int amount, DeadlineUnit unit) {
            return switch (unit) {
                case WORKING_HOURS -> worked(amount * 60);
                case WORKING_DAYS -> closing(amount);
                case CALENDAR_DAYS -> midnight(amount);
            };
        }

        private void tick() {
            now = now.plusMinutes(1);
            if (local().isAfter(wall)) wall = local();
        }

        private LocalDateTime local() {
            return now.atZoneSameInstant(calendar.zone()).toLocalDateTime();
        }

        private OffsetDateTime worked(int minutes) {
            for (int left = minutes; left > 0; tick()) if (works(wall)) left--;
            return now;
        }

        private OffsetDateTime closing(int workdays) {
            LocalDate day = startDay();
            for (int left = workdays; left > 0; ) {
                day = day.plusDays(1);
                if (workday(day)) left--;
            }
            LocalTime last = LocalTime.MIN;
            for (WorkingTime time : times(day)) last = time.closesAt();
            return until(day.atTime(last));
        }

        private OffsetDateTime midnight(int days) {
            LocalDate day = startDay().plusDays(days);
            while (!workday(day)) day = day.plusDays(1);
            return until(day.plusDays(1).atStartOfDay());
        }

        private LocalDate startDay() {
            return from.atZoneSameInstant(calendar.zone()).toLocalDate();
        }

        private OffsetDateTime until(LocalDateTime shown) {
            while (wall.isBefore(shown)) tick();
            return now;
        }

        private boolean works(LocalDateTime at) {
            return workday(at.toLocalDate())
                    && times(at.toLocalDate()).stream()
                            .anyMatch(time -> !at.toLocalTime().isBefore(time.opensAt())
                                    && at.toLocalTime().isBefore(time.closesAt()));
        }

        private boolean workday(LocalDate day) {
            return calendar.exceptions().containsKey(day)
                    ? calendar.exceptions().get(day) == WORKDAY
                    : !times(day.getDayOfWeek()).isEmpty();
        }

        private List<WorkingTime> times(LocalDate workday) {
            List<WorkingTime> own = times(workday.getDayOfWeek());
            if (!own.isEmpty()) return own;
            return Stream.of(DayOfWeek.values())
                    .map(this::times)
                    .filter(times -> !times.isEmpty())
                    .findFirst()
                    .orElseThrow();
        }

        private List<WorkingTime> times(DayOfWeek weekday) {
            return calendar.week().getOrDefault(weekday, List.of());
        }
    }

    private static String due(DistrictCalendar calendar, String from, int amount, DeadlineUnit unit) {
        OffsetDateTime start = LocalDateTime.parse(from).atZone(calendar.zone()).toOffsetDateTime();
        return calendar.due(start, amount, unit).toLocalDateTime().toString();
    }

    /** The same stretches on all of these days: each begins and ends. */
    private static Map<DayOfWeek, List<WorkingTime>> week(List<DayOfWeek> days, String... times) {
        Map<DayOfWeek, List<WorkingTime>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : days)
            for (int i = 0; i < times.length; i += 2)
                week.computeIfAbsent(day, none -> new ArrayList<>())
                        .add(new WorkingTime(day, LocalTime.parse(times[i]), LocalTime.parse(times[i + 1])));
        return week;
    }

    private static Map<LocalDate, CalendarDayKind> springFestival() {
        Map<LocalDate, CalendarDayKind> days = new HashMap<>();
        LocalDate.parse("2026-02-15").datesUntil(LocalDate.parse("2026-02-24")).forEach(day -> days.put(day, DAY_OFF));
        days.put(LocalDate.parse("2026-02-14"), WORKDAY);
        days.put(LocalDate.parse("2026-02-28"), WORKDAY);
        return days;
    }
}
