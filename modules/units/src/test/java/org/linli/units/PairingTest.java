package org.linli.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.linli.live.Refused;

/** The rules of pairings and of the alliance's rules, without a database. */
class PairingTest {
    private static final LocalDate TODAY = LocalDate.parse("2025-03-01");

    @ParameterizedTest
    @CsvSource({
        "INVITED, APPLIED",
        "APPLIED, APPROVED",
        "APPROVED, PAIRED",
        "PAIRED, REVIEWED",
        "REVIEWED, RENEWED",
        "RENEWED, REVIEWED"
    })
    void oneStepFollowsTheOtherOrTheEnd(PairingStatus from, PairingStatus to) {
        assertThat(PairingStatus.LIFE.after(from)).containsExactlyInAnyOrder(to, PairingStatus.ENDED);
    }

    @Test
    void nothingFollowsTheEnd() {
        assertThat(PairingStatus.LIFE.after(PairingStatus.ENDED)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PAIRED", "REVIEWED", "RENEWED"})
    void theseAreInForce(PairingStatus status) {
        assertThat(status.inForce()).isTrue();
    }

    @Test
    void aReviewIsDueAfterAYear() {
        assertThatCode(() -> since("2024-03-01").due(TODAY)).doesNotThrowAnyException();
        assertThatThrownBy(() -> since("2024-03-02").due(TODAY))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isEqualTo(new ReviewNotDue(LocalDate.parse("2025-03-02"))));
    }

    @Test
    void aPairingLastsForADayAtLeast() {
        assertThat(since(null).lastsUntil(TODAY)).isEqualTo("2025-03-01");
        assertThat(since("2025-02-28").lastsUntil(TODAY)).isEqualTo("2025-03-01");
        assertThat(since("2025-03-01").lastsUntil(TODAY)).isEqualTo("2025-03-02");
    }

    @ParameterizedTest
    @CsvSource({", 2025-03-01", "2024-01-01, 2025-03-01", "2025-03-01, 2025-03-01", "2025-06-01, 2025-06-01"})
    void rulesHoldFromTodayAndNotBeforeThoseTheyFollow(@Nullable LocalDate newestFrom, LocalDate earliest) {
        assertThat(new RuleSet(UUID.randomUUID(), 1, 1, newestFrom, List.of()).earliest(TODAY))
                .isEqualTo(earliest);
    }

    private static Pairing since(@Nullable String day) {
        LocalDate since = day == null ? null : LocalDate.parse(day);
        UUID id = UUID.randomUUID();
        return new Pairing(id, id, id, PairingStatus.PAIRED, 1, since, since, List.of(), null);
    }
}
