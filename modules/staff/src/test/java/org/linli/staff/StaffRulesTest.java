package org.linli.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.staff.StaffRole.AUDITOR;
import static org.linli.staff.StaffRole.DISTRICT_ADMIN;
import static org.linli.staff.StaffRole.DISTRICT_OFFICER;
import static org.linli.staff.StaffRole.GRID_WORKER;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.TransitionRefused;
import org.linli.schema.Language;
import org.linli.schema.Role;
import org.linli.staff.StaffAccountStore.Invited;
import org.linli.staff.StaffRefusal.OfficerNeeded;
import org.linli.staff.StaffRefusal.StaffAddressMalformed;
import org.linli.staff.StaffRefusal.UsernameMalformed;
import org.linli.tenancy.provisioning.Accounts.Account;

/** Who may give which role to whom, and whose account is taken for whom. */
class StaffRulesTest {
    private static final UUID PERSON = new UUID(0, 1);
    private static final UUID PROPOSER = new UUID(0, 2);
    private static final UUID OTHER = new UUID(0, 3);

    /** The same words stand in tokens. */
    @ParameterizedTest
    @EnumSource
    void aRoleIsOneThatATokenCanCarry(StaffRole role) {
        assertThat(Role.valueOf(role.name()).staff()).isTrue();
        assertThat(role.confirmed()).isEqualTo(role != DISTRICT_ADMIN);
    }

    @Test
    void ofThreeRolesAPersonHasOneAndOfTheOthersAnyNumber() {
        EnumSet<StaffRole> apart = EnumSet.of(DISTRICT_ADMIN, DISTRICT_OFFICER, AUDITOR);
        for (StaffRole role : StaffRole.values())
            for (StaffRole other : StaffRole.values())
                assertThat(role.excludedBy(List.of(other)).isPresent())
                        .as(role + " beside " + other)
                        .isEqualTo(role != other && apart.contains(role) && apart.contains(other));
        assertThat(AUDITOR.excludedBy(List.of(GRID_WORKER, AUDITOR, DISTRICT_OFFICER)))
                .contains(DISTRICT_OFFICER);
    }

    @Test
    void aSecondPersonConfirms() {
        assertThat(proposal(GRID_WORKER).confirm(OTHER, true, true).status()).isEqualTo(RoleGrantStatus.GIVEN);
        for (UUID own : List.of(PERSON, PROPOSER))
            assertRefused(OwnWork.class, () -> proposal(GRID_WORKER).confirm(own, true, true));
        assertRefused(OfficerNeeded.class, () -> proposal(GRID_WORKER).confirm(OTHER, false, false));
        Grant given = proposal(GRID_WORKER).to(RoleGrantStatus.GIVEN);
        assertRefused(TransitionRefused.class, () -> given.confirm(OTHER, true, true));
        assertRefused(TransitionRefused.class, () -> given.to(RoleGrantStatus.DECLINED));
    }

    @Test
    void theFirstOfficerOfADistrictIsConfirmedByAnotherAdministrator() {
        assertThat(proposal(DISTRICT_OFFICER).confirm(OTHER, false, false).status())
                .isEqualTo(RoleGrantStatus.GIVEN);
        assertRefused(OwnWork.class, () -> proposal(DISTRICT_OFFICER).confirm(PROPOSER, false, false));
        assertRefused(OfficerNeeded.class, () -> proposal(DISTRICT_OFFICER).confirm(OTHER, false, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xin", "Xin.Shili-2_b", "张三丰"})
    void aUsernameMayBeChinese(String username) {
        StaffInvitation invitation = new StaffInvitation("新示例", username, null, List.of());
        invitation.check();
        assertThat(invitation.username()).isEqualTo(username.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"张三", "a b c", "a@b", "<script>"})
    void butNotWhatKeycloakDoesNotTake(String username) {
        assertRefused(UsernameMalformed.class, () -> new StaffInvitation("新示例", username, null, List.of()).check());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x@", "@x.test", "x@y", "x@.test", "a b@x.test", "x@y.test\u0000", "x@y,z.test"})
    void anAddressIsOne(String email) {
        assertRefused(StaffAddressMalformed.class, () -> new StaffInvitation("新示例", null, email, List.of()).check());
        new StaffInvitation("新示例", null, "Xin.Shili+a@sub.example.test", List.of()).check();
    }

    @Test
    void nobodysAccountIsTakenByItsNameAlone() {
        assertThat(invited("a@x.test").refuses(account("a@x.test", true, false)))
                .isEmpty();
        assertThat(invited(null).refuses(account(null, false, false))).isEmpty();
        assertThat(invited(null).refuses(account("a@x.test", true, false))).contains(StaffFailure.ADDRESS_DIFFERS);
        assertThat(invited("b@x.test").refuses(account("a@x.test", true, false)))
                .contains(StaffFailure.ADDRESS_DIFFERS);
    }

    /** Anybody may register with any address. */
    @Test
    void whoRegisteredWithSomebodyElsesAddressGetsNothing() {
        assertThat(invited("a@x.test").refuses(account("a@x.test", false, false)))
                .contains(StaffFailure.ADDRESS_UNVERIFIED);
        // Nobody has a password to it but by a letter to that address.
        assertThat(invited("a@x.test").refuses(account("a@x.test", false, true)))
                .isEmpty();
    }

    private static Grant proposal(StaffRole role) {
        return new Grant(new UUID(0, 9), new UUID(0, 8), PERSON, role, RoleGrantStatus.PROPOSED, PROPOSER);
    }

    private static Invited invited(@Nullable String email) {
        return new Invited(
                new UUID(0, 8),
                null,
                "新示例",
                "xin",
                email,
                StaffStatus.INVITED,
                false,
                true,
                true,
                new UUID(0, 7),
                "140213",
                Language.ZH_CN);
    }

    private static Account account(@Nullable String email, boolean verified, boolean invited) {
        return new Account(PERSON, "xin", email, "新示例", verified, invited, true);
    }

    private static void assertRefused(Class<?> refusal, Runnable rule) {
        assertThatThrownBy(rule::run)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isInstanceOf(refusal));
    }
}
