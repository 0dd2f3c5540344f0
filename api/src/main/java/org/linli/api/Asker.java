package org.linli.api;

import org.linli.schema.Caller;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Finds out who asks. */
@FunctionalInterface
interface Asker {
    /** The caller of a request, or a {@link org.linli.schema.ClientFault} that says why there is none. */
    Mono<Caller> of(ServerHttpRequest request);
}
