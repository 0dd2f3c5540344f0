package org.linli.api;

import graphql.GraphQL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.linli.schema.contract.Contract;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebExceptionHandler;

/** The edge: the endpoint, the pages, and errors in the caller's language. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
class WebConfiguration {
    /** Ahead of Boot's own mappings, so that a GraphQL request is not held against each of them. */
    private static final int FIRST = -1000;

    @Bean
    Messages messages() {
        return new Messages();
    }

    @Bean
    Answers answers(Messages messages) {
        return new Answers(new Faults(messages));
    }

    /** Ahead of Boot's handler, which answers in a form of its own. */
    @Bean
    @Order(-2)
    WebExceptionHandler outsideFaults(Answers answers) {
        return new OutsideFaults(answers);
    }

    @Bean
    SimpleUrlHandlerMapping graphQl(GraphQlSource source, Asker asker, Answers answers, Settings settings) {
        GraphQL engine = source.graphQl();
        int bodyLimit = Math.toIntExact(settings.bodyLimit().toBytes());
        SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(
                Map.of("/graphql", new GraphQlEndpoint(engine, asker, answers, bodyLimit)), FIRST);
        mapping.setCorsConfigurations(Map.of("/graphql", cors(settings)));
        return mapping;
    }

    @Bean
    RouterFunction<ServerResponse> pages(GraphQlSource source, Settings settings, Messages messages) {
        return new Pages(Contract.print(source.schema()), settings, new ErrorCatalogue(messages)).routes();
    }

    private static CorsConfiguration cors(Settings settings) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOriginPatterns(settings.corsOrigins());
        cors.setAllowedMethods(List.of("POST"));
        cors.setAllowedHeaders(
                List.of("Accept", "Accept-Language", "Authorization", "Content-Type", "Idempotency-Key", "X-District"));
        cors.setExposedHeaders(List.of("Retry-After", "WWW-Authenticate"));
        cors.setMaxAge(Duration.ofHours(1));
        return cors;
    }
}
