package org.linli.api;

import java.util.Arrays;
import java.util.Objects;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/** Answers what goes wrong outside the endpoint (an address that does not exist) in the form that errors have everywhere. */
final class OutsideFaults implements WebExceptionHandler {
    private final Answers answers;

    OutsideFaults(Answers answers) {
        this.answers = answers;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        boolean gone = DisconnectedClientHelper.isClientDisconnectedException(failure);
        if (exchange.getResponse().isCommitted()) return breakOff(exchange.getResponse(), failure, gone);
        // Nobody is there to be told, and nothing is to be mended.
        if (gone) return Mono.empty();
        HttpHeaders headers = exchange.getRequest().getHeaders();
        Format format = Objects.requireNonNullElse(Format.of(headers.getFirst(HttpHeaders.ACCEPT)), Format.JSON);
        Language language = Language.of(headers.getFirst(HttpHeaders.ACCEPT_LANGUAGE));
        return answers.refuse(exchange.getResponse(), fault(failure), format, language);
    }

    /**
     * Whoever has got a part of it sees that it is not all. Spring would log the address, which may be a right.
     *
     * @param gone whether it looks as if nobody were there any more, as it does where the storage has left
     */
    private static Mono<Void> breakOff(ServerHttpResponse response, Throwable failure, boolean gone) {
        return Mono.fromRunnable(() -> {
            if (!gone) Faults.fault(failure);
            ServerHttpResponseDecorator.<HttpServerResponse>getNativeResponse(response)
                    .withConnection(Connection::dispose);
        });
    }

    private static ClientFault fault(Throwable failure) {
        if (!(failure instanceof ErrorResponse response)) return Faults.fault(failure);
        HttpStatusCode status = response.getStatusCode();
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.status() == status.value() && code.status() > 403)
                .findFirst()
                .map(ClientFault::of)
                .orElseGet(() -> Faults.fault(failure));
    }
}
