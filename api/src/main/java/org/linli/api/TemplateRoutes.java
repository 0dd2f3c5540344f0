package org.linli.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.linli.files.VirtualThreads;
import org.linli.imports.Templates;
import org.linli.imports.Templates.Template;
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

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route().GET("/templates/{name}", this::template).build();
    }

    private Mono<ServerResponse> template(ServerRequest request) {
        return VirtualThreads.get(() -> Templates.named(request.pathVariable("name")))
                .flatMap(Mono::justOrEmpty)
                .flatMap(TemplateRoutes::given)
                .switchIfEmpty(ServerResponse.notFound().build());
    }

    private static Mono<ServerResponse> given(Template template) {
        return ServerResponse.ok()
                .contentType(MediaType.parseMediaType(template.mediaType().mediaType()))
                .cacheControl(DAY)
                .headers(headers -> headers.setContentDisposition(ContentDisposition.attachment()
                        .filename("linli-" + template.name(), StandardCharsets.UTF_8)
                        .build()))
                .bodyValue(template.content());
    }
}
