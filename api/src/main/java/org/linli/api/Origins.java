package org.linli.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.clients.ClientOrigins;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Whose pages may call: those of origins that the operator allows, and of frontends that a district grants. */
final class Origins {
    private final CorsConfiguration operators;
    private final Function<String, Mono<Boolean>> others;

    private Origins(List<String> operators, Function<String, Mono<Boolean>> others) {
        this.operators = new CorsConfiguration();
        this.operators.setAllowedOriginPatterns(operators);
        this.others = others;
    }

    static Origins of(List<String> operators, ClientOrigins clients) {
        return new Origins(operators, clients::contains);
    }

    /** No others than the operator allows. */
    static Origins of(List<String> operators) {
        return new Origins(operators, origin -> Mono.just(false));
    }

    Mono<Boolean> allowed(String origin) {
        return operators.checkOrigin(origin) != null ? Mono.just(true) : others.apply(origin);
    }

    /** @param source of the rules by which pages of these origins call */
    WebFilter filter(Function<List<String>, CorsConfigurationSource> source) {
        return (exchange, chain) -> {
            String origin = exchange.getRequest().getHeaders().getFirst(HttpHeaders.ORIGIN);
            return admitted(origin)
                    .flatMap(admitted -> new CorsWebFilter(source.apply(admitted)).filter(exchange, chain));
        };
    }

    private Mono<List<String>> admitted(@Nullable String origin) {
        if (origin == null) return Mono.just(List.of());
        return allowed(origin).map(allowed -> allowed ? List.of(origin) : List.of());
    }
}
