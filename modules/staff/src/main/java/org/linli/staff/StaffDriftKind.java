package org.linli.staff;

/** In what way the directory of accounts was found to differ from the register. */
public enum StaffDriftKind {
    /** Given here, taken away there. */
    MISSING,
    /** Given there, never here. */
    UNREGISTERED,
    /** Withdrawn or declined here, held there. */
    LINGERING,
    /** Given here, to an account that was disabled there. */
    DISABLED;

    /** Whether somebody had it and was not to have it any more. */
    boolean takes() {
        return this == MISSING || this == DISABLED;
    }
}
