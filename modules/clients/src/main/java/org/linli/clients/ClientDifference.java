package org.linli.clients;

/** In what way a client was found to differ from what the district says of it. */
enum ClientDifference {
    CHANGED,
    MISSING,
    NO_INTEGRATOR,
    /** Told as a problem of it, since it is not put right by itself. */
    BLOCKED
}
