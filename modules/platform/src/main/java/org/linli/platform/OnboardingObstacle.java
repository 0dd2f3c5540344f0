package org.linli.platform;

import org.linli.platform.OnboardingSteps.AccountTaken;
import org.linli.tenancy.provisioning.DirectoryUnreachable;
import org.linli.tenancy.provisioning.LetterUnsent;
import org.linli.tenancy.provisioning.OrganizationTaken;

/** What a step waits for. */
enum OnboardingObstacle {
    DIRECTORY_UNREACHABLE,
    ACCOUNT_TAKEN,
    LETTER_UNSENT,
    ORGANIZATION_TAKEN,
    UNEXPECTED;

    static OnboardingObstacle of(Throwable failure) {
        if (failure instanceof DirectoryUnreachable) return DIRECTORY_UNREACHABLE;
        if (failure instanceof AccountTaken) return ACCOUNT_TAKEN;
        if (failure instanceof OrganizationTaken) return ORGANIZATION_TAKEN;
        return failure instanceof LetterUnsent ? LETTER_UNSENT : UNEXPECTED;
    }
}
