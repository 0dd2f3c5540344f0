package org.linli.activities;

/** What an activity is for. */
public enum ActivityKind {
    COMMUNITY,
    SELF_GOVERNANCE,
    PAIRED_UNIT,
    NIGHT_SCHOOL,
    TRAINING,
    LECTURE,
    CAMPAIGN
}
