package org.linli.platform;

import org.linli.platform.OnboardingSteps.AccountTaken;
import org.linli.tenancy.provisioning.DirectoryUnreachable;
import org.linli.tenancy.provisioning.LetterUnsent;

/** What a step waits for. */
enum OnboardingObstacle {
    DIRECTORY_UNREACHABLE,
    ACCOUNT_TAKEN,
    LETTER_UNSENT,
    UNEXPECTED;

    static OnboardingObstacle of(Throwable failure) {
        if (failure instanceof DirectoryUnreachable) return DIRECTORY_UNREACHABLE;
        if (failure instanceof AccountTaken) return ACCOUNT_TAKEN;
        return failure instanceof LetterUnsent ? LETTER_UNSENT : UNEXPECTED;
    }
}
