package org.linli.units;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.points.Points;
import org.linli.schema.Role;
import org.linli.territory.Places;
import org.linli.territory.TerritoryRefusal.CodeTaken;
import org.linli.units.AssignTeacherResult.NothingTaught;
import org.linli.units.JoinProjectResult.UnitTakesPart;
import reactor.core.publisher.Mono;

/** Volunteer service on two lines: projects, shifts, hours and what came of them (DOMAIN.md S18). */
public final class VolunteerService {
    private static final String REASON = "ShiftSignUp";

    private final ShiftStore store = new ShiftStore();
    private final RegistrationStore registrations = new RegistrationStore();
    private final Places places = new Places();
    private final Points points = new Points();

    // Who organises it.

    @UseCase
    public Mono<ProjectSaved> openProject(Work work, ProjectInput input) {
        input.check();
        return places.find(work, input.owner()).switchIfEmpty(NotFound.mono()).flatMap(place -> {
            OutOfDuty.unless(work.covers(place.grids(), Project.OWNERS));
            UUID id = work.newId();
            return store.open(work, id, input).flatMap(opened -> {
                if (opened == 0) throw new Refused(new CodeTaken(input.code()));
                return work.append(new ProjectChanged(id, input.endsOn())).thenReturn(new ProjectSaved(id));
            });
        });
    }

