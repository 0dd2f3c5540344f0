package org.linli.tenancy.database;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One question for many: those who ask while one is on its way share the next, which begins after they have asked. A crowd that comes back at
 * once, as all do when a node leaves, costs a few statements and not some for each of them.
 *
 * @param <K> what is asked about
 * @param <V> the answer to a question about several
 */
public final class Batched<K, V> {
    private final Function<Set<K>, Mono<V>> question;
    private Round<K, V> next = new Round<>();
    private boolean asking;

    private static final class Round<K, V> {
        private final Set<K> keys = new LinkedHashSet<>();
        private final Sinks.One<V> answer = Sinks.one();
    }

    public Batched(Function<Set<K>, Mono<V>> question) {
        this.question = question;
    }

    /** @return what the question answers that is asked about these and others, as of now or later */
    public Mono<V> ask(Collection<K> keys) {
        return Mono.defer(() -> {
            Round<K, V> round;
            synchronized (this) {
                round = next;
                round.keys.addAll(keys);
            }
            begin();
            return round.answer.asMono();
        });
    }

    private void begin() {
        Round<K, V> round;
        synchronized (this) {
            if (asking || next.keys.isEmpty()) return;
            asking = true;
            round = next;
            next = new Round<>();
        }
        // Whatever it ends with, or throws, the next are not kept waiting for it.
        Mono.defer(() -> question.apply(round.keys))
                .subscribe(
                        round.answer::tryEmitValue,
                        failure -> {
                            end();
                            round.answer.tryEmitError(failure);
                        },
                        () -> {
                            end();
                            round.answer.tryEmitEmpty();
                        });
    }

    private void end() {
        synchronized (this) {
            asking = false;
        }
        begin();
    }
}
