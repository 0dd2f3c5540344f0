package org.linli.api;

import graphql.schema.GraphQLSchema;
import org.linli.api.PlatformConfiguration.Operators;
import org.linli.schema.contract.Contract;
import org.springframework.context.annotation.Bean;
import org.springframework.graphql.execution.GraphQlSource;
import reactor.core.publisher.Mono;

/** The schema of a test, which everybody sees, operators as well: to be imported. */
final class OneSchema {
    @Bean
    Schemas schemas(GraphQlSource source) {
        return caller -> Mono.just(source.graphQl());
    }

    @Bean
    Operators operators(GraphQlSource source, Asker asker) {
        return new Operators(source, source, source, source, asker);
    }

    @Bean
    Contract contract() {
        return Contract.load();
    }

    @Bean
    GraphQLSchema schema(GraphQlSource source) {
        return source.schema();
    }
}
