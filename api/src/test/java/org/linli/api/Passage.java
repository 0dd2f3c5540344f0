package org.linli.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.linli.services.Keycloak;

/** Between the server and Keycloak: counts what is asked, and keeps an answer back for ever where it is told to. */
final class Passage implements AutoCloseable {
    private static final Set<String> KEPT = Set.of("authorization", "content-type", "accept");
    private static final Set<String> NOT_PASSED = Set.of("content-length", "transfer-encoding", "connection");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI keycloak;
    private int asked;
    private int stop;
    private CountDownLatch reached = new CountDownLatch(1);

    Passage(Keycloak keycloak) throws IOException {
        this.keycloak = keycloak.issuer();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    URI realm() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/realms/linli");
    }

    /** Is counted down when Keycloak has done what the {@code n}-th request from now on asks. */
    synchronized CountDownLatch stopAfter(int n) {
        asked = 0;
        stop = n;
        reached = new CountDownLatch(1);
        return reached;
    }

    private synchronized boolean stops() {
        if (++asked != stop) return false;
        reached.countDown();
        return true;
    }

    private void pass(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(keycloak.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (KEPT.contains(name.toLowerCase(Locale.ROOT))) values.forEach(value -> request.header(name, value));
        });
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            if (stops()) return;
            answer.headers().map().forEach((name, values) -> {
                if (!name.startsWith(":") && !NOT_PASSED.contains(name.toLowerCase(Locale.ROOT)))
                    exchange.getResponseHeaders().put(name, values);
            });
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
