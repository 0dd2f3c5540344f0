package org.linli.platform;

/** What can be wrong with an application. */
enum ApplicationProblem {
    CODE_MALFORMED,
    EMAIL_MALFORMED,
    PHONE_MALFORMED,
    CODE_TAKEN,
    NAME_TAKEN
}
