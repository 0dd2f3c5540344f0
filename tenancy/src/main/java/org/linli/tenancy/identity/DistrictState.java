package org.linli.tenancy.identity;

/** How far a district is in its life on the platform. */
public enum DistrictState {
    /** Registered, and not to be used yet. */
    OPENING,
    ACTIVE,
    /** Everything is there, and nobody gets to it. */
    SUSPENDED,
    /** As suspended, on its way out. */
    LEAVING
}
