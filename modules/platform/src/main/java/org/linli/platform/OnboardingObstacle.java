package org.linli.platform;

/** What a step waits for. */
enum OnboardingObstacle {
    DIRECTORY_UNREACHABLE,
    ACCOUNT_TAKEN,
    UNEXPECTED
}
