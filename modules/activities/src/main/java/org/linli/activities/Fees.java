package org.linli.activities;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.linli.activities.ActivityStore.Seat;
import org.linli.activities.Enrolling.Offer;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.points.Points;
import org.linli.points.PointsAccountKind;
import org.linli.points.PointsPostingKind;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What an activity costs and gives (DOMAIN.md S05). Points are set aside with a seat, and stay so until the activity has ended, which takes
 * them, or was called off, which gives them back.
 */
final class Fees {
    private static final String REASON = "Enrolment";

    private final Points points = new Points();

    /** @throws Refused with {@link org.linli.points.BalanceTooLow} */
    Mono<Void> hold(Work work, Offer offer, UUID resident, UUID enrolment) {
        return points.hold(work, PointsPostingKind.ENROLMENT, resident, offer.pointsCost(), REASON, enrolment)
                .then();
    }

    /** Whether whoever waited has the seat's points, which are set aside then. */
    Mono<Boolean> affords(Work work, Offer offer, Seat seat) {
        if (offer.pointsCost() == 0) return Mono.just(true);
        return hold(work, offer, seat.residentId(), seat.id()).thenReturn(true).onErrorReturn(Refused.class, false);
    }

    Mono<Void> release(Work work, Collection<UUID> enrolments) {
        return points.held(work, REASON, enrolments)
                .filter(held -> !held.isEmpty())
                .flatMap(held -> points.release(work, held));
    }

    /** The activity has ended: all that was set aside is its own, and who was there is rewarded. */
    Mono<Void> settle(Work work, Running running, List<Seat> seats) {
        List<Seat> rewarded = running.pointsReward() == 0
                ? List.of()
                : seats.stream()
                        .filter(seat -> seat.status() == EnrolmentStatus.ATTENDED)
                        .toList();
        return points.lock(
                        work,
                        !rewarded.isEmpty(),
                        seats.stream().map(Seat::residentId).toList())
                .then(points.held(work, REASON, seats.stream().map(Seat::id).toList()))
                .filter(held -> !held.isEmpty())
                .flatMap(held -> points.capture(work, held, PointsAccountKind.ACTIVITY, running.id()))
                .thenMany(Flux.fromIterable(rewarded))
                .concatMap(seat -> points.reward(work, seat.residentId(), running.pointsReward(), REASON, seat.id()))
                .then();
    }
}
