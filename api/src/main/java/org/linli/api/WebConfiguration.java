package org.linli.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import org.linli.schema.contract.Contract;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;

/** The edge: the endpoint, the pages, and errors in the caller's language. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
class WebConfiguration {
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
    WebFilter graphQl(GraphQlSource source, Asker asker, Answers answers, Settings settings, MeterRegistry meters) {
        int bodyLimit = Math.toIntExact(settings.bodyLimit().toBytes());
        return new GraphQlEndpoint(source.graphQl(), asker, answers, bodyLimit, cors(settings), meters);
    }

    /** The endpoint has timers of its own. */
    @Bean
    WebHttpHandlerBuilderCustomizer withoutObservation() {
        return builder -> builder.observationRegistry(ObservationRegistry.NOOP);
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
