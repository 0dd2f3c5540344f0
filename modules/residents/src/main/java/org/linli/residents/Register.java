package org.linli.residents;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.live.calendar.DeadlineKind;
import org.linli.live.calendar.Deadlines;
import org.linli.residents.ResidentRefusal.IdentityNumberTaken;
import org.linli.schema.Role;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.territory.Places;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What all use cases about residents do: find somebody whom the caller sees, and hold numbers and places against the district. */
final class Register {
    private static final Role[] SEE = {
        Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.STREET_OFFICER, Role.DISTRICT_OFFICER
    };

    final ResidentStore store = new ResidentStore();
    final ConsentStore consents = new ConsentStore();
    final Places places = new Places();
    final Deadlines deadlines = new Deadlines();
    private final IdentityNumbers numbers;
    private final List<Ties> ties;

    /** @param ties of people who may leave, of every kind there is */
    Register(IdentityNumbers numbers, List<Ties> ties) {
        this.numbers = numbers;
        this.ties = List.copyOf(ties);
    }

    /** Somebody the caller sees and may act on as one of these roles, locked. */
    Mono<Resident> inDuty(Work work, UUID id, Role... any) {
        return seen(work, id).doOnNext(found -> OutOfDuty.unless(work.sees(found.gridId(), any)));
    }

    /** Somebody the caller sees, locked. */
    Mono<Resident> seen(Work work, UUID id) {
        return store.lock(work, id)
                .filter(found -> work.sees(found.gridId(), SEE) || owns(work, found))
                .switchIfEmpty(NotFound.mono());
    }

    private static boolean owns(Work work, Resident resident) {
        return resident.isOwn(work.subject(), work.own(Role.RESIDENT));
    }

    /** @see Guardians#notOwn */
    static void notOwn(Work work, Resident resident) {
        OwnWork.check(owns(work, resident) || work.subject().equals(resident.guardianSubject()));
    }

    /** The community of the grid, where the grid is at work and the compound lies in it and is not retired. */
    Mono<UUID> community(Work work, Dwelling dwelling) {
        return places.active(work, dwelling.grid()).flatMap(community -> {
            UUID compound = dwelling.compound();
            if (compound == null) return Mono.just(community);
            return places.compound(work, compound).filter(community::equals).switchIfEmpty(NotFound.mono());
        });
    }

    /** A refusal where somebody else has the number. */
    Mono<Void> free(Work work, IdentityNumber number, UUID owner) {
        return known(work, number, owner)
                .doOnNext(taken -> {
                    throw new Refused(new IdentityNumberTaken());
                })
                .then();
    }

    /** Somebody else who has the number, locked. */
    Mono<Resident> known(Work work, IdentityNumber number, UUID but) {
        return store.lockOf(work, numbers.index(number.text()), but);
    }

    String index(IdentityNumber number) {
        return HexFormat.of().formatHex(numbers.index(number.text()));
    }

    Mono<Long> identify(Work work, UUID id, IdentityNumber number) {
        return store.identify(work, id, number, numbers);
    }

    String open(String sealed, UUID id) {
        return numbers.open(HexFormat.of().parseHex(sealed), id);
    }

    /** Ends all that ties somebody to the district who takes part no longer, and then {@code last}, which the ties may still need. */
    Mono<Void> leave(Work work, Resident resident, ResidentStatus to, Mono<?> last) {
        return leave(work, new Leaver(resident.id(), resident.subject(), to), last);
    }

    Mono<Void> leave(Work work, Leaver leaver, Mono<?> last) {
        return Flux.fromIterable(ties)
                .concatMap(tie -> tie.lock(work, leaver))
                .thenMany(Flux.fromIterable(ties))
                .concatMap(tie -> tie.end(work, leaver))
                .then(last.then());
    }

    /** Moves the registration on. Who is to be verified again, after a move or a suspension, is given as much time as anybody. */
    Mono<Void> move(Work work, Resident resident, ResidentStatus to, @Nullable String reason) {
        ResidentStatus back = to == ResidentStatus.SUSPENDED ? resident.status() : null;
        return store.move(work, resident.id(), to, back)
                .then(
                        to.unverified() && !resident.status().unverified()
                                ? deadlines
                                        .due(work, DeadlineKind.RESIDENT_VERIFICATION)
                                        .flatMap(due -> store.verifyBy(work, resident.id(), due))
                                : Mono.empty())
                .then(work.append(new ResidentEvent.ResidentStatusMoved(resident.id(), resident.status(), to, reason)))
                .then(to == ResidentStatus.MOVED_OUT ? work.follow(resident.subject()) : Mono.empty());
    }

    /** The resident lives there from here on. */
    Mono<Void> settle(Work work, Resident resident, UUID community, Dwelling to, @Nullable String reason) {
        return store.settle(work, resident.id(), community, to)
                .then(work.append(
                        new ResidentEvent.ResidentRegrouped(resident.id(), resident.gridId(), to.grid(), reason)));
    }

    /** Who had moved out lives here again: the same record goes on, and is verified anew. */
    Mono<Void> comeBack(Work work, Resident resident, UUID community, Dwelling to) {
        return settle(work, resident, community, to, null)
                .then(move(work, resident, ResidentStatus.REGISTERED, null))
                .then(work.follow(resident.subject()));
    }

    /** Nothing personal is left. */
    Mono<Void> erase(Work work, Resident resident, @Nullable String reason) {
        return store.erase(work, resident.id(), Leaver.NOBODY)
                .thenMany(consents.holding(work, resident.id()))
                .concatMap(consent -> consents.withdraw(work, resident.id(), consent))
                .then(work.append(new ResidentEvent.ResidentStatusMoved(
                        resident.id(), resident.status(), ResidentStatus.ERASED, reason)))
                .then(work.follow(resident.subject()));
    }

    /** Consents of another guardian end. */
    Mono<Void> entrust(Work work, Resident child, UUID guardian) {
        return store.link(work, child.id(), guardian)
                .thenMany(consents.holding(work, child.id())
                        .filter(consent -> !consent.givenBy().equals(guardian)))
                .concatMap(consent -> consents.withdraw(work, child.id(), consent))
                .then(work.append(new ResidentEvent.GuardianMoved(child.id(), child.guardianId(), guardian)));
    }
}
