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
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.engine.FaultError;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * {@code POST /graphql}: GraphQL over HTTP. Says who asks, runs the document, writes the answer. A filter, since what the
 * dispatcher and its observation do for a request costs as much as a tenth of answering one row.
 */
final class GraphQlEndpoint implements WebFilter {
    private static final String PATH = "/graphql";

    private final GraphQL graphQl;
    private final Asker asker;
    private final Answers answers;
    private final int bodyLimit;
    private final CorsConfiguration cors;
    private final CorsProcessor corsRules = new DefaultCorsProcessor();
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

    GraphQlEndpoint(
            GraphQL graphQl,
            Asker asker,
            Answers answers,
            int bodyLimit,
            CorsConfiguration cors,
            MeterRegistry meters) {
        this.graphQl = graphQl;
        this.asker = asker;
        this.answers = answers;
        this.bodyLimit = bodyLimit;
        this.cors = cors;
        this.meters = meters;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getPath().value().equals(PATH)) return chain.filter(exchange);
        if (CorsUtils.isCorsRequest(request)
                && (!corsRules.process(cors, exchange) || CorsUtils.isPreFlightRequest(request))) return Mono.empty();
        long start = System.nanoTime();
        return handle(exchange).doFinally(end -> {
            HttpStatusCode status = exchange.getResponse().getStatusCode();
            timers.computeIfAbsent(status == null ? 0 : status.value(), this::timer)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        });
    }

    private Timer timer(int status) {
        return Timer.builder("http.server.requests")
                .tags("method", "POST", "uri", PATH, "status", String.valueOf(status))
                .register(meters);
    }

    private Mono<Void> handle(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
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
                    .flatMap(caller ->
                            read(request).flatMap(question -> execute(question, caller, request.getId(), language)));
        return result.flatMap(answer -> answers.write(exchange.getResponse(), answer, format, language))
                .onErrorResume(
                        failure -> answers.refuse(exchange.getResponse(), Faults.fault(failure), format, language));
    }

    private static Mono<ExecutionResult> refused(ErrorCode code) {
        return Mono.error(ClientFault.of(code));
    }

    private Mono<Question> read(ServerHttpRequest request) {
        if (request.getHeaders().getContentLength() > bodyLimit) return Mono.error(tooLarge());
        return DataBufferUtils.join(request.getBody(), bodyLimit)
                .onErrorMap(DataBufferLimitException.class, e -> tooLarge())
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

    private Mono<ExecutionResult> execute(Question question, Caller caller, String id, Language language) {
        ExecutionInput input = ExecutionInput.newExecutionInput(Objects.requireNonNull(question.query()))
                .operationName(question.operationName())
                .variables(question.variables())
                .extensions(question.extensions())
                .locale(language.locale())
                .executionId(ExecutionId.from(id))
                .graphQLContext(context -> context.put(Caller.class, caller))
                .build();
        return Mono.fromFuture(() -> graphQl.executeAsync(input))
                .onErrorResume(failure -> Mono.just(ExecutionResultImpl.newExecutionResult()
                        .addError(new FaultError(Faults.fault(failure)))
                        .build()));
    }

    private ClientFault tooLarge() {
        return ClientFault.of(ErrorCode.BODY_TOO_LARGE, bodyLimit);
    }

    private static ClientFault malformed(String where) {
        return ClientFault.of(ErrorCode.MALFORMED_BODY, where);
    }
}
