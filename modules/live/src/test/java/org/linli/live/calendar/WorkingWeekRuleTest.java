package org.linli.live.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linli.live.Refused;
import org.linli.live.calendar.CalendarRefusal.WorkingWeekUnfit;

class WorkingWeekRuleTest {
    @ParameterizedTest
    @CsvSource({
        "'', AT_LEAST_ONE,",
        "MONDAY 08:30 12:00:30, WHOLE_MINUTES, MONDAY",
        "TUESDAY 12:00 12:00, END_AFTER_BEGINNING, TUESDAY",
        "TUESDAY 14:00 12:00, END_AFTER_BEGINNING, TUESDAY",
        "FRIDAY 08:00 12:00;MONDAY 09:00 10:00;FRIDAY 11:59 13:00, NO_OVERLAP, FRIDAY",
        "FRIDAY 08:00 12:00;FRIDAY 08:00 12:00, NO_OVERLAP, FRIDAY",
        "SUNDAY 08:00 09:00;SUNDAY 09:00 10:00;SUNDAY 10:00 11:00;SUNDAY 11:00 12:00;SUNDAY 13:00 14:00, AT_MOST_FOUR_A_DAY, SUNDAY"
    })
    void aWeekThatDoesNotKeepARuleIsRefused(String week, WorkingWeekRule rule, DayOfWeek day) {
        Refused refused = catchThrowableOfType(Refused.class, () -> WorkingWeekRule.check(times(week)));
        assertThat(refused.refusal()).isEqualTo(new WorkingWeekUnfit(rule, day));
    }

    @Test
    void stretchesMayMeetAndComeInAnyOrder() {
        assertThatCode(() -> WorkingWeekRule.check(
                        times("MONDAY 14:00 18:00;MONDAY 08:00 14:00;SUNDAY 00:00 23:59;TUESDAY 08:00 14:00")))
                .doesNotThrowAnyException();
    }

    private static List<WorkingTime> times(String week) {
        return Arrays.stream(week.split(";"))
                .filter(time -> !time.isEmpty())
                .map(time -> time.split(" "))
                .map(part ->
                        new WorkingTime(DayOfWeek.valueOf(part[0]), LocalTime.parse(part[1]), LocalTime.parse(part[2])))
                .toList();
    }
}
