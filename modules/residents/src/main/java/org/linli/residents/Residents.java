package org.linli.residents;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.live.calendar.DeadlineKind;
import org.linli.residents.ResidentOutcome.ChildRegistered;
import org.linli.residents.ResidentOutcome.DistrictJoined;
import org.linli.residents.ResidentOutcome.GuardianLinked;
import org.linli.residents.ResidentOutcome.ResidentChanged;
import org.linli.residents.ResidentOutcome.ResidentMoved;
import org.linli.residents.ResidentOutcome.ResidentRegistered;
import org.linli.residents.ResidentRefusal.AlreadyResident;
import org.linli.residents.ResidentRefusal.GuardianRequired;
import org.linli.residents.ResidentRefusal.IdentityNumberTaken;
import org.linli.residents.ResidentRefusal.MemberElsewhere;
import org.linli.residents.ResidentRefusal.OfFullAge;
import org.linli.residents.ResidentRefusal.PhoneMalformed;
import org.linli.schema.Role;
import org.linli.tenancy.sealing.IdentityNumbers;
import reactor.core.publisher.Mono;

/** Registers people, and records where they live and who is guardian of whom. */
public final class Residents {
    private static final Role[] WORKERS = {Role.GRID_WORKER, Role.COMMUNITY_WORKER};

    private final Register register;
    private final ResidentStore store;

    /** @param ties of people who may leave, of every kind there is */
    public Residents(IdentityNumbers numbers, List<Ties> ties) {
        register = new Register(numbers, ties);
        store = register.store;
    }

    @UseCase
    public Mono<DistrictJoined> joinDistrict(Work work, String district, JoinApplication application) {
        if (!work.district().code().equals(district)) throw new Refused(new NotFound());
        Person person = Person.of(
                application.name(),
                application.gender(),
                application.birthDate(),
                application.phone(),
                null,
                work.today());
        if (person.below(Person.ACTS, work.today())) throw new Refused(new GuardianRequired());
        UUID id = work.newId();
        UUID account = work.subject();
        Dwelling dwelling = application.dwelling();
        return store.elsewhere(work, account)
                .doOnNext(elsewhere -> {
                    if (elsewhere) throw new Refused(new MemberElsewhere());
                })
                .then(register.community(work, dwelling))
                .flatMap(community -> store.lockAccount(work, account)
                        .doOnNext(found -> {
                            if (found.status() != ResidentStatus.MOVED_OUT)
                                throw new Refused(new AlreadyResident(found.id()));
                        })
                        .delayUntil(found -> store.describe(work, found.id(), person.name(), person.phone(), null)
                                .then(register.comeBack(work, found, community, dwelling)))
                        .map(Resident::id)
                        .switchIfEmpty(
                                Mono.defer(() -> add(work, id, person, community, dwelling, List.of(), null, account)
                                        .then(work.follow(account))
                                        .thenReturn(id))))
                .map(own -> {
                    work.become(Role.RESIDENT, own);
                    return new DistrictJoined(own);
                });
    }

    @UseCase
    public Mono<ResidentRegistered> registerResident(Work work, ResidentRegistration registration) {
        Person person = Person.of(
                registration.name(),
                registration.gender(),
                registration.birthDate(),
                registration.phone(),
                registration.identityNumber(),
                work.today());
        UUID guardian = registration.guardian();
        if (guardian == null && person.below(Person.ACTS, work.today())) throw new Refused(new GuardianRequired());
        if (guardian != null && !Person.minor(person.birthDate(), work.today())) throw new Refused(new OfFullAge());
        Dwelling dwelling = registration.dwelling();
        List<String> tags = registration.tags() == null ? List.of() : registration.tags();
        UUID id = work.newId();
        return register.community(work, dwelling)
                .doOnNext(community -> OutOfDuty.unless(work.sees(dwelling.grid(), WORKERS)))
                .delayUntil(community -> guardian == null ? Mono.empty() : guardian(work, guardian, null))
                .flatMap(community -> known(work, person, id)
                        .delayUntil(found -> guardian == null || guardian.equals(found.guardianId())
                                ? Mono.empty()
                                : entrustable(work, found, guardian))
                        .delayUntil(found -> store.describe(
                                        work, found.id(), person.name(), person.phone(), registration.tags())
                                .then(register.comeBack(work, found, community, dwelling))
                                .then(
                                        guardian == null || guardian.equals(found.guardianId())
                                                ? Mono.empty()
                                                : register.entrust(work, found, guardian)))
                        .map(Resident::id)
                        .switchIfEmpty(Mono.defer(() -> add(work, id, person, community, dwelling, tags, guardian, null)
                                .thenReturn(id))))
                .map(ResidentRegistered::new);
    }

    /** Who has the person's number, and moved out. */
    private Mono<Resident> known(Work work, Person person, UUID id) {
        IdentityNumber number = person.number();
        if (number == null) return Mono.empty();
        return register.known(work, number, id).doOnNext(found -> {
            if (found.status() != ResidentStatus.MOVED_OUT) throw new Refused(new IdentityNumberTaken());
        });
    }

