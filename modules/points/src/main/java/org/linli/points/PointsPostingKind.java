package org.linli.points;

/** Why points move. */
public enum PointsPostingKind {
    GRANT,
    REWARD,
    REDEMPTION,
    ENROLMENT,
    EXPIRY;

    /** Whether it makes points, and so its reversal takes them out of the world again. */
    boolean earns() {
        return this == GRANT || this == REWARD;
    }
}
