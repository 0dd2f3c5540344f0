package org.linli.archive;

/** Why an archive is not made. */
enum ArchiveObstacle {
    KEY_MISSING,
    GIVEN_UP
}
