package org.linli.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.linli.live.feed.Feed;
import org.linli.schema.contract.Contract;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Hooks;

/** The edge: the endpoint, the pages, and errors in the caller's language. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
class WebConfiguration {
    static {
        Hooks.onErrorDropped(Faults::dropped);
    }

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

    /**
     * Ahead of Spring's exchange, dispatcher and observation, which cost as much as a tenth of answering one row. Pages of
     * other origins take the long way, where CORS is known.
     */
    @Bean
    WebHttpHandlerBuilderCustomizer graphQl(
            GraphQlSource source,
            Asker asker,
            Feed feed,
            Answers answers,
            Connections connections,
            Settings settings,
            MeterRegistry meters) {
        Operations operations = new Operations(source.graphQl(), asker, feed);
        Questions questions = new Questions(
                Math.toIntExact(settings.bodyLimit().toBytes()),
                Math.toIntExact(settings.guests().bodyLimit().toBytes()));
        HttpHandler endpoint = new GraphQlEndpoint(operations, questions, answers, connections, meters);
        CorsConfiguration cors = cors(settings, HttpMethod.POST, HttpMethod.GET);
        HttpHandler sockets = new Sockets(operations, questions, answers, connections, cors);
        HttpHandler ofPages = WebHttpHandlerBuilder.webHandler(
                        exchange -> endpoint.handle(exchange.getRequest(), exchange.getResponse()))
                .filter(new CorsWebFilter(exchange -> cors))
                .build();
        return builder -> builder.httpHandlerDecorator(rest -> (request, response) -> {
            if (!request.getPath().value().equals(GraphQlEndpoint.PATH)) return rest.handle(request, response);
            if (Sockets.askedFor(request)) return sockets.handle(request, response);
            boolean ofPage = request.getHeaders().containsHeader(HttpHeaders.ORIGIN);
            return (ofPage ? ofPages : endpoint).handle(request, response);
        });
    }

    @Bean
    Connections connections(Settings settings, MeterRegistry meters) {
        return new Connections(settings.streams(), meters);
    }

    @Bean
    RouterFunction<ServerResponse> pages(GraphQlSource source, Settings settings, Messages messages) {
        return new Pages(Contract.print(source.schema()), settings, new ErrorCatalogue(messages)).routes();
    }

    /** Pages of other origins send and fetch files as they ask. */
    @Bean
    CorsWebFilter filesOfPages(Settings settings) {
        UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
        paths.registerCorsConfiguration(FileRoutes.UPLOADS, cors(settings, HttpMethod.PUT));
        paths.registerCorsConfiguration(FileRoutes.FILES, cors(settings, HttpMethod.GET));
        return new CorsWebFilter(paths);
    }

    private static CorsConfiguration cors(Settings settings, HttpMethod... methods) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOriginPatterns(settings.corsOrigins());
        cors.setAllowedMethods(Stream.of(methods).map(HttpMethod::name).toList());
        cors.setAllowedHeaders(
                List.of("Accept", "Accept-Language", "Authorization", "Content-Type", "Idempotency-Key", "X-District"));
        cors.setExposedHeaders(List.of("Retry-After", "WWW-Authenticate"));
        cors.setMaxAge(Duration.ofHours(1));
        return cors;
    }
}
