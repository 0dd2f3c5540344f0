package org.linli.api;

import org.linli.schema.Caller;
import reactor.core.publisher.Mono;

/** Finds out who asks. */
@FunctionalInterface
interface Asker {
    /** The caller of a request, or a {@link org.linli.schema.ClientFault} that says why there is none. */
    Mono<Caller> of(Credentials credentials);

    /** Who that is now, of a request that goes on: nobody asks for anything new, so it counts as nothing. */
    default Mono<Caller> again(Credentials credentials) {
        return of(credentials);
    }
}
