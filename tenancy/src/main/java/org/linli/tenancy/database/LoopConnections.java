package org.linli.tenancy.database;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The connections of one event loop. Only that loop's thread comes here, so nothing is locked and a read never leaves the
 * thread its request came in on. Connections open when they are needed, the least busy one is taken, and a lost one is
 * replaced by the next request for its place.
 */
final class LoopConnections {
    private static final Logger log = LoggerFactory.getLogger(LoopConnections.class);

    /** Requests that may queue on one connection; more would only wait to be refused. */
    private static final int QUEUE = 64;

    /** For how long a failed attempt to connect speaks for all requests. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Mono<Line> connect;
    private final Place[] places;
    private final Future<?> watch;

    /** @param patience how long a connection may owe an answer before it is given up */
    LoopConnections(EventLoop loop, Mono<Line> connect, int size, Duration patience) {
        this.connect = connect;
        this.places = Stream.generate(Place::new).limit(size).toArray(Place[]::new);
        this.watch = loop.scheduleAtFixedRate(() -> closeSilent(patience), 1, 1, TimeUnit.SECONDS);
    }

    /** To be subscribed to on the loop's thread. */
    Mono<byte[]> read(GuardedRead read) {
        return Mono.create(sink -> leastBusy(read).send(read, sink));
    }

    /** Among equals the one where the statement was before, since each connection plans a statement anew, and several times. */
    private Place leastBusy(GuardedRead read) {
        int home = Math.floorMod(read.sql().hashCode(), places.length);
        Place best = places[home];
        for (int i = 1; i < places.length && best.busy() > 0; i++) {
            Place place = places[(home + i) % places.length];
            if (place.busy() < best.busy()) best = place;
        }
        return best;
    }

    private void closeSilent(Duration patience) {
        for (Place place : places) if (place.line != null) place.line.closeIfSilentFor(patience);
    }

    void close() {
        watch.cancel(false);
        Arrays.stream(places).forEach(Place::close);
    }

    /** Room for one connection. */
    private final class Place {
        private @Nullable Line line;
        private @Nullable Mono<Line> opening;
        private int waitingForLine;

        int busy() {
            return waitingForLine + (line == null ? 0 : line.waiting());
        }

        void send(GuardedRead read, MonoSink<byte[]> sink) {
            if (busy() >= QUEUE) sink.error(ClientFault.of(ErrorCode.UNAVAILABLE));
            else if (line != null && line.isOpen()) line.send(read, sink);
            else {
                waitingForLine++;
                opened().doFinally(signal -> waitingForLine--)
                        .subscribe(opened -> opened.send(read, sink), sink::error);
            }
        }

        private Mono<Line> opened() {
            if (opening == null)
                opening = connect.doOnNext(opened -> {
                            line = opened;
                            opening = null;
                        })
                        .doOnError(failure -> log.warn("no connection to PostgreSQL: {}", failure.toString()))
                        .cache(opened -> Duration.ZERO, failure -> PAUSE, () -> Duration.ZERO);
            return opening;
        }

        void close() {
            if (line != null) line.close();
        }
    }
}
