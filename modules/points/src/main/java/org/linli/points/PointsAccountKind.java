package org.linli.points;

/** Whose points an account holds, in the order in which accounts are locked. */
public enum PointsAccountKind {
    ISSUE,
    EXPIRY,
    RESIDENT,
    HOLD,
    MERCHANT,
    UNIT,
    ACTIVITY
}
