package org.linli.units;

import java.util.UUID;

/**
 * A member serves elsewhere now.
 *
 * @param closedId the registration that was closed
 * @param registrationId the one that continues it
 */
public record ServiceTransferred(UUID closedId, UUID registrationId) {}
