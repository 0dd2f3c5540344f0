package org.linli.staff;

/** How far the account of a person is. */
public enum StaffStatus {
    INVITED,
    CONNECTED,
    FAILED
}
