package org.linli.live.calendar;

/** What has to be done in time. How much time that is, is a district's data. */
public enum DeadlineKind {
    ACTIVITY_APPROVAL,
    SERVICE_REVIEW,
    RESIDENT_VERIFICATION,
    SERVICE_REGISTRATION,
    EVALUATION_APPEAL
}
