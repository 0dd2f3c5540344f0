package org.linli.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.linli.tenancy.identity.Platform;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What a person opens in a browser: the start page, GraphiQL, what happens live, the console, the error catalogue, the contract. Nothing is loaded from elsewhere. */
final class Pages {
    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final CacheControl AN_HOUR = CacheControl.maxAge(Duration.ofHours(1));

    private final Map<String, String> contracts;
    private final Settings settings;
    private final ErrorCatalogue errors;
    private final Map<String, Set<String>> packages;
    private final String policy;

    /**
     * @param contracts SDL by address
     * @param packages of the contract, and what each of them needs
     */
    Pages(Map<String, String> contracts, Settings settings, ErrorCatalogue errors, Map<String, Set<String>> packages) {
        this.contracts = contracts;
        this.settings = settings;
        this.errors = errors;
        this.packages = new TreeMap<>(packages);
        String keycloak = settings.keycloak().issuer().getScheme() + "://"
                + settings.keycloak().issuer().getAuthority();
        // GraphiQL sets style attributes; scripts come from here only.
        policy = "default-src 'self'; connect-src 'self' " + keycloak
                + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"
                + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        contracts.forEach((address, sdl) -> routes.GET(
                address, request -> ServerResponse.ok().contentType(TEXT).bodyValue(sdl)));
        return routes.GET("/", request -> page("index.html"))
                .GET("/graphiql", request -> page("graphiql.html"))
                .GET("/live", request -> page("live.html"))
                .GET("/console", request -> page("console.html"))
                .GET("/errors", this::errors)
                .GET("/settings.json", request -> ServerResponse.ok().bodyValue(forPages()))
                .add(library("/vendor/react.js", "react", "umd/react.production.min.js"))
                .add(library("/vendor/react-dom.js", "react-dom", "umd/react-dom.production.min.js"))
                .add(library("/vendor/graphiql.js", "graphiql", "graphiql.min.js"))
                .add(library("/vendor/graphiql.css", "graphiql", "graphiql.min.css"))
                .add(RouterFunctions.resources(
                        "/assets/**", new ClassPathResource("static/assets/"), (file, headers) -> protect(headers)))
                .build();
    }

    private Mono<ServerResponse> page(String name) {
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_HTML)
                .headers(this::protect)
                .bodyValue(new ClassPathResource("static/" + name));
    }

    private Mono<ServerResponse> errors(ServerRequest request) {
        Language language = language(request.exchange().getRequest());
        return wantsHtml(request)
                ? ServerResponse.ok()
                        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                        .headers(this::protect)
                        .bodyValue(errors.html(language))
                : ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(errors.entries(language));
    }

    /** What the pages have to know: where to log in, and as which client. */
    private Map<String, Object> forPages() {
        return Map.of(
                "issuer", settings.keycloak().issuer().toString(),
                "client", settings.keycloak().webClient(),
                "console", Platform.CLIENT,
                "districts", settings.districtsOnPages(),
                "packages", packages);
    }

    /** A file of a Maven artifact of org.mvnpm, whatever its version. */
    private RouterFunction<ServerResponse> library(String address, String artifact, String file) {
        Resource resource =
                new ClassPathResource("META-INF/resources/_static/" + artifact + "/" + version(artifact) + "/" + file);
        MediaType type = new MediaType("text", address.endsWith(".css") ? "css" : "javascript");
        return RouterFunctions.route()
                .GET(
                        address,
                        request -> ServerResponse.ok()
                                .contentType(type)
                                .cacheControl(AN_HOUR)
                                .headers(this::protect)
                                .bodyValue(resource))
                .build();
    }

    private static String version(String artifact) {
        try {
            return PropertiesLoaderUtils.loadAllProperties("META-INF/maven/org.mvnpm/" + artifact + "/pom.properties")
                    .getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void protect(HttpHeaders headers) {
        headers.set("Content-Security-Policy", policy);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
    }

    private static boolean wantsHtml(ServerRequest request) {
        String accept = request.headers().firstHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
    }

    private static Language language(ServerHttpRequest request) {
        String asked = request.getQueryParams().getFirst("lang");
        return Language.of(asked == null ? request.getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE) : asked);
    }
}
