package org.linli.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.files.Downloads;
import org.linli.files.Downloads.Download;
import org.linli.files.Uploads;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.tenancy.identity.Districts;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code PUT /uploads/<address>} and {@code GET /files/<address>}: bytes of files. The address is the right; no token is asked for. */
final class FileRoutes {
    static final String UPLOADS = "/uploads/{address}";
    static final String FILES = "/files/{address}";

    /** Not longer, since a file that was withdrawn shall be gone. */
    private static final CacheControl LASTING =
            CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    /** Whoever has not sent or taken it by then is let go. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Uploads uploads;
    private final Downloads downloads;
    private final Districts districts;
    private final Budgets budgets;
    private final GuestLimit limit;
    private final int atOnce;

    /** @param atOnce how many files one address may send and fetch at the same time */
    FileRoutes(
            Uploads uploads, Downloads downloads, Districts districts, Budgets budgets, GuestLimit limit, int atOnce) {
        this.uploads = uploads;
        this.downloads = downloads;
        this.districts = districts;
        this.budgets = budgets;
        this.limit = limit;
        this.atOnce = atOnce;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .PUT(UPLOADS, request -> within(request, uploads::district, this::upload))
                .GET(FILES, request -> within(request, downloads::district, this::download))
                .build();
    }

    private interface Owner {
        @Nullable
        UUID of(String address);
    }

    /** Within what the asker's address and the file's district may take, until the last byte has gone. */
    private Mono<ServerResponse> within(ServerRequest request, Owner owner, HandlerFunction<ServerResponse> handler) {
        return ServerResponse.ok()
                .build((exchange, context) -> limit.during(
                        Credentials.of(exchange.getRequest()),
                        atOnce,
                        district(owner.of(request.pathVariable("address")))
                                .flatMap(district -> budgets.withBytes(
                                        Caller.guest(district),
                                        handler.handle(request)
                                                .flatMap(answer -> answer.writeTo(exchange, context))
                                                .timeout(PATIENCE)))));
    }

    private Mono<District> district(@Nullable UUID id) {
        return Mono.justOrEmpty(id)
                .flatMap(districts::of)
                .switchIfEmpty(Mono.error(() -> ClientFault.of(ErrorCode.NOT_FOUND)));
    }

    private Mono<ServerResponse> upload(ServerRequest request) {
        ServerHttpRequest http = request.exchange().getRequest();
        return uploads.receive(
                        request.pathVariable("address"), http.getHeaders().getContentLength(), http.getBody())
                .flatMap(received ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(received));
    }

    private Mono<ServerResponse> download(ServerRequest request) {
        return downloads.at(request.pathVariable("address")).flatMap(download -> {
            String tag = '"' + download.digest() + '"';
            return request.checkNotModified(tag)
                    .switchIfEmpty(ServerResponse.ok()
                            .contentType(MediaType.parseMediaType(
                                    download.mediaType().mediaType()))
                            .contentLength(download.size())
                            .eTag(tag)
                            .cacheControl(download.lasting() ? LASTING : CacheControl.noStore())
                            .headers(headers -> protect(headers, download))
                            .body(BodyInserters.fromDataBuffers(download.content())));
        });
    }

    /** Nothing that somebody sent may become a page of ours. */
    private static void protect(HttpHeaders headers, Download download) {
        ContentDisposition.Builder how =
                download.mediaType().picture() ? ContentDisposition.inline() : ContentDisposition.attachment();
        headers.setContentDisposition(
                how.filename(download.name(), StandardCharsets.UTF_8).build());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
        headers.set("Referrer-Policy", "no-referrer");
    }
}
