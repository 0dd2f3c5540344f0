package org.linli.units;

import java.util.UUID;

/** The service registration as it is now. */
public record RegistrationSaved(UUID registrationId) implements RegisterForServiceResult {}
