package org.linli.clients;

import java.util.UUID;

/** What is answered when something was done with a client. */
public sealed interface ClientOutcome {
    record ClientSaved(UUID clientId) implements ClientOutcome {}

    /** @param secret in clear, once */
    record ClientSecretGiven(UUID clientId, String secret) implements ClientOutcome {}
}
