package org.linli.activities;

/** How far an enrolment is in its life. */
public enum EnrolmentStatus {
    CONFIRMED,
    WAITLISTED,
    CANCELLED,
    ATTENDED,
    NO_SHOW,
    DROPPED;

    /** Whether it takes a seat or a place on the waitlist. */
    boolean holds() {
        return this == CONFIRMED || this == WAITLISTED;
    }

    /** Whether the person may enrol anew. */
    boolean givenUp() {
        return this == CANCELLED || this == DROPPED;
    }
}
