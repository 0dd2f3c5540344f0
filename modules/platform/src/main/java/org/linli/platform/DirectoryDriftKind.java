package org.linli.platform;

/** In what way the directory of accounts was found to differ from the registry. */
enum DirectoryDriftKind {
    ORGANIZATION_MISSING,
    ORGANIZATION_CLOSED,
    ORGANIZATION_OPEN,
    GROUPS_MISSING,
    MEMBERSHIP_ENDED,
    ACCOUNTS_MISSING,
    VENDOR_CLIENT_CHANGED,
    CLIENT_BLOCKED;

    /** Whether it was put right at once. */
    boolean repaired() {
        return this != ORGANIZATION_MISSING && this != ACCOUNTS_MISSING && this != CLIENT_BLOCKED;
    }
}
