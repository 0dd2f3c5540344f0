package org.linli.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.live.Refused;
import org.linli.units.Shift.Places;
import org.linli.units.SignUpForShiftResult.AlreadySignedUp;
import org.linli.units.SignUpForShiftResult.ShiftFull;

/** The rules of shifts and projects, without a database. The shift lasts from nine to eleven and takes two. */
class ShiftTest {
    private static final UUID ID = UUID.randomUUID();
    private static final Shift SHIFT = new Shift(ID, ID, at("09:00:00"), at("11:00:00"), 2, 1, null);

    @Test
    void aPlaceIsTakenUntilAllAreOrItBegins() {
        UUID before = UUID.randomUUID();
        assertThat(SHIFT.signUp(new Places(1, null, null), ID, at("08:59:59"))).isEqualTo(new SignUpSaved(ID));
        assertThat(SHIFT.signUp(new Places(1, before, SignUpStatus.CANCELLED), ID, at("08:59:59")))
                .isEqualTo(new SignUpSaved(before));
        assertThat(SHIFT.signUp(new Places(2, null, null), ID, at("08:59:59"))).isEqualTo(new ShiftFull(2));
        assertThat(SHIFT.signUp(new Places(2, before, SignUpStatus.SIGNED_UP), ID, at("09:00:00")))
                .isEqualTo(new AlreadySignedUp(before));
        assertThatThrownBy(() -> SHIFT.signUp(new Places(1, null, null), ID, at("09:00:00")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new ShiftBegun(at("09:00:00"))));
    }

    @ParameterizedTest
    @CsvSource({"120, 10, 20", "59, 10, 9", "5, 10, 0", "120, 0, 0"})
    void hoursAreWorthPointsInProportion(int minutes, int pointsPerHour, int points) {
        assertThat(served(minutes, pointsPerHour, ID).points()).isEqualTo(points);
        assertThat(served(minutes, pointsPerHour, null).points()).isZero();
    }

    private static SignUp served(int minutes, int pointsPerHour, @Nullable UUID resident) {
        return new SignUp(
                ID,
                ID,
                SignUpStatus.CHECKED_OUT,
                3,
                at("09:00:00"),
                minutes,
                pointsPerHour,
                resident,
                List.of(),
                false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08:30:00", "09:00:00", "10:59:59"})
    void oneComesShortlyBeforeAndUntilTheEnd(String now) {
        assertThatCode(() -> SHIFT.opened(at(now))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08:29:59", "11:00:00"})
    void oneComesNeitherEarlierNorLater(String now) {
        assertThatThrownBy(() -> SHIFT.opened(at(now)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isEqualTo(new OutsideShift(at("08:30:00"), at("11:00:00"))));
    }

    @ParameterizedTest
    @CsvSource({
        "09:00:00, 11:00:00, 120",
        "08:30:00, 12:00:00, 120",
        "09:30:00, 10:00:59, 30",
        "08:30:00, 08:50:00, 0",
        "10:59:00, 15:00:00, 1"
    })
    void hoursAreBoundedByTheShift(String in, String out, int minutes) {
        assertThat(SHIFT.minutes(at(in), at(out))).isEqualTo(minutes);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-12-31, , false",
        "2025-01-01, , true",
        "2025-01-31, 2025-02-01, true",
        "2025-02-01, 2025-02-01, false"
    })
    void aProjectLastsFromItsFirstDayUntilItsEnd(LocalDate day, @Nullable LocalDate endsOn, boolean lasts) {
        assertThat(project(endsOn).lastsOn(day)).isEqualTo(lasts);
    }

    @ParameterizedTest
    @CsvSource({"2025-03-01, 2025-03-02", "2024-12-01, 2025-01-02"})
    void aProjectClosesWithTheDay(LocalDate today, LocalDate endsOn) {
        assertThat(project(null).closedOn(today)).isEqualTo(endsOn);
    }

    private static Project project(@Nullable LocalDate endsOn) {
        return new Project(ID, ProjectKind.CARE, 1, LocalDate.parse("2025-01-01"), endsOn, List.of());
    }

    private static OffsetDateTime at(String time) {
        return OffsetDateTime.parse("2025-06-01T" + time + "+08:00");
    }
}
