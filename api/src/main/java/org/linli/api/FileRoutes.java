package org.linli.api;

import java.net.InetAddress;
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

    private final Uploads uploads;
    private final Downloads downloads;
    private final Districts districts;
    private final Budgets budgets;
    private final GuestLimit limit;
    private final int atOnce;
    private final Duration patience;

    /**
     * @param atOnce how many files one address may send and fetch at the same time
     * @param patience after which whoever has not sent or taken a file is let go
     */
    FileRoutes(
            Uploads uploads,
            Downloads downloads,
            Districts districts,
            Budgets budgets,
            GuestLimit limit,
            int atOnce,
            Duration patience) {
        this.uploads = uploads;
        this.downloads = downloads;
        this.districts = districts;
        this.budgets = budgets;
        this.limit = limit;
        this.atOnce = atOnce;
        this.patience = patience;
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

    /**
     * Within what the asker's address may take, and the file's district, until the last byte has gone. Of the district's nothing is taken for an address
     * at which there is nothing: whoever made it up may know the district from another one.
     */
    private Mono<ServerResponse> within(ServerRequest request, Owner owner, HandlerFunction<ServerResponse> handler) {
        InetAddress asker = limit.address(Credentials.of(request.exchange().getRequest()));
        return ServerResponse.ok()
                .build((exchange, context) -> limit.during(
                        asker,
                        atOnce,
                        district(owner.of(request.pathVariable("address")))
                                .flatMap(district -> handler.handle(request)
                                        .flatMap(answer -> budgets.withBytes(
                                                Caller.guest(district),
                                                asker,
                                                Mono.defer(() -> answer.writeTo(exchange, context))
                                                        .timeout(
                                                                patience,
                                                                Mono.error(() -> ClientFault.of(
                                                                        ErrorCode.ADDRESS_EXPIRED))))))));
    }

    private Mono<District> district(@Nullable UUID id) {
        return Mono.justOrEmpty(id)
                .flatMap(districts::of)
                .switchIfEmpty(Mono.error(() -> ClientFault.of(ErrorCode.NOT_FOUND)));
    }

    /** An answer that is made when it is written: nothing is taken in, or said of a file, before one may. */
    private static Mono<ServerResponse> later(Mono<ServerResponse> made) {
        return ServerResponse.ok()
                .build((exchange, context) -> made.flatMap(answer -> answer.writeTo(exchange, context)));
    }

    private Mono<ServerResponse> upload(ServerRequest request) {
        ServerHttpRequest http = request.exchange().getRequest();
        return later(uploads.receive(
                        request.pathVariable("address"), http.getHeaders().getContentLength(), http.getBody())
                .flatMap(received ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(received)));
    }

    private Mono<ServerResponse> download(ServerRequest request) {
        return downloads
                .at(request.pathVariable("address"))
                .flatMap(download -> later(Mono.defer(() -> given(request, download))));
    }

    private static Mono<ServerResponse> given(ServerRequest request, Download download) {
        String tag = '"' + download.digest() + '"';
        return request.checkNotModified(tag)
                .switchIfEmpty(ServerResponse.ok()
                        .contentType(
                                MediaType.parseMediaType(download.mediaType().mediaType()))
                        .contentLength(download.size())
                        .eTag(tag)
                        .cacheControl(download.lasting() ? LASTING : CacheControl.noStore())
                        .headers(headers -> protect(headers, download))
                        .body(BodyInserters.fromDataBuffers(download.content())));
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
