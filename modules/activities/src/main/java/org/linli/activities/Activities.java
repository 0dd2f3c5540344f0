package org.linli.activities;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.activities.ActivityStore.Place;
import org.linli.activities.CancelEnrolmentResult.EnrolmentCancelled;
import org.linli.activities.CancelEnrolmentResult.NotEnrolled;
import org.linli.activities.EnrolResult.Enrolled;
import org.linli.activities.EnrolResult.Waitlisted;
import org.linli.activities.Enrolling.Offer;
import org.linli.live.NotFound;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/** What people do with activities. */
public final class Activities {
    private final ActivityStore store = new ActivityStore();

    @UseCase
    public Mono<EnrolResult> enrol(Work work, UUID activity, @Nullable UUID child) {
        UUID actor = self(work);
        return store.lock(work, activity)
                .switchIfEmpty(NotFound.mono())
                .flatMap(offer -> store.applicant(work, activity, child == null ? actor : child)
                        .filter(applicant -> child == null || actor.equals(applicant.guardianId()))
                        .switchIfEmpty(NotFound.mono())
                        .flatMap(applicant -> {
                            EnrolResult result =
                                    Enrolling.enrol(offer, applicant, actor, work.newId(), work.now(), work.today());
                            return switch (result) {
                                case Enrolled enrolled ->
                                    enrol(work, offer, applicant, enrolled.enrolmentId(), EnrolmentStatus.CONFIRMED)
                                            .thenReturn(result);
                                case Waitlisted waiting ->
                                    enrol(work, offer, applicant, waiting.enrolmentId(), EnrolmentStatus.WAITLISTED)
                                            .thenReturn(result);
                                default -> Mono.just(result);
                            };
                        }));
    }

    private Mono<Void> enrol(Work work, Offer offer, Enrolling.Applicant applicant, UUID id, EnrolmentStatus status) {
        return store.enrol(work, id, offer.id(), applicant.residentId(), status)
                .then(work.append(new EnrolmentMoved(id, offer.id(), applicant.status(), status)));
    }

    @UseCase
    public Mono<CancelEnrolmentResult> cancelEnrolment(Work work, UUID activity, @Nullable UUID child) {
        UUID actor = self(work);
        return store.lock(work, activity)
                .switchIfEmpty(NotFound.mono())
                .flatMap(offer -> store.place(work, activity, child == null ? actor : child)
                        .filter(place -> child == null || actor.equals(place.guardianId()))
                        .filter(place -> place.status().holds())
                        .flatMap(place -> giveUp(work, place).<CancelEnrolmentResult>map(result -> result))
                        .switchIfEmpty(Mono.fromSupplier(NotEnrolled::new)));
    }

    private Mono<EnrolmentCancelled> giveUp(Work work, Place place) {
        Mono<EnrolmentCancelled> alone = Mono.fromSupplier(() -> new EnrolmentCancelled(place.id(), null));
        return move(work, place, EnrolmentStatus.CANCELLED)
                .then(
                        place.status() == EnrolmentStatus.WAITLISTED
                                ? alone
                                : store.next(work, place.activityId())
                                        .flatMap(next -> move(work, next, EnrolmentStatus.CONFIRMED)
                                                .thenReturn(new EnrolmentCancelled(place.id(), next.id())))
                                        .switchIfEmpty(alone));
    }

    private Mono<Void> move(Work work, Place place, EnrolmentStatus to) {
        return store.move(work, place.id(), to)
                .then(work.append(new EnrolmentMoved(place.id(), place.activityId(), place.status(), to)));
    }

    private static UUID self(Work work) {
        return Objects.requireNonNull(work.own(Role.RESIDENT), "only residents are let in");
    }
}
