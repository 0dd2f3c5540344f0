package org.linli.archive;

import org.linli.archive.Deletions.ArchiveBeingMade;
import org.linli.tenancy.provisioning.DirectoryUnreachable;

/** What a deletion waits for. */
enum DeletionObstacle {
    ARCHIVE_BEING_MADE,
    DIRECTORY_UNREACHABLE,
    NOT_CONFIGURED,
    UNEXPECTED;

    static DeletionObstacle of(Throwable failure) {
        if (failure instanceof ArchiveBeingMade) return ARCHIVE_BEING_MADE;
        return failure instanceof DirectoryUnreachable ? DIRECTORY_UNREACHABLE : UNEXPECTED;
    }
}
