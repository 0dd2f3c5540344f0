package org.linli.staff;

/** What became of a difference. */
public enum StaffDriftStatus {
    REPORTED,
    REPAIRED,
    OVER
}
