package org.linli.api;

import graphql.schema.GraphQLSchema;
import org.springframework.context.annotation.Bean;
import org.springframework.graphql.execution.GraphQlSource;
import reactor.core.publisher.Mono;

/** The schema of a test, which everybody sees: to be imported. */
final class OneSchema {
    @Bean
    Schemas schemas(GraphQlSource source) {
        return caller -> Mono.just(source.graphQl());
    }

    @Bean
    GraphQLSchema schema(GraphQlSource source) {
        return source.schema();
    }
}
