package org.linli.live.webhooks;

import io.netty.buffer.Unpooled;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** Posts to receivers, each time over a connection of its own, to an address that was looked at just then. */
public final class Receiver {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Of an answer nothing counts but its status; what comes along is read so far, so that the other side may end in good order. */
    private static final int MOST_READ = 65_536;

    private static final int GONE = 410;

    private final ReceiverAddresses addresses;
    private final HttpClient client;

    /** @param client that keeps no connections and trusts whom receivers' certificates may come from */
    public Receiver(ReceiverAddresses addresses, HttpClient client) {
        this.addresses = addresses;
        this.client = client.resolver(addresses.resolver)
                .followRedirect(false)
                .compress(false)
                .responseTimeout(PATIENCE);
    }

    /**
     * How an attempt ended.
     *
     * @param failure null where it was taken
     * @param retryAfter what the receiver asked for
     */
    record Answer(
            @Nullable Integer status,
            @Nullable DeliveryFailure failure,
            @Nullable Duration retryAfter,
            int durationMs) {
        boolean taken() {
            return failure == null;
        }

        boolean gone() {
            return status != null && status == GONE;
        }
    }

    private record Status(int code, @Nullable Duration retryAfter) {}

    Mono<Answer> post(String address, Map<String, String> headers, byte[] body) {
        return Mono.defer(() -> {
            long began = System.nanoTime();
            return Mono.fromCallable(() -> allowed(address))
                    .flatMap(uri -> send(uri, headers, body))
                    .timeout(PATIENCE)
                    .map(status ->
                            new Answer(status.code(), failure(status.code()), status.retryAfter(), millisSince(began)))
                    .onErrorResume(failure -> Mono.just(new Answer(null, failure(failure), null, millisSince(began))));
        });
    }

    private URI allowed(String address) throws ReceiverAddresses.Unfit {
        URI uri = addresses.wellFormed(address);
        addresses.checkLiteral(uri.getHost());
        return uri;
    }

    private Mono<Status> send(URI uri, Map<String, String> headers, byte[] body) {
        return client.headers(all -> headers.forEach(all::set))
                .post()
                .uri(uri)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .response((response, answer) -> answer.map(buffer -> buffer.readableBytes())
                        .scan(0, Integer::sum)
                        .takeUntil(read -> read >= MOST_READ)
                        .then(Mono.just(status(response))))
                .single();
    }

    private static Status status(HttpClientResponse response) {
        int code = response.status().code();
        return new Status(
                code,
                code == 429 || code == 503 ? seconds(response.responseHeaders().get("retry-after")) : null);
    }

    /** A date, which the header may hold as well, says nothing that clocks agree on. */
    private static @Nullable Duration seconds(@Nullable String text) {
        return text != null && text.strip().matches("[0-9]{1,9}")
                ? Duration.ofSeconds(Long.parseLong(text.strip()))
                : null;
    }

    private static @Nullable DeliveryFailure failure(int status) {
        if (status >= 200 && status < 300) return null;
        return status >= 300 && status < 400 ? DeliveryFailure.REDIRECT : DeliveryFailure.STATUS;
    }

    private static DeliveryFailure failure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ReceiverAddresses.Unfit) return DeliveryFailure.ADDRESS_REFUSED;
            if (cause instanceof TimeoutException
                    || cause instanceof ReadTimeoutException
                    || cause instanceof ConnectTimeoutException) return DeliveryFailure.TIMEOUT;
            if (cause instanceof SSLException) return DeliveryFailure.TLS;
        }
        return DeliveryFailure.CONNECTION;
    }

    private static int millisSince(long began) {
        return (int) ((System.nanoTime() - began) / 1_000_000);
    }
}
