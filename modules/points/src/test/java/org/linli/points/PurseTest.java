package org.linli.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.live.Refused;
import org.linli.points.Purse.Lot;
import org.linli.points.Purse.Take;

/** Three lots: 30 points for ever, 20 until 1 June, 10 until 1 May. */
class PurseTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final Lot FOR_EVER = lot(1, 30, null);
    private static final Lot JUNE = lot(2, 20, LocalDate.of(2026, 6, 1));
    private static final Lot MAY = lot(3, 10, LocalDate.of(2026, 5, 1));
    private static final Purse PURSE = new Purse(List.of(FOR_EVER, JUNE, MAY));

    @Test
    void whatExpiresFirstIsSpentFirst() {
        assertThat(PURSE.spend(15, TODAY)).containsExactly(new Take(MAY.id(), 10), new Take(JUNE.id(), 5));
        assertThat(PURSE.spend(60, TODAY))
                .containsExactly(new Take(MAY.id(), 10), new Take(JUNE.id(), 20), new Take(FOR_EVER.id(), 30));
    }

    @Test
    void theDayOfExpiryIsTheFirstWithout() {
        assertThat(PURSE.spend(10, LocalDate.of(2026, 4, 30))).containsExactly(new Take(MAY.id(), 10));
        assertThat(PURSE.spend(10, LocalDate.of(2026, 5, 1))).containsExactly(new Take(JUNE.id(), 10));
    }

    @Test
    void nobodySpendsMoreThanThereIs() {
        assertThatThrownBy(() -> PURSE.spend(61, TODAY))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(new BalanceTooLow(60, 61)));
        assertThatThrownBy(() -> PURSE.spend(51, LocalDate.of(2026, 5, 1)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(new BalanceTooLow(50, 51)));
    }

    /** Points that were given in error are taken back even when they have expired, and first where they are. */
    @Test
    void whatWasEarnedIsTakenBackFromItsOwnLotFirst() {
        assertThat(PURSE.takeBack(25, JUNE.postingId()))
                .containsExactly(new Take(JUNE.id(), 20), new Take(MAY.id(), 5));
        assertThat(PURSE.takeBack(5, MAY.postingId())).containsExactly(new Take(MAY.id(), 5));
        assertThatThrownBy(() -> PURSE.takeBack(61, MAY.postingId())).isInstanceOf(Refused.class);
    }

    private static Lot lot(int n, int remaining, @Nullable LocalDate expiresOn) {
        return new Lot(new UUID(0, n), new UUID(1, 0), new UUID(2, n), remaining, expiresOn);
    }
}
