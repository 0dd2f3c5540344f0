package org.linli.api;

import graphql.GraphQL;
import org.linli.schema.Caller;
import reactor.core.publisher.Mono;

/** What somebody sees of the contract. */
@FunctionalInterface
interface Schemas {
    /** What answers by the schema that the caller sees. */
    Mono<GraphQL> of(Caller caller);
}
