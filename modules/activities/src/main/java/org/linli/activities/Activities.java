package org.linli.activities;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.activities.ActivityStore.Seat;
import org.linli.activities.CancelEnrolmentResult.NotEnrolled;
import org.linli.activities.CheckInCodeResult.CheckInCode;
import org.linli.activities.CheckInCodeResult.NoSeat;
import org.linli.activities.CheckInResult.AlreadyCheckedIn;
import org.linli.activities.CheckInResult.CheckedIn;
import org.linli.activities.CheckInResult.CodeExpired;
import org.linli.activities.CheckInResult.CodeUnknown;
import org.linli.activities.EnrolResult.Enrolled;
import org.linli.activities.EnrolResult.Waitlisted;
import org.linli.activities.Enrolling.Applicant;
import org.linli.activities.Enrolling.Offer;
import org.linli.activities.RateActivityResult.ActivityRated;
import org.linli.activities.RateActivityResult.AlreadyRated;
import org.linli.activities.RateActivityResult.NotAttended;
import org.linli.activities.RateActivityResult.ScoreOutOfRange;
import org.linli.evaluations.Opinions;
import org.linli.live.Event;
import org.linli.live.NotFound;
import org.linli.live.OneTimeCode;
import org.linli.live.OutOfDuty;
import org.linli.live.OwnWork;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.live.calendar.DeadlineKind;
import org.linli.live.calendar.Deadlines;
import org.linli.residents.Guardians;
import org.linli.schema.Role;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.Places;
import reactor.core.publisher.Mono;

/** What people do with activities. */
public final class Activities {
    /** For how long a code that was shown can be taken in. */
    private static final Duration CODE_VALID = Duration.ofMinutes(10);

    private final ActivityStore store = new ActivityStore();
    private final Places places = new Places();
    private final Opinions opinions = new Opinions();
    private final Seats seats = new Seats();
    private final Fees fees = new Fees();
    private final Deadlines deadlines = new Deadlines();

    // Who runs it.

    @UseCase
    public Mono<ActivitySaved> createActivity(Work work, ActivityInput input) {
        UUID id = work.newId();
        return write(work, id, input, new ActivityPrepared(id, null, ActivityStatus.DRAFT, 1, null));
    }

    @UseCase
    public Mono<ActivitySaved> changeActivity(Work work, UUID activity, int expectedVersion, ActivityInput input) {
        return running(work, activity).flatMap(running -> {
            running.written(work, expectedVersion);
            return write(work, activity, input, running.moved(running.status(), null));
        });
    }

    private Mono<ActivitySaved> write(Work work, UUID id, ActivityInput input, Event moved) {
        input.check(work.now());
        Reference where = input.place();
        return places.find(work, where).switchIfEmpty(NotFound.mono()).flatMap(place -> {
            OutOfDuty.unless(work.covers(place.grids(), Running.ORGANISERS));
            return store.write(work, id, input, place).then(work.append(moved)).thenReturn(new ActivitySaved(id));
        });
    }

    @UseCase
    public Mono<ActivitySaved> submitActivity(Work work, UUID activity) {
        return organise(work, activity, ActivityStatus.SUBMITTED, null)
                .flatMap(saved -> deadlines
                        .due(work, DeadlineKind.ACTIVITY_APPROVAL)
                        .flatMap(due -> store.approveBy(work, activity, due))
                        .thenReturn(saved));
    }

    @UseCase
    public Mono<ActivitySaved> approveActivity(Work work, UUID activity, int expectedVersion) {
        return judge(work, activity, expectedVersion, ActivityStatus.APPROVED, null);
    }

    @UseCase
    public Mono<ActivitySaved> returnActivity(Work work, UUID activity, int expectedVersion, String reason) {
        return judge(work, activity, expectedVersion, ActivityStatus.RETURNED, reason);
    }

    @UseCase
    public Mono<ActivitySaved> publishActivity(Work work, UUID activity) {
        return organise(work, activity, ActivityStatus.PUBLISHED, null);
    }

    @UseCase
    public Mono<ActivitySaved> openEnrolment(Work work, UUID activity) {
        return organise(work, activity, ActivityStatus.ENROLLING, null);
    }

    @UseCase
    public Mono<ActivitySaved> startActivity(Work work, UUID activity) {
        return organise(work, activity, ActivityStatus.RUNNING, null);
    }