    /** Today is its last day. */
    @UseCase
    public Mono<ProjectSaved> closeProject(Work work, UUID project, int expectedVersion) {
        return store.project(work, project).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            found.owned(work);
            VersionConflict.check(expectedVersion, found.version());
            LocalDate endsOn = found.closedOn(work.today());
            return store.close(work, project, endsOn)
                    .then(work.append(new ProjectChanged(project, endsOn)))
                    .thenReturn(new ProjectSaved(project));
        });
    }

    /** The unit's members may then be known to serve in it. */
    @UseCase
    public Mono<JoinProjectResult> joinProject(Work work, UUID project, UUID unit) {
        if (!work.owns(unit, Role.UNIT_CONTACT)) return NotFound.mono();
        return store.project(work, project).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            found.open(work);
            return store.joinUnit(work, project, unit).flatMap(joined -> {
                if (joined == 0) return Mono.just(new UnitTakesPart(project));
                return work.append(new ProjectJoined(project, unit)).thenReturn(new ProjectSaved(project));
            });
        });
    }

    @UseCase
    public Mono<ShiftSaved> openShift(Work work, UUID project, ShiftInput input) {
        return store.project(work, project).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            found.owned(work);
            input.check(work, found);
            UUID id = work.newId();
            return store.open(work, id, project, input)
                    .then(work.append(new ShiftChanged(id, project, null)))
                    .thenReturn(new ShiftSaved(id));
        });
    }

    /** The teacher takes part in the project from now on. */
    @UseCase
    public Mono<AssignTeacherResult> assignTeacher(Work work, UUID shift, int expectedVersion, UUID volunteer) {
        return store.projectOf(work, shift)
                .zipWhen(project -> store.shift(work, shift))
                .filterWhen(found -> store.isVolunteer(work, volunteer))
                .switchIfEmpty(NotFound.mono())
                .flatMap(found -> {
                    Project project = found.getT1();
                    project.owned(work);
                    found.getT2().takesPlace();
                    if (project.kind() != ProjectKind.TEACHING) return Mono.just(new NothingTaught(project.kind()));
                    VersionConflict.check(expectedVersion, found.getT2().version());
                    return store.teach(work, shift, volunteer)
                            .then(store.takePart(work, project.id(), volunteer))
                            .then(work.append(new ShiftChanged(shift, project.id(), volunteer)))
                            .thenReturn(new ShiftSaved(shift));
                });
    }

    /** Everybody with a part in it is told why. */
    @UseCase
    public Mono<ShiftSaved> cancelShift(Work work, UUID shift, int expectedVersion, String reason) {
        return store.projectOf(work, shift)
                .zipWhen(project -> store.shift(work, shift))
                .switchIfEmpty(NotFound.mono())
                .flatMap(found -> {
                    found.getT1().owned(work);
                    found.getT2().takesPlace();
                    found.getT2().notBegun(work.now());
                    VersionConflict.check(expectedVersion, found.getT2().version());
                    return store.cancel(work, shift, reason)
                            .then(work.append(
                                    new ShiftCalledOff(shift, found.getT1().id(), reason)))
                            .then(endParts(work, shift, reason))
                            .thenReturn(new ShiftSaved(shift));
                });
    }

    private Mono<Void> endParts(Work work, UUID shift, String reason) {
        return store.parts(work, shift)
                .map(part -> new SignUpMoved(part.id(), shift, part.status(), SignUpStatus.CANCELLED, reason))
                .collectList()
                .flatMap(ended -> store.endParts(work, shift).then(work.append(ended)));
    }

    // Who serves.

    @UseCase
    public Mono<SignUpForShiftResult> signUpForShift(Work work, UUID shift) {
        UUID volunteer = self(work);
        return store.serves(work, volunteer)
                .filter(serves -> serves)
                .switchIfEmpty(NotFound.mono())
                .then(Mono.defer(() -> shift(work, shift)))
                .flatMap(found -> store.places(work, shift, volunteer).flatMap(taken -> {
                    SignUpForShiftResult result = found.signUp(taken, work.newId(), work.now());
                    if (!(result instanceof SignUpSaved saved)) return Mono.just(result);
                    return store.signUp(work, saved.signUpId(), shift, volunteer)
                            .then(store.takePart(work, found.projectId(), volunteer))
                            .then(work.append(new SignUpMoved(
                                    saved.signUpId(), shift, taken.status(), SignUpStatus.SIGNED_UP, null)))
                            .thenReturn(result);
                }));
    }

    @UseCase
    public Mono<SignUpSaved> cancelSignUp(Work work, UUID shift) {
        return shift(work, shift)
                .flatMap(found -> own(work, shift).flatMap(signUp -> {
                    SignUpStatus.LIFE.check(signUp.status(), SignUpStatus.CANCELLED);
                    found.notBegun(work.now());
                    return store.move(work, signUp.id(), SignUpStatus.CANCELLED)
                            .then(log(work, signUp.moved(SignUpStatus.CANCELLED, null)));
                }));
    }

    /** A serving member who was accepted serves from the first check-in on. */
    @UseCase
    public Mono<SignUpSaved> checkInShift(Work work, UUID shift) {
        return shift(work, shift)
                .flatMap(found -> own(work, shift).flatMap(signUp -> {
                    SignUpStatus.LIFE.check(signUp.status(), SignUpStatus.CHECKED_IN);
                    found.opened(work.now());
                    return store.checkIn(work, signUp.id(), work.now())
                            .then(activate(work, self(work)))
                            .then(log(work, signUp.moved(SignUpStatus.CHECKED_IN, null)));
                }));
    }

    private Mono<Void> activate(Work work, UUID volunteer) {
        return registrations
                .accepted(work, volunteer)
                .flatMap(accepted -> registrations
                        .move(work, accepted.id(), MemberStatus.ACTIVE)
                        .then(work.append(new RegistrationMoved(
                                accepted.id(), MemberStatus.COMMUNITY_ACCEPTED, MemberStatus.ACTIVE, null))));
    }

    @UseCase
    public Mono<SignUpSaved> checkOutShift(Work work, UUID shift) {
        return shift(work, shift)
                .flatMap(found -> own(work, shift).flatMap(signUp -> {
                    SignUpStatus.LIFE.check(signUp.status(), SignUpStatus.CHECKED_OUT);
                    OffsetDateTime in = Objects.requireNonNull(signUp.checkedInAt(), "who is in has checked in");
                    return store.checkOut(work, signUp.id(), work.now(), found.minutes(in, work.now()))
                            .then(log(work, signUp.moved(SignUpStatus.CHECKED_OUT, null)));
                }));
    }

    @UseCase
    public Mono<OutcomeRecorded> recordOutcome(Work work, UUID shift, String note) {
        return shift(work, shift)
                .then(own(work, shift))
                .filter(SignUp::came)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotSignedUp())))
                .flatMap(signUp -> {
                    UUID id = work.newId();
                    return store.record(work, id, shift, self(work), note)
                            .then(work.append(new ShiftOutcomeNoted(id, shift)))
                            .thenReturn(new OutcomeRecorded(id));
                });
    }

    // Who judges the hours.

    /** Hours are rewarded at once, where they are worth points and the volunteer has a resident's account. */
    @UseCase
    public Mono<SignUpSaved> verifyHours(Work work, UUID signUp, int expectedVersion) {
        return judged(work, signUp, expectedVersion, SignUpStatus.HOURS_VERIFIED)
                .flatMap(found -> {
                    SignUpMoved verified = found.moved(SignUpStatus.HOURS_VERIFIED, null);
                    if (found.points() == 0)
                        return store.move(work, signUp, SignUpStatus.HOURS_VERIFIED)
                                .then(log(work, verified));
                    UUID resident = Objects.requireNonNull(found.residentId(), "who gets points is a resident");
                    return points.reward(work, resident, found.points(), REASON, signUp)
                            .then(store.move(work, signUp, SignUpStatus.REWARDED))
                            .then(log(
                                    work,
                                    verified,
                                    new SignUpMoved(
                                            signUp,
                                            found.shiftId(),
                                            SignUpStatus.HOURS_VERIFIED,
                                            SignUpStatus.REWARDED,
                                            null)));
                });
    }

    /** Hours that were verified by mistake lose their points again. */
    @UseCase
    public Mono<SignUpSaved> rejectHours(Work work, UUID signUp, int expectedVersion, String reason) {
        return judged(work, signUp, expectedVersion, SignUpStatus.REJECTED)
                .flatMap(found -> points.reverse(work, REASON, signUp)
                        .then(store.move(work, signUp, SignUpStatus.REJECTED))
                        .then(log(work, found.moved(SignUpStatus.REJECTED, reason))));
    }

    private Mono<SignUp> judged(Work work, UUID signUp, int expectedVersion, SignUpStatus to) {
        return store.signUp(work, signUp)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> found.judged(work, expectedVersion, to));
    }

    private Mono<Shift> shift(Work work, UUID id) {
        return store.shift(work, id).switchIfEmpty(NotFound.mono());
    }

    private Mono<SignUp> own(Work work, UUID shift) {
        return store.signUpOf(work, shift, self(work)).switchIfEmpty(Mono.error(() -> new Refused(new NotSignedUp())));
    }

    private static Mono<SignUpSaved> log(Work work, SignUpMoved... moved) {
        return work.append(moved).thenReturn(new SignUpSaved(moved[0].id()));
    }

    private static UUID self(Work work) {
        return Objects.requireNonNull(work.own(Role.VOLUNTEER), "only volunteers are let in");
    }
}
