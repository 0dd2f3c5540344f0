package org.linli.evaluations;

import org.linli.live.Work;
import org.linli.residents.Leaver;
import org.linli.residents.Ties;
import reactor.core.publisher.Mono;

/** Evaluations of the service of an erased person stay, without the name; whom they are about is found by who served, so before that is forgotten. */
public final class EvaluationTies implements Ties {
    private final EvaluationStore store = new EvaluationStore();

    @Override
    public Mono<Void> lock(Work work, Leaver leaver) {
        return leaver.forgotten() ? store.lockAbout(work, leaver).then() : Mono.empty();
    }

    @Override
    public Mono<Void> end(Work work, Leaver leaver) {
        if (!leaver.forgotten()) return Mono.empty();
        return store.forget(work, leaver, Leaver.NOBODY)
                .map(EvaluationSubjectForgotten::new)
                .collectList()
                .flatMap(work::append);
    }
}
