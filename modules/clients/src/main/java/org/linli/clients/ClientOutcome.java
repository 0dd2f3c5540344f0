package org.linli.clients;

import java.util.UUID;
import org.linli.clients.ClientRefusal.ClientSecretTold;
import org.linli.live.Refusal;
import org.linli.live.ToldOnce;

/** What is answered when something was done with a client. */
public sealed interface ClientOutcome {
    record ClientSaved(UUID clientId) implements ClientOutcome {}

    /** @param secret in clear, once */
    record ClientSecretGiven(UUID clientId, String secret) implements ClientOutcome, ToldOnce {
        @Override
        public Refusal again() {
            return new ClientSecretTold(clientId);
        }

        @Override
        public String toString() {
            return "ClientSecretGiven[" + clientId + "]";
        }
    }
}
