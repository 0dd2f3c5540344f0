package org.linli.platform;

/** What became of a difference. */
enum DirectoryDriftStatus {
    REPORTED,
    REPAIRED,
    OVER
}
