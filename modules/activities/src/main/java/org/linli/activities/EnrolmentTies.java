package org.linli.activities;

import org.linli.activities.Enrolling.Offer;
import org.linli.live.Work;
import org.linli.residents.Leaver;
import org.linli.residents.Ties;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whoever leaves comes to no activity, and neither does who is suspended, who could not show a code: others may have the places. */
public final class EnrolmentTies implements Ties {
    private final ActivityStore store = new ActivityStore();
    private final Seats seats = new Seats();

    @Override
    public Mono<Void> lock(Work work, Leaver leaver) {
        return held(work, leaver).then();
    }

    @Override
    public Mono<Void> end(Work work, Leaver leaver) {
        return held(work, leaver)
                .collectList()
                .delayUntil(offers -> seats.lockFees(work, offers, leaver.id()))
                .flatMapMany(Flux::fromIterable)
                .concatMap(offer -> store.seat(work, offer.id(), leaver.id())
                        .filter(held -> held.status().holds())
                        .flatMap(held -> seats.giveUp(work, offer, held.seat())))
                .then();
    }

    private Flux<Offer> held(Work work, Leaver leaver) {
        return store.lockHeld(work, leaver.id());
    }
}
