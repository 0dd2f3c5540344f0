package org.linli.staff;

/** Why a person could not be connected with an account. */
public enum StaffFailure {
    ADDRESS_NEEDED,
    ADDRESS_DIFFERS,
    ADDRESS_UNVERIFIED,
    ELSEWHERE,
    ALREADY_STAFF,
    OWN_ACCOUNT,
    REFUSED
}
