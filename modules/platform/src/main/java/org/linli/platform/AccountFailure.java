package org.linli.platform;

import org.jspecify.annotations.Nullable;
import org.linli.staff.StaffFailure;

/** Why an administrator whom operators name cannot have the account. */
enum AccountFailure {
    ADDRESS_NEEDED,
    ADDRESS_DIFFERS,
    ADDRESS_UNVERIFIED,
    ELSEWHERE,
    ALREADY_STAFF,
    OWN_ACCOUNT,
    REFUSED,
    ROLES_EXCLUDE_EACH_OTHER;

    /** As the register of staff has it. */
    static AccountFailure of(StaffFailure failure) {
        return valueOf(failure.name());
    }

    /** Of what was thrown; null where that is something else. */
    static @Nullable AccountFailure of(Throwable failure) {
        return failure instanceof OnboardingSteps.AccountTaken taken ? taken.why() : null;
    }
}
