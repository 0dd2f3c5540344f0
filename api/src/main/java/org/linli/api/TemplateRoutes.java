package org.linli.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.linli.files.VirtualThreads;
import org.linli.imports.ImportFormat;
import org.linli.imports.Templates;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /templates/<kind>.xlsx}: files to fill in, for everybody. */
final class TemplateRoutes {
    private static final CacheControl DAY =
            CacheControl.maxAge(Duration.ofDays(1)).cachePublic();

    /** Each is made once, but for the examples, of which there could be a million. */
    private final Map<String, byte[]> made = new ConcurrentHashMap<>();

    private final Set<String> names = Set.copyOf(Templates.names());

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route().GET("/templates/{name}", this::template).build();
    }

    private Mono<ServerResponse> template(ServerRequest request) {
        String name = request.pathVariable("name");
        return Mono.justOrEmpty(made.get(name))
                .switchIfEmpty(VirtualThreads.get(() -> Templates.named(name))
                        .flatMap(Mono::justOrEmpty)
                        .doOnNext(content -> keep(name, content)))
                .flatMap(content -> given(name, content))
                .switchIfEmpty(ServerResponse.notFound().build());
    }

    private void keep(String name, byte[] content) {
        if (names.contains(name)) made.put(name, content);
    }

    private static Mono<ServerResponse> given(String name, byte[] content) {
        ImportFormat format = name.endsWith(".csv") ? ImportFormat.CSV : ImportFormat.XLSX;
        return ServerResponse.ok()
                .contentType(MediaType.parseMediaType(format.mediaType().mediaType()))
                .cacheControl(DAY)
                .headers(headers -> headers.setContentDisposition(ContentDisposition.attachment()
                        .filename("linli-" + name, StandardCharsets.UTF_8)
                        .build()))
                .bodyValue(content);
    }
}
