package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of {@code graphql-transport-ws}, as far as it can be told what to do wrong. Blocking. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {
    static final String PROTOCOL = "graphql-transport-ws";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Why a socket was closed. */
    record Closed(int code, String reason) {}

    private final WebSocket socket;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final StringBuilder begun = new StringBuilder();
    private volatile boolean reading = true;

    /** Opens a socket. */
    SocketClient(int port, @Nullable String protocol, String... headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) builder.header(headers[i], headers[i + 1]);
        if (protocol != null) builder.subprotocols(protocol);
        socket = builder.buildAsync(URI.create("ws://localhost:" + port + "/graphql"), this)
                .join();
    }

    /** Opens one and says who it is. */
    static SocketClient greeted(int port, String payload, String... headers) {
        SocketClient client = new SocketClient(port, PROTOCOL, headers);
        client.send("{\"type\":\"connection_init\",\"payload\":" + payload + "}");
        assertThat(client.next()).isEqualTo("{\"type\":\"connection_ack\"}");
        return client;
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    WebSocket socket() {
        return socket;
    }

    void ask(String id, String payload) {
        send("{\"id\":\"" + id + "\",\"type\":\"subscribe\",\"payload\":" + payload + "}");
    }

    /** The next message that is no ping. */
    String next() {
        while (true) {
            String message = nextOrPing();
            if (!message.equals("{\"type\":\"ping\"}")) return message;
        }
    }

    String nextOrPing() {
        try {
            String message = messages.poll(10, TimeUnit.SECONDS);
            assertThat(message)
                    .as("a message, or closed: " + closed.getNow(null))
                    .isNotNull();
            return String.valueOf(message);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Closed closed() {
        return closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    void stopReading() {
        reading = false;
    }

    void readOn() {
        reading = true;
        socket.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        begun.append(data);
        if (last) {
            messages.add(begun.toString());
            begun.setLength(0);
        }
        if (reading) socket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(new Closed(code, reason));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        closed.complete(new Closed(1006, failure.toString()));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
