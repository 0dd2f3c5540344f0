package org.linli.tenancy.database;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlStatement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.MonoSink;

/**
 * One connection of an event loop, used by that loop's thread alone. Requests queue on it and are answered in order. A
 * statement object is kept for each text and bound anew for each request, since making one parses the text.
 */
final class Line {
    private final PostgresqlConnection connection;
    private final Map<String, PostgresqlStatement> statements;
    private long nonce = ThreadLocalRandom.current().nextLong();
    private int waiting;
    private long lastAnswer;
    private boolean open = true;
    private boolean stalled;

    Line(PostgresqlConnection connection, int statementsKept) {
        this.connection = connection;
        this.statements = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, PostgresqlStatement> eldest) {
                return size() > statementsKept;
            }
        };
    }

    boolean isOpen() {
        return open;
    }

    int waiting() {
        return waiting;
    }

    void send(GuardedRead read, MonoSink<byte[]> sink) {
        long expected = ++nonce;
        PostgresqlStatement statement = read.bind(
                statements.computeIfAbsent(read.sql(), sql -> connection.createStatement(GuardedRead.guarded(sql))),
                expected);
        if (waiting++ == 0) lastAnswer = System.nanoTime();
        // The values are taken over when the flow is subscribed to, so the statement is free for the next request after
        // this.
        statement
                .execute()
                .flatMap(result -> GuardedRead.answer(result, expected))
                .subscribe(new Reply(sink));
    }

    /** Closes a connection that has owed an answer for too long, so that nobody waits for it any more. */
    void closeIfSilentFor(Duration patience) {
        if (open && waiting > 0 && System.nanoTime() - lastAnswer > patience.toNanos()) {
            stalled = true;
            close();
        }
    }

    void close() {
        open = false;
        connection.close().subscribe(nothing -> {}, failure -> {});
    }

    /** Deaf to cancellation: a reader who leaves must not disturb those who queue behind. */
    private final class Reply extends BaseSubscriber<byte[]> {
        private final MonoSink<byte[]> sink;
        private byte @Nullable [] value;

        Reply(MonoSink<byte[]> sink) {
            this.sink = sink;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            requestUnbounded();
        }

        @Override
        protected void hookOnNext(byte[] answer) {
            value = answer;
        }

        @Override
        protected void hookOnComplete() {
            answered();
            sink.success(value);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            answered();
            if (open && (Failures.gone(failure) || failure instanceof GuardedRead.OutOfStep)) close();
            sink.error(stalled ? ClientFault.of(ErrorCode.UNAVAILABLE) : failure);
        }

        private void answered() {
            waiting--;
            lastAnswer = System.nanoTime();
        }
    }
}
