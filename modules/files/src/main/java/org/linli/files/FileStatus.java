package org.linli.files;

import org.linli.live.Transitions;

/** How far a file is. */
public enum FileStatus {
    REQUESTED,
    STORED,
    WITHDRAWN;

    static final Transitions<FileStatus> LIFE =
            Transitions.of(FileStatus.class).step(REQUESTED, STORED).step(STORED, WITHDRAWN);
}
