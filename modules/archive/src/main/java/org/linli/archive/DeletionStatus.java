package org.linli.archive;

/** How far a deletion is. */
enum DeletionStatus {
    WAITING,
    ERASING,
    ERASED,
    WITHDRAWN
}
