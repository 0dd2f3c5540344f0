package org.linli.units;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.territory.Places;
import org.linli.units.AssignTeacherResult.NothingTaught;
import org.linli.units.OpenProjectResult.ProjectCodeTaken;
import reactor.core.publisher.Mono;

/** Volunteer service on two lines: projects, shifts, hours and what came of them (DOMAIN.md S18). */
public final class VolunteerService {
    private final ShiftStore store = new ShiftStore();
    private final RegistrationStore registrations = new RegistrationStore();
    private final Places places = new Places();

    // Who organises it.

    @UseCase
    public Mono<OpenProjectResult> openProject(Work work, ProjectInput input) {
        input.check();
        return places.find(work, input.owner()).switchIfEmpty(NotFound.mono()).flatMap(place -> {
            OutOfDuty.unless(work.covers(place.grids(), Project.OWNERS));
            UUID id = work.newId();
            return store.open(work, id, input).flatMap(opened -> {
                if (opened == 0) return Mono.just(new ProjectCodeTaken(input.code()));
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
                    if (project.kind() != ProjectKind.TEACHING) return Mono.just(new NothingTaught(project.kind()));
                    VersionConflict.check(expectedVersion, found.getT2().version());
                    return store.teach(work, shift, volunteer)
                            .then(store.takePart(work, project.id(), volunteer))
                            .then(work.append(new ShiftChanged(shift, project.id(), volunteer)))
                            .thenReturn(new ShiftSaved(shift));
                });
    }

    // Who serves.

    @UseCase
    public Mono<SignUpForShiftResult> signUpForShift(Work work, UUID shift) {
        UUID volunteer = self(work);
        return shift(work, shift)
                .flatMap(found -> store.places(work, shift, volunteer).flatMap(taken -> {
                    SignUpForShiftResult result = found.signUp(taken, work.newId(), work.now());
                    if (!(result instanceof SignUpSaved saved)) return Mono.just(result);
                    return store.signUp(work, saved.signUpId(), shift, volunteer)
                            .then(store.takePart(work, found.projectId(), volunteer))
                            .then(work.append(
                                    new SignUpMoved(saved.signUpId(), shift, null, SignUpStatus.SIGNED_UP, null)))
                            .thenReturn(result);
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
                            .then(work.append(new OutcomeNoted(id, shift)))
                            .thenReturn(new OutcomeRecorded(id));
                });
    }

    // Who judges the hours.

    @UseCase
    public Mono<SignUpSaved> verifyHours(Work work, UUID signUp, int expectedVersion) {
        return judge(work, signUp, expectedVersion, SignUpStatus.HOURS_VERIFIED, null);
    }

    @UseCase
    public Mono<SignUpSaved> rejectHours(Work work, UUID signUp, int expectedVersion, String reason) {
        return judge(work, signUp, expectedVersion, SignUpStatus.REJECTED, reason);
    }

    private Mono<SignUpSaved> judge(
            Work work, UUID signUp, int expectedVersion, SignUpStatus to, @Nullable String reason) {
        return store.signUp(work, signUp).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            found.judged(work, expectedVersion, to);
            return store.move(work, signUp, to).then(log(work, found.moved(to, reason)));
        });
    }

    private Mono<Shift> shift(Work work, UUID id) {
        return store.shift(work, id).switchIfEmpty(NotFound.mono());
    }

    private Mono<SignUp> own(Work work, UUID shift) {
        return store.signUpOf(work, shift, self(work)).switchIfEmpty(Mono.error(() -> new Refused(new NotSignedUp())));
    }

    private static Mono<SignUpSaved> log(Work work, SignUpMoved moved) {
        return work.append(moved).thenReturn(new SignUpSaved(moved.id()));
    }

    private static UUID self(Work work) {
        return Objects.requireNonNull(work.own(Role.VOLUNTEER), "only volunteers are let in");
    }
}
