package org.linli.live.calendar;

/** What a day is, whatever its weekday says. */
public enum CalendarDayKind {
    DAY_OFF,
    WORKDAY
}