    @UseCase
    public Mono<ChildRegistered> registerChild(Work work, ChildRegistration registration) {
        LocalDate today = work.today();
        Person child = Person.of(
                registration.name(),
                registration.gender(),
                registration.birthDate(),
                null,
                registration.identityNumber(),
                today);
        if (!child.below(Person.OF_AGE, today)) throw new Refused(new OfFullAge());
        UUID own = self(work);
        UUID id = work.newId();
        IdentityNumber number = child.number();
        return guardian(work, own, null)
                .delayUntil(parent -> number == null ? Mono.empty() : register.free(work, number, id))
                .flatMap(parent -> {
                    Dwelling home =
                            new Dwelling(parent.gridId(), parent.compoundId(), parent.door(), parent.relation());
                    return register.places
                            .active(work, parent.gridId())
                            .flatMap(community -> add(work, id, child, community, home, List.of("CHILD"), own, null));
                })
                .then(Mono.defer(() -> register.consents.give(work, work.newId(), id, ConsentKind.GUARDIANSHIP, own)))
                .thenReturn(new ChildRegistered(id));
    }

    @UseCase
    public Mono<GuardianLinked> linkGuardian(Work work, UUID child, UUID guardian) {
        return register.inDuty(work, child, WORKERS)
                .delayUntil(found -> entrustable(work, found, guardian))
                .flatMap(found -> register.entrust(work, found, guardian))
                .thenReturn(new GuardianLinked(child));
    }

    @UseCase
    public Mono<ResidentChanged> changeResident(Work work, UUID resident, ResidentChange change, int expectedVersion) {
        PhoneMalformed.check(change.phone());
        boolean renames = change.name() != null;
        return register.seen(work, resident)
                .doOnNext(found -> {
                    // The name is the card's, which somebody else has to see.
                    if (renames) Register.notOwn(work, found);
                    boolean self = work.subject().equals(found.subject());
                    OutOfDuty.unless(self || work.sees(found.gridId(), WORKERS));
                    found.checkHere();
                    VersionConflict.check(expectedVersion, found.version());
                })
                .flatMap(found -> store.describe(work, resident, change.name(), change.phone(), change.tags()))
                .then(work.append(new ResidentEvent.ResidentEdited(
                        resident, renames, change.phone() != null, change.tags() != null)))
                .thenReturn(new ResidentChanged(resident));
    }

    @UseCase
    public Mono<ResidentMoved> moveResident(Work work, UUID resident, @Nullable Dwelling to, String reason) {
        return register.inDuty(work, resident, WORKERS)
                .doOnNext(found -> {
                    if (to == null || !found.status().lives()) found.check(ResidentStatus.MOVED_OUT);
                })
                .flatMap(found -> to == null
                        ? register.leave(
                                work,
                                found,
                                ResidentStatus.MOVED_OUT,
                                register.move(work, found, ResidentStatus.MOVED_OUT, reason))
                        : settle(work, found, to, reason))
                .thenReturn(new ResidentMoved(resident));
    }

    private Mono<Void> settle(Work work, Resident resident, Dwelling to, String reason) {
        ResidentStatus after = resident.afterMove();
        return register.community(work, to)
                .flatMap(community -> register.settle(work, resident, community, to, reason))
                .then(after == resident.status() ? Mono.empty() : register.move(work, resident, after, reason));
    }

    private Mono<Void> add(
            Work work,
            UUID id,
            Person person,
            UUID community,
            Dwelling dwelling,
            List<String> tags,
            @Nullable UUID guardian,
            @Nullable UUID subject) {
        IdentityNumber number = person.number();
        return register.deadlines
                .due(work, DeadlineKind.RESIDENT_VERIFICATION)
                .flatMap(due -> store.add(work, id, person, community, dwelling, tags, guardian, subject, due))
                .then(work.append(new ResidentEvent.ResidentRecorded(id, ResidentStatus.REGISTERED)))
                .then(
                        number == null
                                ? Mono.empty()
                                : register.identify(work, id, number).then());
    }

    /** The child may be given to the adult, neither being the caller's own. */
    private Mono<Resident> entrustable(Work work, Resident child, UUID guardian) {
        Register.notOwn(work, child);
        child.checkChild(work.today());
        return guardian(work, guardian, child.id()).doOnNext(adult -> Register.notOwn(work, adult));
    }

    /** An adult whom the caller sees and who may be guardian. */
    private Mono<Resident> guardian(Work work, UUID id, @Nullable UUID child) {
        return register.seen(work, id)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(adult -> adult.checkGuardianOf(child, work.today()));
    }

    private static UUID self(Work work) {
        return Objects.requireNonNull(work.own(Role.RESIDENT), "only residents are let in");
    }
}
