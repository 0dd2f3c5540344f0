package org.linli.api;

import graphql.schema.GraphQLSchema;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.linli.api.PlatformConfiguration.Operators;
import org.linli.live.feed.Feed;
import org.linli.schema.contract.Contract;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

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

    @Bean
    Budgets budgets(MeterRegistry meters) {
        return new Budgets(meters);
    }

    /**
     * Ahead of Spring's exchange, dispatcher and observation, which cost as much as a tenth of answering one row. Pages of
     * other origins take the long way, where CORS is known.
     */
    @Bean
    WebHttpHandlerBuilderCustomizer graphQl(
            Schemas schemas,
            Asker asker,
            Operators operators,
            Feed feed,
            Answers answers,
            Connections connections,
            Settings settings,
            Origins origins,
            Budgets budgets,
            MeterRegistry meters) {
        Questions questions = new Questions(
                Math.toIntExact(settings.bodyLimit().toBytes()),
                Math.toIntExact(settings.guests().bodyLimit().toBytes()));
        Serving serving = (path, operations, admitted) -> endpoint(
                new GraphQlEndpoint(path, operations, questions, answers, connections, meters),
                new Sockets(operations, questions, answers, connections, admitted),
                admitted);
        HttpHandler ofDistricts =
                serving.at(GraphQlEndpoint.PATH, new Operations(schemas, asker, feed, budgets), origins);
        // No page of a district's has to do with the platform.
        HttpHandler ofPlatform = serving.at(
                PlatformConfiguration.PATH,
                new Operations(caller -> Mono.just(operators.of(caller)), operators.asker(), feed, budgets),
                Origins.of(settings.corsOrigins()));
        return builder -> builder.httpHandlerDecorator(rest -> (request, response) -> {
            String path = request.getPath().value();
            HttpHandler handler = path.equals(GraphQlEndpoint.PATH)
                    ? ofDistricts
                    : path.equals(PlatformConfiguration.PATH) ? ofPlatform : rest;
            return handler.handle(request, response);
        });
    }

    /** Makes what serves a path. */
    private interface Serving {
        HttpHandler at(String path, Operations operations, Origins origins);
    }

    private static HttpHandler endpoint(HttpHandler endpoint, HttpHandler sockets, Origins origins) {
        HttpHandler ofPages = WebHttpHandlerBuilder.webHandler(
                        exchange -> endpoint.handle(exchange.getRequest(), exchange.getResponse()))
                .filter(origins.filter(admitted -> exchange -> cors(admitted, HttpMethod.POST, HttpMethod.GET)))
                .build();
        return (request, response) -> {
            if (Sockets.askedFor(request)) return sockets.handle(request, response);
            boolean ofPage = request.getHeaders().containsHeader(HttpHeaders.ORIGIN);
            return (ofPage ? ofPages : endpoint).handle(request, response);
        };
    }

    @Bean
    Connections connections(Settings settings, MeterRegistry meters) {
        return new Connections(settings.streams(), meters);
    }

    @Bean
    RouterFunction<ServerResponse> pages(
            GraphQLSchema schema, Contract contract, Operators operators, Settings settings, Messages messages) {
        Map<String, String> contracts = Map.of(
                "/schema.graphqls", Contract.print(schema),
                "/platform/schema.graphqls", Contract.print(operators.source().schema()));
        return new Pages(contracts, settings, new ErrorCatalogue(messages), contract.packages()).routes();
    }

    /** Pages of other origins send and fetch files as they ask. */
    @Bean
    WebFilter filesOfPages(Origins origins) {
        return origins.filter(admitted -> {
            UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
            paths.registerCorsConfiguration(FileRoutes.UPLOADS, cors(admitted, HttpMethod.PUT));
            paths.registerCorsConfiguration(FileRoutes.FILES, cors(admitted, HttpMethod.GET));
            return paths;
        });
    }

    private static CorsConfiguration cors(List<String> admitted, HttpMethod... methods) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(admitted);
        cors.setAllowedMethods(Stream.of(methods).map(HttpMethod::name).toList());
        cors.setAllowedHeaders(
                List.of("Accept", "Accept-Language", "Authorization", "Content-Type", "Idempotency-Key", "X-District"));
        cors.setExposedHeaders(List.of("Retry-After", "WWW-Authenticate"));
        cors.setMaxAge(Duration.ofHours(1));
        return cors;
    }
}
