package org.linli.platform;

/** What can be wrong with a district that is to come on board. */
enum DistrictProblem {
    CODE_MALFORMED,
    CODE_TAKEN,
    NAME_TAKEN,
    TIME_ZONE_UNKNOWN,
    USERNAME_MALFORMED,
    EMAIL_MALFORMED,
    PACKAGE_NEEDED,
    WORKING_WEEK_UNFIT,
    CELL_UNKNOWN,
    ACCOUNT_TAKEN,
    DIRECTORY_UNREACHABLE
}
