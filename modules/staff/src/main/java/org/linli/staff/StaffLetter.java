package org.linli.staff;

/** What a letter to a member of the staff is about; what it says beside is the same. */
public enum StaffLetter {
    INVITED,
    /** The district that the person applied for is there. */
    OPENED,
    ROLE
}