    /** Who had a seat and did not come is told so, nobody waits any longer, and who was there is rewarded. */
    @UseCase
    public Mono<ActivitySaved> endActivity(Work work, UUID activity) {
        return running(work, activity).flatMap(running -> {
            running.organised(work, ActivityStatus.ENDED);
            return move(work, running, ActivityStatus.ENDED, null)
                    .flatMap(saved -> moveAll(work, activity, EnrolmentStatus.CONFIRMED, EnrolmentStatus.NO_SHOW)
                            .then(moveAll(work, activity, EnrolmentStatus.WAITLISTED, EnrolmentStatus.CANCELLED))
                            .then(settle(work, running))
                            .thenReturn(saved));
        });
    }

    private Mono<Void> settle(Work work, Running running) {
        if (running.pointsCost() == 0 && running.pointsReward() == 0) return Mono.empty();
        return store.seats(work, running.id(), EnrolmentStatus.values())
                .collectList()
                .flatMap(seats -> fees.settle(work, running, seats));
    }

    /** Everybody with a place is told why, and gets back what was set aside for it. */
    @UseCase
    public Mono<ActivitySaved> cancelActivity(Work work, UUID activity, String reason) {
        return running(work, activity).flatMap(running -> {
            running.organised(work, ActivityStatus.CANCELLED);
            return move(work, running, ActivityStatus.CANCELLED, reason)
                    .flatMap(saved -> moveAll(work, activity, EnrolmentStatus.CONFIRMED, EnrolmentStatus.CANCELLED)
                            .then(moveAll(work, activity, EnrolmentStatus.WAITLISTED, EnrolmentStatus.CANCELLED))
                            .then(refund(work, running))
                            .thenReturn(saved));
        });
    }

    private Mono<Void> refund(Work work, Running running) {
        if (running.pointsCost() == 0) return Mono.empty();
        return store.seats(work, running.id(), EnrolmentStatus.values())
                .map(Seat::id)
                .collectList()
                .flatMap(seats -> fees.release(work, seats));
    }

    @UseCase
    public Mono<ActivitySaved> reportActivity(Work work, UUID activity, String text) {
        return organise(work, activity, ActivityStatus.REPORTED, null)
                .flatMap(saved -> store.report(work, activity, text).thenReturn(saved));
    }

    @UseCase
    public Mono<ActivitySaved> archiveActivity(Work work, UUID activity) {
        return organise(work, activity, ActivityStatus.ARCHIVED, null);
    }

    private Mono<ActivitySaved> organise(Work work, UUID activity, ActivityStatus to, @Nullable String reason) {
        return running(work, activity).flatMap(running -> {
            running.organised(work, to);
            return move(work, running, to, reason);
        });
    }

    private Mono<ActivitySaved> judge(
            Work work, UUID activity, int expectedVersion, ActivityStatus to, @Nullable String reason) {
        return running(work, activity).flatMap(running -> {
            running.judged(work, expectedVersion, to);
            return move(work, running, to, reason);
        });
    }

    private Mono<ActivitySaved> move(Work work, Running running, ActivityStatus to, @Nullable String reason) {
        return store.move(work, running.id(), to, reason)
                .then(work.append(running.moved(to, reason)))
                .thenReturn(new ActivitySaved(running.id()));
    }

    private Mono<Running> running(Work work, UUID activity) {
        return store.running(work, activity).switchIfEmpty(NotFound.mono());
    }

    private Mono<Void> moveAll(Work work, UUID activity, EnrolmentStatus from, EnrolmentStatus to) {
        return store.seats(work, activity, from)
                .map(seat -> new EnrolmentMoved(seat.id(), activity, from, to))
                .collectList()
                .filter(moved -> !moved.isEmpty())
                .flatMap(moved -> store.moveAll(work, activity, from, to).then(work.append(moved)));
    }

    // Who comes.

    @UseCase
    public Mono<EnrolResult> enrol(Work work, UUID activity, @Nullable UUID child) {
        UUID actor = self(work);
        return work.both(store.lock(work, activity), store.applicant(work, activity, child == null ? actor : child))
                .filter(both -> child == null || both.getT2().ward().actedForBy(actor, work.today()))
                .switchIfEmpty(NotFound.mono())
                .flatMap(both -> {
                    Offer offer = both.getT1();
                    Applicant applicant = both.getT2();
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
                });
    }

