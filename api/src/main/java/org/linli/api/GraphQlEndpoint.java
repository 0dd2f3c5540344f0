package org.linli.api;

import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.engine.Subscribed;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/**
 * {@code POST /graphql}: GraphQL over HTTP, and over server-sent events for those who accept them; these may also be asked for
 * by GET, the only method of a browser's {@code EventSource}. Says who asks, runs the document, writes the answer.
 */
final class GraphQlEndpoint implements HttpHandler {
    static final String PATH = "/graphql";

    /** As web servers log a request whose client did not wait for its answer. */
    private static final int CLIENT_LEFT = 499;

    private final String path;
    private final Operations operations;
    private final Questions questions;
    private final Answers answers;
    private final Connections connections;
    private final MeterRegistry meters;
    private final Map<Integer, Timer> timers = new ConcurrentHashMap<>();

    GraphQlEndpoint(
            String path,
            Operations operations,
            Questions questions,
            Answers answers,
            Connections connections,
            MeterRegistry meters) {
        this.path = path;
        this.operations = operations;
        this.questions = questions;
        this.answers = answers;
        this.connections = connections;
        this.meters = meters;
    }

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        long start = System.nanoTime();
        return answer(request, response).doFinally(end -> {
            HttpStatusCode status = response.isCommitted() ? response.getStatusCode() : null;
            // How long a stream was open says nothing of how long an answer takes.
            if (status != null
                    && MediaType.TEXT_EVENT_STREAM.includes(
                            response.getHeaders().getContentType())) return;
            timers.computeIfAbsent(status == null ? CLIENT_LEFT : status.value(), this::timer)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        });
    }

    private Timer timer(int status) {
        return meters.timer("http.server.requests", "uri", path, "status", String.valueOf(status));
    }

    private Mono<Void> answer(ServerHttpRequest request, ServerHttpResponse response) {
        HttpHeaders headers = request.getHeaders();
        String spoken = headers.getFirst(HttpHeaders.ACCEPT_LANGUAGE);
        Format accepted = Format.of(headers.getFirst(HttpHeaders.ACCEPT));
        Format format = accepted == null ? Format.GRAPHQL_RESPONSE : accepted;
        boolean stream = format == Format.EVENT_STREAM;
        boolean inAddress = stream && HttpMethod.GET.equals(request.getMethod());
        Mono<Void> answer;
        if (!inAddress && !HttpMethod.POST.equals(request.getMethod())) answer = refused(ErrorCode.METHOD_NOT_ALLOWED);
        else if (accepted == null) answer = refused(ErrorCode.NOT_ACCEPTABLE);
        else if (!inAddress && !Format.readable(headers)) answer = refused(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        else if (stream && connections.leaving()) answer = refused(ErrorCode.SERVER_LEAVING);
        else {
            Credentials credentials = inAddress ? Questions.asker(request) : Credentials.of(request);
            answer = operations.caller(credentials).flatMap(caller -> {
                Language language = Language.of(spoken, caller);
                return (inAddress
                                ? Mono.fromCallable(() -> unchanging(Questions.address(request)))
                                : questions.body(request, caller))
                        .flatMap(question -> execute(question, caller, credentials, request, language))
                        .flatMap(answered -> stream
                                ? stream(response, answered, language)
                                : whole(response, answered, format, language));
            });
        }
        return answer.onErrorResume(failure -> left(response, failure)
                ? Mono.empty()
                : answers.refuse(response, Faults.fault(failure), format, Language.of(spoken)));
    }

    /** Reading from or writing to a client that has left fails. Nobody is there to be told, and nothing is to be mended. */
    private static boolean left(ServerHttpResponse response, Throwable failure) {
        return response.isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(failure);
    }

    private static <T> Mono<T> refused(ErrorCode code) {
        return Mono.error(ClientFault.of(code));
    }

    private Mono<Operations.Answered> execute(
            Question question, Caller caller, Credentials credentials, ServerHttpRequest request, Language language) {
        String key = request.getHeaders().getFirst("Idempotency-Key");
        return operations.execute(question, caller, credentials, key, language, request.getId());
    }

    /** What is asked for by GET may be asked for again by anybody who comes across the address. */
    private static Question unchanging(Question question) {
        try {
            boolean changing = new Parser()
                            .parseDocument(Objects.requireNonNull(question.query()))
                            .getDefinitionsOfType(OperationDefinition.class)
                            .stream()
                            .anyMatch(operation -> operation.getOperation() == OperationDefinition.Operation.MUTATION);
            if (changing) throw ClientFault.of(ErrorCode.METHOD_NOT_ALLOWED);
        } catch (InvalidSyntaxException toldByTheEngine) {
            return question;
        }
        return question;
    }

    private Mono<Void> whole(
            ServerHttpResponse response, Operations.Answered answered, Format format, Language language) {
        if (answered.subscribed() != null) return refused(ErrorCode.STREAM_REQUIRED);
        return answers.write(response, answered.result(), format, language);
    }

    private Mono<Void> stream(ServerHttpResponse response, Operations.Answered answered, Language language) {
        Subscribed subscribed = answered.subscribed();
        return subscribed == null
                ? EventStream.one(response, answers.json(answered.result(), language))
                : EventStream.open(
                        response,
                        connections,
                        (fault, resumeAfter) -> answers.errors(fault, resumeAfter, language),
                        outlet -> operations.follow(
                                subscribed, Objects.requireNonNull(answered.presence()), "SSE", outlet));
    }
}
