package org.linli.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows a district over either way, and keeps what it was told and why that ended. */
final class Recorder implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What it was told and when that came, as of {@link System#nanoTime}. */
    record Told(JsonNode update, long at) {
        String id() {
            return update.path("id").asString();
        }

        String cursor() {
            return update.path("cursor").asString();
        }
    }

    /** Why nothing more came. */
    record End(String code, @Nullable String resumeAfter) {}

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private Runnable cut = () -> {};

    private Recorder() {}

    /** Over a socket; the headers are said in the greeting, as those have to that can set none. */
    static Recorder socket(URI node, Map<String, String> headers, String document, @Nullable String after) {
        Recorder recorder = new Recorder();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .subprotocols(SocketClient.PROTOCOL)
                .buildAsync(
                        URI.create(node.toString().replaceFirst("http", "ws")).resolve("/graphql"),
                        recorder.new Listener())
                .join();
        recorder.cut = socket::abort;
        socket.sendText("{\"type\":\"connection_init\",\"payload\":" + JSON.writeValueAsString(headers) + "}", true)
                .join();
        recorder.greeted.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        socket.sendText("{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":" + question(document, after) + "}", true)
                .join();
        return recorder;
    }

    /** As server-sent events. */
    static Recorder events(URI node, Map<String, String> headers, String document, @Nullable String after) {
        Recorder recorder = new Recorder();
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve("/graphql"))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(question(document, after)));
        headers.forEach(request::header);
        HttpResponse<Stream<String>> response = HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                .join();
        recorder.cut = response.body()::close;
        Thread.ofVirtual().start(() -> recorder.read(response.body()));
        return recorder;
    }

    private static String question(String document, @Nullable String after) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("after", after);
        return JSON.writeValueAsString(Map.of("query", document, "variables", variables));
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder begun = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                message(JSON.readTree(begun.toString()));
                begun.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void message(JsonNode message) {
            switch (message.path("type").asString()) {
                case "connection_ack" -> greeted.complete(null);
                case "next" -> payload(message.path("payload"));
                case "error" -> ended(message.path("payload"));
                default -> {}
            }
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            socket.request(1);
            return socket.sendPong(message);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end.complete(new End(code + " " + reason, null));
            greeted.complete(null);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            end.complete(new End(failure.toString(), null));
            greeted.complete(null);
        }
    }

    private void read(Stream<String> lines) {
        StringBuilder data = new StringBuilder();
        try (lines) {
            lines.forEach(line -> {
                if (line.startsWith("data: ")) data.append(line.substring("data: ".length()));
                else if (line.isEmpty() && !data.isEmpty()) {
                    JsonNode payload = JSON.readTree(data.toString());
                    data.setLength(0);
                    if (payload.has("data")) payload(payload);
                    else ended(payload.path("errors"));
                }
            });
            end.complete(new End("closed", null));
        } catch (RuntimeException cut) {
            end.complete(new End(cut.toString(), null));
        }
    }

    private void payload(JsonNode payload) {
        told.add(new Told(payload.at("/data/updates"), System.nanoTime()));
    }

    private void ended(JsonNode errors) {
        JsonNode resume = errors.at("/0/extensions/resumeAfter");
        end.complete(new End(errors.at("/0/extensions/code").asString(), resume.isString() ? resume.asString() : null));
    }

    List<Told> told() {
        return told;
    }

    List<String> ids() {
        return told.stream().map(Told::id).toList();
    }

    /** Waits until it was told as many. */
    Recorder until(int count) throws InterruptedException {
        waitFor(() -> told.size() >= count || end.isDone());
        return this;
    }

    static void waitFor(BooleanSupplier fact) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!fact.getAsBoolean() && System.nanoTime() < deadline) TimeUnit.MILLISECONDS.sleep(10);
    }

    /** Why it ended, which it does soon. */
    End end() {
        return end.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    boolean goesOn() {
        return !end.isDone();
    }

    /** The cursor to go on with. */
    String last() {
        return Objects.requireNonNull(told.isEmpty() ? null : told.getLast().cursor());
    }

    /** Goes without a word. */
    @Override
    public void close() {
        cut.run();
    }
}
