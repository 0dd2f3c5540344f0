package org.linli.territory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.territory.DutyStatus.CONFIRMED;
import static org.linli.territory.DutyStatus.PROPOSED;
import static org.linli.territory.DutyStatus.WITHDRAWN;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.live.Refused;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.DutyStore.Duty;

class DutyTest {
    private static final LocalDate TODAY = LocalDate.of(2024, 11, 1);

    @Test
    void oneThatHasBegunGetsAnEnd() {
        Duty ended = duty(CONFIRMED, TODAY.minusDays(1), null).end(TODAY, TODAY);
        assertThat(ended.status()).isEqualTo(CONFIRMED);
        assertThat(ended.validTo()).isEqualTo(TODAY);
    }

    @Test
    void oneThatNeverHoldsIsTakenBack() {
        assertThat(duty(PROPOSED, TODAY.minusDays(9), null).end(TODAY, TODAY).status())
                .isEqualTo(WITHDRAWN);
        assertThat(duty(CONFIRMED, TODAY.plusDays(9), null)
                        .end(TODAY.plusDays(9), TODAY)
                        .status())
                .isEqualTo(WITHDRAWN);
        assertThat(duty(CONFIRMED, TODAY.plusDays(1), null)
                        .end(TODAY.plusDays(9), TODAY)
                        .status())
                .isEqualTo(CONFIRMED);
    }

    @Test
    void thePastStaysAndAnEndIsNotPutOff() {
        assertThatThrownBy(() -> duty(CONFIRMED, TODAY.minusDays(9), null).end(TODAY.minusDays(1), TODAY))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> duty(CONFIRMED, TODAY.minusDays(9), TODAY).end(TODAY.plusDays(1), TODAY))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> duty(WITHDRAWN, TODAY.minusDays(9), null).end(TODAY, TODAY))
                .isInstanceOf(Refused.class);
    }

    @Test
    void oneIsConfirmedForTheDaysThatAreLeft() {
        assertThat(confirmed(duty(PROPOSED, TODAY.minusDays(9), null)).validFrom())
                .isEqualTo(TODAY);
        assertThat(confirmed(duty(PROPOSED, TODAY.plusDays(9), null)).validFrom())
                .isEqualTo(TODAY.plusDays(9));
        assertThatThrownBy(() -> confirmed(duty(PROPOSED, TODAY.minusDays(9), TODAY)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void oneIsNotConfirmedBesideAnotherOfTheSameDays() {
        Duty proposed = duty(PROPOSED, TODAY, TODAY.plusDays(9));
        confirmed(
                proposed,
                duty(CONFIRMED, TODAY.minusDays(9), TODAY),
                duty(CONFIRMED, TODAY.plusDays(9), null),
                duty(PROPOSED, TODAY, null),
                duty(WITHDRAWN, TODAY, null));
        for (Duty other : List.of(
                duty(CONFIRMED, TODAY.minusDays(9), null),
                duty(CONFIRMED, TODAY.minusDays(9), TODAY.plusDays(1)),
                duty(CONFIRMED, TODAY.plusDays(8), null)))
            assertThatThrownBy(() -> confirmed(proposed, other)).isInstanceOf(Refused.class);
    }

    private static Duty confirmed(Duty proposed, Duty... alike) {
        return proposed.confirm(UUID.randomUUID(), TODAY, List.of(alike));
    }

    @Test
    void aRoleIsHeldOnItsLevel() {
        proposal(DutyRole.STREET_OFFICER, null).check(TODAY);
        proposal(DutyRole.GRID_WORKER, "Grid").check(TODAY);
        assertThatThrownBy(() -> proposal(DutyRole.GRID_WORKER, null).check(TODAY))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> proposal(DutyRole.COMMUNITY_WORKER, "Street").check(TODAY))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> proposal(DutyRole.STREET_OFFICER, null).check(TODAY.plusDays(1)))
                .isInstanceOf(Refused.class);
    }

    private static Duty duty(DutyStatus status, LocalDate from, @Nullable LocalDate to) {
        return new Duty(UUID.randomUUID(), UUID.randomUUID(), status, null, from, to);
    }

    private static DutyProposal proposal(DutyRole role, @Nullable String type) {
        Reference place = type == null ? null : new Reference(type, UUID.randomUUID());
        return new DutyProposal(UUID.randomUUID(), "示例", role, null, place, TODAY, null);
    }
}
