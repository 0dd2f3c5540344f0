package org.linli.imports;

import org.linli.live.Transitions;

/** How far bringing in a file is. */
public enum DataImportStatus {
    AWAITED,
    CHECKING,
    CHECKED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    static final Transitions<DataImportStatus> LIFE = Transitions.of(DataImportStatus.class)
            .step(AWAITED, CHECKING, CANCELLED)
            .step(CHECKING, CHECKED, FAILED, CANCELLED)
            .step(CHECKED, CHECKING, RUNNING, CANCELLED)
            .step(RUNNING, DONE, FAILED, CANCELLED);

    /** Whether a job is at it. */
    boolean worked() {
        return this == CHECKING || this == RUNNING;
    }
}
