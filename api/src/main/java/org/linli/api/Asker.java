package org.linli.api;

import org.linli.schema.Caller;
import org.linli.tenancy.identity.Presences.Presence;
import reactor.core.publisher.Mono;

/** Finds out who asks. */
@FunctionalInterface
interface Asker {
    /** The caller of a request, or a {@link org.linli.schema.ClientFault} that says why there is none. */
    Mono<Caller> of(Credentials credentials);

    /** Who stays, of a request that goes on. */
    default Mono<Presence> stays(Credentials credentials) {
        return of(credentials).map(caller -> () -> caller);
    }
}
