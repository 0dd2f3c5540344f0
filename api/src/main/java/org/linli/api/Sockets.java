package org.linli.api;

import io.netty.channel.Channel;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** {@code GET /graphql} with an upgrade: opens sockets that speak {@code graphql-transport-ws}. */
final class Sockets implements HttpHandler {
    private static final String PROTOCOL = "graphql-transport-ws";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    private final Operations operations;
    private final Questions questions;
    private final Answers answers;
    private final Connections connections;
    private final Origins origins;

    Sockets(Operations operations, Questions questions, Answers answers, Connections connections, Origins origins) {
        this.operations = operations;
        this.questions = questions;
        this.answers = answers;
        this.connections = connections;
        this.origins = origins;
    }

    static boolean askedFor(ServerHttpRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
    }

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        HttpHeaders headers = request.getHeaders();
        String accepted = headers.getFirst(HttpHeaders.ACCEPT_LANGUAGE);
        ErrorCode refusal = refusal(request);
        if (refusal != null) return refuse(response, refusal, accepted);
        return allowed(headers)
                .flatMap(allowed -> allowed
                        ? open(request, response, accepted)
                        : refuse(response, ErrorCode.ORIGIN_REFUSED, accepted));
    }

    private Mono<Void> refuse(ServerHttpResponse response, ErrorCode code, @Nullable String accepted) {
        return answers.refuse(response, ClientFault.of(code), Format.JSON, Language.of(accepted));
    }

    private Mono<Void> open(ServerHttpRequest request, ServerHttpResponse response, @Nullable String accepted) {
        HttpHeaders headers = request.getHeaders();
        Credentials credentials = Credentials.of(request);
        boolean spoken = offered(headers).anyMatch(PROTOCOL::equals);
        WebsocketServerSpec.Builder spec = WebsocketServerSpec.builder().maxFramePayloadLength(questions.limit());
        if (spoken) spec.protocols(PROTOCOL);
        HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
        return netty.sendWebsocket(
                (in, out) -> {
                    AtomicReference<Channel> channel = new AtomicReference<>();
                    out.withConnection(connection -> channel.set(connection.channel()));
                    Socket socket = new Socket(
                            channel.get(), operations, questions, answers, connections, credentials, accepted);
                    if (spoken) socket.greet();
                    else socket.close(4406, "Subprotocol not acceptable");
                    return in.aggregateFrames(questions.limit())
                            .receiveFrames()
                            .doOnNext(socket::read)
                            .then()
                            .onErrorResume(socket::broken);
                },
                spec.build());
    }

    private @Nullable ErrorCode refusal(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        if (!HttpMethod.GET.equals(request.getMethod())) return ErrorCode.METHOD_NOT_ALLOWED;
        // Older versions are other protocols.
        if (!"13".equals(headers.getFirst("Sec-WebSocket-Version"))
                || headers.getFirst("Sec-WebSocket-Key") == null
                || offered(headers).findAny().isEmpty()) return ErrorCode.INVALID_UPGRADE;
        return connections.leaving() ? ErrorCode.SERVER_LEAVING : null;
    }

    private static Stream<String> offered(HttpHeaders headers) {
        return headers.getOrEmpty(PROTOCOLS).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
    }

    /** Browsers ask nobody before they open a socket, and say only for which page. */
    private Mono<Boolean> allowed(HttpHeaders headers) {
        String origin = headers.getOrigin();
        return origin == null || own(origin, headers.getFirst(HttpHeaders.HOST))
                ? Mono.just(true)
                : origins.allowed(origin);
    }

    /** The scheme is not compared: a proxy in front may speak another one. */
    private static boolean own(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
