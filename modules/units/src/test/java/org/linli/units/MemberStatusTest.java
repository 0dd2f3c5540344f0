package org.linli.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.units.MemberStatus.ACTIVE;
import static org.linli.units.MemberStatus.COMMUNITY_ACCEPTED;
import static org.linli.units.MemberStatus.ENDED;
import static org.linli.units.MemberStatus.FILED;
import static org.linli.units.MemberStatus.LIFE;
import static org.linli.units.MemberStatus.REVIEWED;
import static org.linli.units.MemberStatus.TRANSFERRED;
import static org.linli.units.MemberStatus.UNIT_CONFIRMED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a service registration, without a database. */
class MemberStatusTest {
    @Test
    void theUnitConfirmsBeforeTheCommunityAccepts() {
        assertThat(LIFE.after(FILED)).containsExactlyInAnyOrder(UNIT_CONFIRMED, ENDED);
        assertThat(LIFE.after(UNIT_CONFIRMED)).containsExactlyInAnyOrder(COMMUNITY_ACCEPTED, ENDED);
        assertThat(LIFE.after(COMMUNITY_ACCEPTED)).containsExactlyInAnyOrder(ACTIVE, TRANSFERRED, ENDED);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACTIVE", "REVIEWED"})
    void whoServesIsReviewedYearByYearAndMayGo(MemberStatus serving) {
        assertThat(LIFE.after(serving)).containsExactlyInAnyOrder(REVIEWED, TRANSFERRED, ENDED);
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSFERRED", "ENDED"})
    void nothingFollowsAClosedOne(MemberStatus closed) {
        assertThat(LIFE.after(closed)).isEmpty();
    }
}
