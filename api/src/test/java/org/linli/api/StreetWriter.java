package org.linli.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Somebody who creates streets as long as he is asked to, and what he is told. */
final class StreetWriter implements AutoCloseable {
    private final Served node;
    private final String token;
    private final String name;
    final List<String> created = new CopyOnWriteArrayList<>();
    final List<Served.Answer> refused = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> writing;
    private volatile boolean enough;

    /** @param name what the codes of his streets begin with */
    StreetWriter(Served node, String token, String name) {
        this.node = node;
        this.token = token;
        this.name = name;
        writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; !enough; i++) write(i);
        });
    }

    private void write(int number) {
        Served.Answer answer = node.ask(
                "mutation($code: String!) { createStreet(code: $code, name: \"示例街道\") { ... on StreetCreated { street { id } } } }",
                Map.of("code", name + "-" + number),
                "Authorization",
                "Bearer " + token);
        String id = answer.body().at("/data/createStreet/street/id").stringValue("");
        if (id.isEmpty()) refused.add(answer);
        else created.add(id);
    }

    @Override
    public void close() {
        enough = true;
        writing.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
