package org.linli.tenancy.database;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.linli.schema.Statements;
import reactor.core.publisher.Mono;

/**
 * Tells other nodes, after a commit, that there is something for them: never inside a writer's transaction, where a notification would
 * make commits wait for each other. What is raised while one is on its way, or shortly after, is told by one more.
 */
final class Signals {
    private static final String NOTIFY = "select to_json(pg_notify($3::text, '')::text)";

    /** From one to the next. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Statements statements;
    private final Map<String, AtomicInteger> raised = new ConcurrentHashMap<>();

    Signals(Statements statements) {
        this.statements = statements;
    }

    void raise(String channel) {
        AtomicInteger waiting = raised.computeIfAbsent(channel, none -> new AtomicInteger());
        if (waiting.getAndIncrement() == 0) send(channel, waiting);
    }

    /** One that gets lost costs those who listen a short wait, since they look by themselves as well. */
    private void send(String channel, AtomicInteger waiting) {
        int told = waiting.get();
        statements
                .read(Statements.NO_DISTRICT, NOTIFY, List.of(channel), false)
                .onErrorComplete()
                .then(Mono.delay(PAUSE))
                .doFinally(end -> {
                    if (waiting.addAndGet(-told) > 0) send(channel, waiting);
                })
                .subscribe();
    }
}
