package org.linli.api.writes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver of webhooks on this machine that keeps what comes, and answers as it is told. */
final class WebhookReceiver implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    /** What came. */
    record Message(Map<String, List<String>> headers, String body) {
        String id() {
            return header("webhook-id");
        }

        String header(String name) {
            return Objects.requireNonNull(
                            headers.get(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)))
                    .getFirst();
        }

        JsonNode update() {
            return JSON.readTree(body).at("/data/updates");
        }
    }

    /** @param headers name, value, .. */
    record Reply(int status, List<String> headers) {
        Reply(int status, String... headers) {
            this(status, List.of(headers));
        }
    }

    final List<Message> taken = new CopyOnWriteArrayList<>();
    final List<Message> seen = new CopyOnWriteArrayList<>();
    volatile Function<Message, Reply> replies = message -> new Reply(204);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final String scheme;

    WebhookReceiver() {
        this(null);
    }

    /** @param tls of a receiver with TLS */
    WebhookReceiver(@Nullable SSLContext tls) {
        try {
            InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls == null) server = HttpServer.create(place, 0);
            else {
                HttpsServer secure = HttpsServer.create(place, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scheme = tls == null ? "http" : "https";
        server.setExecutor(executor);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Message message = new Message(
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            seen.add(message);
            Reply reply = replies.apply(message);
            if (reply.status() < 300) taken.add(message);
            for (int i = 0; i < reply.headers().size(); i += 2)
                exchange.getResponseHeaders()
                        .set(reply.headers().get(i), reply.headers().get(i + 1));
            exchange.sendResponseHeaders(reply.status(), -1);
        }
    }

    String address() {
        return address("127.0.0.1");
    }

    String address(String host) {
        return scheme + "://" + host + ":" + server.getAddress().getPort() + "/hook?token=secret";
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
