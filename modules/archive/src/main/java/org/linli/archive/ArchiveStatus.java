package org.linli.archive;

/** How far an archive is. */
enum ArchiveStatus {
    REQUESTED,
    WRITING,
    READY,
    FAILED
}
