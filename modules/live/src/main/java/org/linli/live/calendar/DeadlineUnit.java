package org.linli.live.calendar;

/** What a deadline is counted in. */
public enum DeadlineUnit {
    WORKING_HOURS,
    WORKING_DAYS,
    CALENDAR_DAYS
}
