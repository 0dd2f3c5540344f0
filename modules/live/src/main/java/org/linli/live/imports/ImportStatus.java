package org.linli.live.imports;

import org.linli.live.Transitions;

/** How far an import is. */
public enum ImportStatus {
    IMPORTED,
    CONFIRMED;

    static final Transitions<ImportStatus> LIFE =
            Transitions.of(ImportStatus.class).step(IMPORTED, CONFIRMED);
}
