package org.linli.live.settings;

/** For how long a cursor of a district's updates can be resumed from. */
public enum Retention {
    DAYS_30,
    DAYS_90,
    DAYS_365
}
