package org.linli.setup;

/** What a district sets up before it goes live. */
enum SetupStep {
    PACKAGES,
    CALENDAR,
    TERRITORY,
    STAFF,
    RESIDENTS,
    MERCHANTS,
    CLIENTS,
    ARCHIVE_KEY
}
