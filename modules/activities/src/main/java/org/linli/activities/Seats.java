package org.linli.activities;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.linli.activities.ActivityStore.Seat;
import org.linli.activities.CancelEnrolmentResult.EnrolmentCancelled;
import org.linli.activities.Enrolling.Offer;
import org.linli.live.Work;
import org.linli.points.Points;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How a place in a locked activity is given up, and goes to who waits for it. */
final class Seats {
    private final ActivityStore store = new ActivityStore();
    private final Points points = new Points();
    private final Fees fees = new Fees();

    Mono<EnrolmentCancelled> giveUp(Work work, Offer offer, Seat seat) {
        Mono<Void> given = move(work, seat, EnrolmentStatus.CANCELLED);
        if (seat.status() == EnrolmentStatus.WAITLISTED)
            return given.thenReturn(new EnrolmentCancelled(seat.id(), null, 0));
        int back = offer.begun(work.now()) ? 0 : offer.pointsCost();
        Mono<Void> returned = back == 0 ? Mono.empty() : fees.release(work, List.of(seat.id()));
        return lockFees(work, List.of(offer), seat.residentId())
                .then(given)
                .then(returned)
                .then(Mono.defer(() -> moveUp(work, offer)))
                .map(next -> new EnrolmentCancelled(seat.id(), next, back))
                .defaultIfEmpty(new EnrolmentCancelled(seat.id(), null, back));
    }

    /** Who leaves and who may come instead, at once and in order, so that nobody waits in a circle. */
    Mono<Void> lockFees(Work work, Collection<Offer> offers, UUID leaving) {
        return Flux.fromIterable(offers)
                .filter(offer -> offer.pointsCost() > 0)
                .concatMap(offer -> store.seats(work, offer.id(), EnrolmentStatus.WAITLISTED)
                        .map(Seat::residentId)
                        .startWith(leaving))
                .collectList()
                .filter(residents -> !residents.isEmpty())
                .flatMap(residents -> points.lock(work, false, residents));
    }

    /** The seat goes to who has waited longest and can pay for it now; those before lose their place. */
    private Mono<UUID> moveUp(Work work, Offer offer) {
        return store.next(work, offer.id())
                .flatMap(next -> fees.affords(work, offer, next)
                        .flatMap(affords -> affords
                                ? move(work, next, EnrolmentStatus.CONFIRMED).thenReturn(next.id())
                                : move(work, next, EnrolmentStatus.DROPPED)
                                        .then(Mono.defer(() -> moveUp(work, offer)))));
    }

    private Mono<Void> move(Work work, Seat seat, EnrolmentStatus to) {
        return store.move(work, seat.id(), to)
                .then(work.append(new EnrolmentMoved(seat.id(), seat.activityId(), seat.status(), to)));
    }
}
