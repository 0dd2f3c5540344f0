package org.linli.api;

import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.archive.Archives;
import org.linli.archive.Archives.Made;
import org.linli.files.Storage;
import org.linli.files.VirtualThreads;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Platform;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET /platform/archives/<id>.zip}: archives of districts, for operators. One that broke off is gone on with by {@code Range}. */
final class ArchiveRoutes {
    private static final Pattern NAME = Pattern.compile("archive_([0-9a-f-]{36})\\.zip");

    private final DistrictDatabase database;
    private final Archives archives;
    private final Storage storage;
    private final Asker asker;

    /** @param asker knows operators */
    ArchiveRoutes(DistrictDatabase database, Archives archives, Storage storage, Asker asker) {
        this.database = database;
        this.archives = archives;
        this.storage = storage;
        this.asker = asker;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/platform/archives/{name}", this::archive)
                .build();
    }

    private Mono<ServerResponse> archive(ServerRequest request) {
        return operator(request)
                .then(Mono.defer(() -> named(request.pathVariable("name"))))
                .switchIfEmpty(Mono.error(() -> ClientFault.of(ErrorCode.NOT_FOUND)))
                .flatMap(made -> given(request, made));
    }

    private Mono<Caller> operator(ServerRequest request) {
        return asker.of(Credentials.of(request.exchange().getRequest())).doOnNext(caller -> {
            if (caller.subject() == null) throw ClientFault.of(ErrorCode.TOKEN_INVALID);
            if (!caller.roles().contains(Role.PLATFORM_ADMIN)) throw ClientFault.of(ErrorCode.OPERATORS_ONLY);
        });
    }

    private Mono<Made> named(String name) {
        Matcher named = NAME.matcher(name);
        if (!named.matches()) return Mono.empty();
        UUID id = UUID.fromString(named.group(1));
        return database.transaction(Platform.ID, transaction -> archives.find(transaction, id));
    }

    private Mono<ServerResponse> given(ServerRequest request, Made made) {
        String tag = '"' + made.content() + '"';
        HttpRange range = range(request.headers().asHttpHeaders(), tag);
        if (range == null)
            return answer(HttpStatus.OK, made, tag)
                    .contentLength(made.bytes())
                    .body(BodyInserters.fromDataBuffers(content(made, 0)));
        long from = range.getRangeStart(made.bytes());
        long to = range.getRangeEnd(made.bytes());
        if (from >= made.bytes())
            return ServerResponse.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                    .header(HttpHeaders.CONTENT_RANGE, "bytes */" + made.bytes())
                    .build();
        long length = to - from + 1;
        return answer(HttpStatus.PARTIAL_CONTENT, made, tag)
                .contentLength(length)
                .header(HttpHeaders.CONTENT_RANGE, "bytes %d-%d/%d".formatted(from, to, made.bytes()))
                .body(BodyInserters.fromDataBuffers(DataBufferUtils.takeUntilByteCount(content(made, from), length)));
    }

    /** One range of the same content; several, or one of other content, are answered with all of it, as RFC 9110 allows. */
    private static @Nullable HttpRange range(HttpHeaders headers, String tag) {
        String same = headers.getFirst(HttpHeaders.IF_RANGE);
        if (same != null && !same.equals(tag)) return null;
        try {
            List<HttpRange> ranges = headers.getRange();
            return ranges.size() == 1 ? ranges.getFirst() : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static ServerResponse.BodyBuilder answer(HttpStatus status, Made made, String tag) {
        return ServerResponse.status(status)
                .contentType(new MediaType("application", "zip"))
                .eTag(tag)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.ACCEPT_RANGES, "bytes")
                .header("X-Content-Type-Options", "nosniff")
                .headers(headers -> headers.setContentDisposition(ContentDisposition.attachment()
                        .filename("archive_" + made.id() + ".zip")
                        .build()));
    }

    private Flux<DataBuffer> content(Made made, long from) {
        return VirtualThreads.read(() -> storage.get(made.key(), from));
    }
}