    private Mono<Void> enrol(Work work, Offer offer, Applicant applicant, UUID id, EnrolmentStatus status) {
        Mono<Void> enrolled = store.enrol(work, id, offer.id(), applicant, status)
                .then(work.append(new EnrolmentMoved(id, offer.id(), applicant.status(), status)));
        if (offer.pointsCost() == 0 || status == EnrolmentStatus.WAITLISTED) return enrolled;
        return fees.hold(work, offer, applicant.residentId(), id).then(enrolled);
    }

    @UseCase
    public Mono<CancelEnrolmentResult> cancelEnrolment(Work work, UUID activity, @Nullable UUID child) {
        return store.lock(work, activity)
                .switchIfEmpty(NotFound.mono())
                .flatMap(offer -> seat(work, activity, child)
                        .filter(seat -> seat.status().holds())
                        .flatMap(seat -> seats.giveUp(work, offer, seat).<CancelEnrolmentResult>map(result -> result))
                        .switchIfEmpty(Mono.fromSupplier(NotEnrolled::new)));
    }

    @UseCase
    public Mono<CheckInCodeResult> showCheckInCode(Work work, UUID activity, @Nullable UUID child) {
        return store.lock(work, activity)
                .switchIfEmpty(NotFound.mono())
                .flatMap(offer -> seat(work, activity, child)
                        .filter(seat -> seat.status() == EnrolmentStatus.CONFIRMED)
                        .<CheckInCodeResult>flatMap(seat -> {
                            offer.attended();
                            return show(work, seat);
                        })
                        .switchIfEmpty(Mono.fromSupplier(NoSeat::new)));
    }

    private Mono<CheckInCode> show(Work work, Seat seat) {
        OneTimeCode code = work.newCode();
        OffsetDateTime until = work.now().plus(CODE_VALID);
        return store.keepCode(work, seat.id(), code.hash(), until)
                .then(work.append(new CheckInCodeShown(seat.id(), until)))
                .thenReturn(new CheckInCode(seat.id(), code.text(), until));
    }

    @UseCase
    public Mono<CheckInResult> checkIn(Work work, UUID activity, String code) {
        return running(work, activity)
                .flatMap(running -> {
                    running.attended(work);
                    return store.shown(work, activity, OneTimeCode.typed(code).hash());
                })
                .delayUntil(shown -> Guardians.notOwn(work, shown.residentId()))
                .flatMap(shown -> {
                    if (shown.status() == EnrolmentStatus.ATTENDED) return Mono.just(new AlreadyCheckedIn(shown.id()));
                    if (!work.now().isBefore(shown.validUntil())) return Mono.just(new CodeExpired(shown.validUntil()));
                    return store.move(work, shown.id(), EnrolmentStatus.ATTENDED)
                            .then(work.append(
                                    new EnrolmentMoved(shown.id(), activity, shown.status(), EnrolmentStatus.ATTENDED)))
                            .<CheckInResult>thenReturn(new CheckedIn(shown.id()));
                })
                .switchIfEmpty(Mono.fromSupplier(CodeUnknown::new));
    }

    @UseCase
    public Mono<RateActivityResult> rateActivity(
            Work work, UUID activity, @Nullable UUID child, int score, @Nullable String comment) {
        if (score > Opinions.HIGHEST) return Mono.just(new ScoreOutOfRange(Opinions.LOWEST, Opinions.HIGHEST));
        return running(work, activity)
                .filter(Running::published)
                .switchIfEmpty(NotFound.mono())
                .flatMap(running -> {
                    OwnWork.check(running.own());
                    return seat(work, activity, child);
                })
                .filter(seat -> seat.status() == EnrolmentStatus.ATTENDED)
                .flatMap(seat -> opinions.ofActivity(work, seat.residentId(), activity, seat.id(), score, comment)
                        .flatMap(id -> work.append(new OpinionGiven(activity, id, score))
                                .<RateActivityResult>thenReturn(new ActivityRated(id)))
                        .switchIfEmpty(Mono.fromSupplier(AlreadyRated::new)))
                .switchIfEmpty(Mono.fromSupplier(NotAttended::new));
    }

    /** The place of the caller, or of a child for whom the caller acts. */
    private Mono<Seat> seat(Work work, UUID activity, @Nullable UUID child) {
        UUID actor = self(work);
        return store.seat(work, activity, child == null ? actor : child)
                .filter(held -> child == null || held.ward().actedForBy(actor, work.today()))
                .map(held -> {
                    held.ward().by(actor, work.today());
                    return held.seat();
                });
    }

    private static UUID self(Work work) {
        return Objects.requireNonNull(work.own(Role.RESIDENT), "only residents are let in");
    }
}
