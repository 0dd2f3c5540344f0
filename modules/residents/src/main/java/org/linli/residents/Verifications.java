package org.linli.residents;

import static org.linli.residents.ResidentStatus.ACTIVE;
import static org.linli.residents.ResidentStatus.ERASED;
import static org.linli.residents.ResidentStatus.IDENTITY_VERIFIED;
import static org.linli.residents.ResidentStatus.MOVED_OUT;
import static org.linli.residents.ResidentStatus.REGISTERED;
import static org.linli.residents.ResidentStatus.RESIDENCE_VERIFIED;

import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.residents.ResidentOutcome.IdentityNumberRevealed;
import org.linli.residents.ResidentOutcome.IdentityVerified;
import org.linli.residents.ResidentOutcome.ResidenceVerified;
import org.linli.residents.ResidentOutcome.ResidentActivated;
import org.linli.residents.ResidentRefusal.ConsentMissing;
import org.linli.residents.ResidentRefusal.IdentityNumberDiffers;
import org.linli.residents.ResidentRefusal.IdentityNumberTaken;
import org.linli.residents.ResidentRefusal.IdentityNumberUnknown;
import org.linli.residents.ResidentRefusal.PointsLeft;
import org.linli.schema.Role;
import org.linli.tenancy.sealing.IdentityNumbers;
import reactor.core.publisher.Mono;

/** Holds what people said of themselves against card and door. Nobody does so for the own person, child or household. */
public final class Verifications {
    private static final Role[] WORKERS = {Role.GRID_WORKER, Role.COMMUNITY_WORKER};

    private final Register register;
    private final ResidentStore store;
    private final BiFunction<Work, UUID, Mono<Long>> points;

    /**
     * @param ties of people who may leave, of every kind there is
     * @param points how many a resident has, those that are set aside among them
     */
    public Verifications(IdentityNumbers numbers, List<Ties> ties, BiFunction<Work, UUID, Mono<Long>> points) {
        this.points = points;
        register = new Register(numbers, ties);
        store = register.store;
    }

    @UseCase
    public Mono<IdentityVerified> verifyIdentity(Work work, UUID resident, String identityNumber) {
        IdentityNumber number = IdentityNumber.of(identityNumber, work.today());
        return register.inDuty(work, resident, WORKERS)
                .doOnNext(found -> {
                    Register.notOwn(work, found);
                    found.check(IDENTITY_VERIFIED);
                    if (found.identityIndex() != null && !found.identityIndex().equals(register.index(number)))
                        throw new Refused(new IdentityNumberDiffers());
                })
                .delayUntil(found -> consented(work, found, number))
                .flatMap(found -> register.known(work, number, resident)
                        .delayUntil(known -> goesOn(work, known, found))
                        .map(Resident::id)
                        .switchIfEmpty(Mono.defer(() -> register.identify(work, resident, number)
                                .then(register.move(work, found, IDENTITY_VERIFIED, null))
                                .thenReturn(resident))))
                .map(IdentityVerified::new);
    }

    /**
     * Whoever was registered, imported or moved out before, and then joined with an account, has two records until somebody sees card and
     * person; then the known one goes on with the account. Nobody gets it by knowing the number, since who joins gives none. What the other has
     * ahead of it ends; the account, with what it answers for, does not leave.
     */
    private Mono<Void> goesOn(Work work, Resident known, Resident joined) {
        UUID account = joined.subject();
        boolean back = known.status() == MOVED_OUT;
        boolean waits = known.subject() == null && known.status().lives() && work.sees(known.gridId(), WORKERS);
        if (account == null || !(back || waits)) throw new Refused(new IdentityNumberTaken());
        Register.notOwn(work, known);
        Dwelling home = new Dwelling(joined.gridId(), joined.compoundId(), joined.door(), joined.relation());
        return points.apply(work, joined.id())
                .doOnNext(left -> {
                    if (left > 0) throw new Refused(new PointsLeft(left.intValue()));
                })
                .thenMany(store.lockWards(work, joined.id()))
                .concatMap(ward -> register.entrust(work, ward, known.id()))
                .then(store.phone(work, known.id(), joined.id()))
                .then(register.leave(work, new Leaver(joined.id(), null, ERASED), register.erase(work, joined, null)))
                .then(store.account(work, known.id(), account))
                .then(work.append(new ResidentEvent.AccountLinked(known.id(), joined.id())))
                .then(back ? register.comeBack(work, known, joined.communityId(), home) : Mono.empty())
                .then(store.lock(work, known.id()))
                .filter(now -> now.status() == REGISTERED)
                .flatMap(now -> register.move(work, now, IDENTITY_VERIFIED, null));
    }

    /** Who is under 14 by the card has a guardian who consented. */
    private Mono<Void> consented(Work work, Resident resident, IdentityNumber number) {
        if (!Person.below(Person.ACTS, number.birthDate(), work.today())) return Mono.empty();
        return register.consents
                .holding(work, resident.id(), ConsentKind.GUARDIANSHIP)
                .filter(consent -> consent.givenBy().equals(resident.guardianId()))
                .switchIfEmpty(Mono.error(() -> new Refused(new ConsentMissing(ConsentKind.GUARDIANSHIP))))
                .then();
    }

    @UseCase
    public Mono<ResidenceVerified> verifyResidence(Work work, UUID resident) {
        return register.inDuty(work, resident, Role.GRID_WORKER)
                .doOnNext(found -> Register.notOwn(work, found))
                .delayUntil(found -> store.ofAccount(work, work.subject())
                        .doOnNext(worker -> OwnWork.check(worker.sharesDwelling(found))))
                .doOnNext(found -> found.check(RESIDENCE_VERIFIED))
                .flatMap(found -> register.move(work, found, RESIDENCE_VERIFIED, null))
                .thenReturn(new ResidenceVerified(resident));
    }

    @UseCase
    public Mono<ResidentActivated> activateResident(Work work, UUID resident) {
        return register.inDuty(work, resident, WORKERS)
                .doOnNext(found -> {
                    Register.notOwn(work, found);
                    found.check(ACTIVE);
                })
                .flatMap(found -> register.move(work, found, ACTIVE, null))
                .thenReturn(new ResidentActivated(resident));
    }

    @UseCase
    public Mono<IdentityNumberRevealed> revealIdentityNumber(Work work, UUID resident, String reason) {
        return register.inDuty(work, resident, WORKERS)
                .flatMap(found -> store.sealed(work, resident))
                .switchIfEmpty(Mono.error(() -> new Refused(new IdentityNumberUnknown())))
                .delayUntil(number -> work.append(new ResidentEvent.IdentityNumberOpened(resident, reason)))
                .map(number -> new IdentityNumberRevealed(resident, register.open(number, resident)));
    }
}
