package org.linli.api;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.GraphQL;
import graphql.execution.ExecutionId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.engine.FaultError;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** {@code POST /graphql}: GraphQL over HTTP. Says who asks, runs the document, writes the answer. */
final class GraphQlEndpoint implements HttpHandler {
    static final String PATH = "/graphql";

    /** As web servers log a request whose client did not wait for its answer. */
    private static final int CLIENT_LEFT = 499;

    private final GraphQL graphQl;
    private final Asker asker;
    private final Answers answers;
    private final int bodyLimit;
    private final int guestBodyLimit;
    private final MeterRegistry meters;
    private final Map<Integer, Timer> timers = new ConcurrentHashMap<>();
    private final ObjectReader reader = JsonMapper.builder()
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build()
            .readerFor(Question.class);

    /**
     * @param bodyLimit bytes of a request that are read
     * @param guestBodyLimit of one without a token, where that is less: guests have nothing to bring
     */
    GraphQlEndpoint(
            GraphQL graphQl, Asker asker, Answers answers, int bodyLimit, int guestBodyLimit, MeterRegistry meters) {
        this.graphQl = graphQl;
        this.asker = asker;
        this.answers = answers;
        this.bodyLimit = bodyLimit;
        this.guestBodyLimit = Math.min(guestBodyLimit, bodyLimit);
        this.meters = meters;
    }

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        long start = System.nanoTime();
        return answer(request, response).doFinally(end -> {
            HttpStatusCode status = response.isCommitted() ? response.getStatusCode() : null;
            timers.computeIfAbsent(status == null ? CLIENT_LEFT : status.value(), this::timer)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        });
    }

    private Timer timer(int status) {
        return meters.timer("http.server.requests", "uri", PATH, "status", String.valueOf(status));
    }

    private Mono<Void> answer(ServerHttpRequest request, ServerHttpResponse response) {
        HttpHeaders headers = request.getHeaders();
        Language language = Language.of(headers.getFirst(HttpHeaders.ACCEPT_LANGUAGE));
        Format accepted = Format.of(headers.getFirst(HttpHeaders.ACCEPT));
        Format format = accepted == null ? Format.GRAPHQL_RESPONSE : accepted;
        Mono<ExecutionResult> result;
        if (!HttpMethod.POST.equals(request.getMethod())) result = refused(ErrorCode.METHOD_NOT_ALLOWED);
        else if (accepted == null) result = refused(ErrorCode.NOT_ACCEPTABLE);
        else if (!Format.readable(headers)) result = refused(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        else
            result = asker.of(request)
                    .flatMap(caller -> read(request, caller.subject() == null ? guestBodyLimit : bodyLimit)
                            .flatMap(question -> execute(question, caller, request, language)));
        return result.flatMap(answer -> answers.write(response, answer, format, language))
                .onErrorResume(failure -> left(response, failure)
                        ? Mono.empty()
                        : answers.refuse(response, Faults.fault(failure), format, language));
    }

    /** Reading from or writing to a client that has left fails. Nobody is there to be told, and nothing is to be mended. */
    private static boolean left(ServerHttpResponse response, Throwable failure) {
        return response.isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(failure);
    }

    private static Mono<ExecutionResult> refused(ErrorCode code) {
        return Mono.error(ClientFault.of(code));
    }

    private Mono<Question> read(ServerHttpRequest request, int limit) {
        if (request.getHeaders().getContentLength() > limit) return Mono.error(tooLarge(limit));
        return DataBufferUtils.join(request.getBody(), limit)
                .onErrorMap(DataBufferLimitException.class, e -> tooLarge(limit))
                .switchIfEmpty(Mono.error(() -> malformed("")))
                .map(this::parse);
    }

    private Question parse(DataBuffer body) {
        try {
            Question question = reader.readValue(body.asInputStream());
            if (question == null || question.query() == null) throw malformed("query");
            return question;
        } catch (JacksonException unreadable) {
            TokenStreamLocation place = unreadable.getLocation();
            throw malformed(place == null ? "" : place.getLineNr() + ":" + place.getColumnNr());
        } finally {
            DataBufferUtils.release(body);
        }
    }

    private Mono<ExecutionResult> execute(
            Question question, Caller caller, ServerHttpRequest request, Language language) {
        IdempotencyKey key = key(question, request.getHeaders());
        ExecutionInput input = ExecutionInput.newExecutionInput(Objects.requireNonNull(question.query()))
                .operationName(question.operationName())
                .variables(question.variables())
                .extensions(question.extensions())
                .locale(language.locale())
                .executionId(ExecutionId.from(request.getId()))
                .graphQLContext(context -> {
                    context.put(Caller.class, caller);
                    if (key != null) context.put(IdempotencyKey.class, key);
                })
                .build();
        return Mono.fromFuture(() -> graphQl.executeAsync(input))
                .onErrorResume(failure -> Mono.just(ExecutionResultImpl.newExecutionResult()
                        .addError(new FaultError(Faults.fault(failure)))
                        .build()));
    }

    /** From the header, or from the request's extensions, where there are no headers: on a socket. */
    private static @Nullable IdempotencyKey key(Question question, HttpHeaders headers) {
        String header = headers.getFirst("Idempotency-Key");
        Object extension = question.extensions().get("idempotencyKey");
        return IdempotencyKey.of(header != null || extension == null ? header : extension.toString());
    }

    private static ClientFault tooLarge(int limit) {
        return ClientFault.of(ErrorCode.BODY_TOO_LARGE, limit);
    }

    private static ClientFault malformed(String where) {
        return ClientFault.of(ErrorCode.MALFORMED_BODY, where);
    }
}
