package org.linli.clients;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** What happens to a client. */
sealed interface ClientEvent extends Event {
    @Override
    default String type() {
        return "Client";
    }

    record ClientRegistered(UUID id) implements ClientEvent {
        @Override
        public ClientStatus to() {
            return ClientStatus.REGISTERING;
        }
    }

    /** @param from null where the district grants it for the first time */
    record ClientGranted(UUID id, @Nullable ClientStatus from) implements ClientEvent {
        @Override
        public ClientStatus to() {
            return ClientStatus.REGISTERING;
        }
    }

    record ClientReady(UUID id, ClientStatus from) implements ClientEvent {
        @Override
        public ClientStatus to() {
            return ClientStatus.READY;
        }
    }

    record ClientChanged(UUID id) implements ClientEvent {}

    record ClientSecretRotated(UUID id) implements ClientEvent {}

    record ClientHindered(UUID id, ClientProblem clientProblem) implements ClientEvent {}

    /** @param from what it was before it is made what it shall be once more */
    record ClientDrifted(UUID id, ClientDifference clientDifference, ClientStatus from) implements ClientEvent {
        @Override
        public ClientStatus to() {
            return ClientStatus.CHANGING;
        }
    }

    record ClientWithdrawn(UUID id, ClientStatus from) implements ClientEvent {
        @Override
        public ClientStatus to() {
            return ClientStatus.WITHDRAWN;
        }
    }
}
