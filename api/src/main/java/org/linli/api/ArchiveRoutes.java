package org.linli.api;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.archive.Archives;
import org.linli.archive.Archives.Made;
import org.linli.archive.Deletions;
import org.linli.files.Storage;
import org.linli.files.VirtualThreads;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
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

/**
 * {@code GET /platform/archives/<id>.linli} and {@code GET /platform/deletions/<id>.jws}: archives of districts, sealed, and what proves that they are gone,
 * for operators; {@code GET /archive.linli}: the last archive of the asker's district, and {@code HEAD} whether there is one. One that broke off is gone on with by {@code Range}.
 */
final class ArchiveRoutes {
    private static final Pattern ARCHIVE = Pattern.compile("archive_([0-9a-f-]{36})\\.linli");
    private static final Pattern CERTIFICATE = Pattern.compile("deletion_([0-9a-f-]{36})\\.jws");

    /** What they fetch is sealed: who has no key sees nothing in it. */
    private static final Set<Role> RECEIVERS = Set.of(Role.DISTRICT_OFFICER, Role.DISTRICT_ADMIN);

    /** Of a signature in its compact form (RFC 7515, section 9.2.1). */
    private static final MediaType JOSE = new MediaType("application", "jose");

    private final Deletions deletions = new Deletions();

    private final DistrictDatabase database;
    private final Archives archives;
    private final Storage storage;
    private final Asker operators;
    private final Asker asker;
    private final Budgets budgets;
    private final Settings.Files files;

    /**
     * @param operators knows operators
     * @param asker knows who asks in a district
     * @param files with whom one is patient, and how long
     */
    ArchiveRoutes(
            DistrictDatabase database,
            Archives archives,
            Storage storage,
            Asker operators,
            Asker asker,
            Budgets budgets,
            Settings.Files files) {
        this.database = database;
        this.archives = archives;
        this.storage = storage;
        this.operators = operators;
        this.asker = asker;
        this.budgets = budgets;
        this.files = files;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/archive.linli", this::own)
                .HEAD("/archive.linli", this::there)
                .GET("/platform/archives/{name}", this::archive)
                .GET("/platform/deletions/{name}", this::certificate)
                .build();
    }

    private Mono<ServerResponse> archive(ServerRequest request) {
        return named(request, ARCHIVE, archives::fetch).flatMap(made -> given(request, made));
    }

    private Mono<Caller> receiver(ServerRequest request) {
        return asker.of(Credentials.of(request.exchange().getRequest()))
                .doOnNext(caller -> {
                    if (caller.subject() == null) throw ClientFault.of(ErrorCode.TOKEN_INVALID);
                })
                .filter(caller -> !Collections.disjoint(caller.roles(), RECEIVERS))
                .switchIfEmpty(Mono.error(() -> ClientFault.of(ErrorCode.NOT_FOUND)));
    }

    /** That there is none yet is no error to whoever only asks. */
    private Mono<ServerResponse> there(ServerRequest request) {
        return receiver(request)
                .flatMap(caller -> budgets.within(caller, cost -> lastMade(caller)))
                .flatMap(made -> answer(HttpStatus.OK, made, tag(made))
                        .contentLength(made.bytes())
                        .build())
                .switchIfEmpty(Mono.defer(() -> ServerResponse.noContent().build()));
    }

    private Mono<ServerResponse> own(ServerRequest request) {
        return receiver(request)
                .flatMap(caller -> ServerResponse.ok()
                        .build((exchange, context) -> budgets.withBytes(
                                caller,
                                Objects.requireNonNull(caller.subject()),
                                lastMade(caller)
                                        .switchIfEmpty(Mono.error(() -> ClientFault.of(ErrorCode.NOT_FOUND)))
                                        .delayUntil(made -> database.transaction(
                                                made.districtId(),
                                                transaction -> archives.receive(transaction, caller)))
                                        .flatMap(made -> given(request, made)
                                                .flatMap(answer -> answer.writeTo(exchange, context))
                                                .timeout(
                                                        patience(made),
                                                        Mono.error(() -> ClientFault.of(ErrorCode.UNAVAILABLE)))))));
    }

    /** Who is let go goes on with {@code Range}, if he still may. */
    private Duration patience(Made made) {
        return files.patience().plusSeconds(made.bytes() / files.slowest().toBytes());
    }

    private Mono<Made> lastMade(Caller caller) {
        return database.transaction(
                Platform.ID,
                transaction -> archives.lastMade(
                        transaction, Objects.requireNonNull(caller.district()).id()));
    }

    private Mono<ServerResponse> certificate(ServerRequest request) {
        return named(request, CERTIFICATE, (transaction, operator, deletion) -> deletions.proof(transaction, deletion))
                .flatMap(proof -> attachment(ServerResponse.ok(), "deletion_" + proof.id() + ".jws")
                        .contentType(JOSE)
                        .bodyValue(proof.certificate()));
    }

    private interface Found<T> {
        Mono<T> by(Transaction transaction, UUID operator, UUID id);
    }

    /** What has the id that the address names, for operators. */
    private <T> Mono<T> named(ServerRequest request, Pattern pattern, Found<T> found) {
        Matcher name = pattern.matcher(request.pathVariable("name"));
        return operator(request)
                .filter(operator -> name.matches())
                .flatMap(operator -> database.transaction(
                        Platform.ID,
                        transaction -> found.by(
                                transaction,
                                Objects.requireNonNull(operator.subject()),
                                UUID.fromString(name.group(1)))))
                .switchIfEmpty(Mono.error(() -> ClientFault.of(ErrorCode.NOT_FOUND)));
    }

    private Mono<Caller> operator(ServerRequest request) {
        return operators.of(Credentials.of(request.exchange().getRequest())).doOnNext(caller -> {
            if (caller.subject() == null) throw ClientFault.of(ErrorCode.TOKEN_INVALID);
            if (!caller.roles().contains(Role.PLATFORM_ADMIN)) throw ClientFault.of(ErrorCode.OPERATORS_ONLY);
        });
    }

    private Mono<ServerResponse> given(ServerRequest request, Made made) {
        String tag = tag(made);
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

    private static String tag(Made made) {
        return '"' + made.content() + '"';
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
        return attachment(ServerResponse.status(status), "archive_" + made.id() + ".linli")
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .eTag(tag)
                .header(HttpHeaders.ACCEPT_RANGES, "bytes");
    }

    private static ServerResponse.BodyBuilder attachment(ServerResponse.BodyBuilder answer, String name) {
        return answer.cacheControl(CacheControl.noStore())
                .header("X-Content-Type-Options", "nosniff")
                .headers(headers -> headers.setContentDisposition(
                        ContentDisposition.attachment().filename(name).build()));
    }

    private Flux<DataBuffer> content(Made made, long from) {
        return VirtualThreads.read(() -> storage.get(made.key(), from));
    }
}
