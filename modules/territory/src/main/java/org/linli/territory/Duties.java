package org.linli.territory;

import static org.linli.territory.DutyStatus.CONFIRMED;
import static org.linli.territory.DutyStatus.PROPOSED;
import static org.linli.territory.DutyStatus.WITHDRAWN;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.linli.live.NotFound;
import org.linli.live.OwnWork;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.DutyStore.Duty;
import org.linli.territory.TerritoryEvent.DutyMoved;
import org.linli.territory.TerritoryOutcome.DutiesConfirmed;
import org.linli.territory.TerritoryOutcome.DutyEnded;
import org.linli.territory.TerritoryOutcome.DutyProposed;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who works where. A duty opens people's data, so it takes two persons, neither of whom is the one on duty. */
public final class Duties {
    /** By what they give: a confirmed one before a proposed one, then the one that ends later, then the one that begins earlier. */
    private static final Comparator<Duty> LASTING = Comparator.<Duty, Boolean>comparing(
                    duty -> duty.status() == CONFIRMED)
            .thenComparing(Duty::validTo, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Duty::validFrom, Comparator.reverseOrder());

    private final DutyStore store = new DutyStore();
    private final Places places = new Places();

    @UseCase
    public Mono<DutyProposed> assignDuty(Work work, DutyProposal duty) {
        OwnWork.check(duty.account().equals(work.subject()));
        duty.check(work.today());
        UUID id = work.newId();
        return places.find(work, duty.territory())
                .switchIfEmpty(NotFound.mono())
                .then(store.add(work, id, duty))
                .then(work.append(new DutyMoved(id, null, PROPOSED, null, duty.validTo())))
                .thenReturn(new DutyProposed(id));
    }

    /** A duty that is to be confirmed. */
    private record Asked(UUID duty, Reference territory) {}

    /**
     * All or none, in the order of places: two who confirm many at once do not lock each other out. What held when it was proposed may hold no more. A
     * grid is locked before its duties, as by whoever ends both.
     */
    @UseCase
    public Mono<DutiesConfirmed> confirmDuties(Work work, List<UUID> duties) {
        Map<UUID, Duty> confirmed = new LinkedHashMap<>();
        return Flux.fromIterable(duties)
                .distinct()
                .concatMap(duty -> store.territory(work, duty)
                        .switchIfEmpty(NotFound.mono())
                        .map(territory -> new Asked(duty, territory)))
                .sort(Comparator.<Asked, UUID>comparing(
                                asked -> asked.territory().id())
                        .thenComparing(Asked::duty))
                .concatMap(asked -> places.find(work, asked.territory())
                        .switchIfEmpty(NotFound.mono())
                        .thenMany(store.lockAlike(work, asked.duty()))
                        .map(duty -> confirmed.getOrDefault(duty.id(), duty))
                        .collectList()
                        .doOnNext(alike -> confirmed.put(asked.duty(), confirm(work, asked.duty(), alike))))
                .thenMany(Flux.defer(() -> Flux.fromIterable(confirmed.values())))
                .concatMap(duty -> store.confirm(work, duty.id(), duty.validFrom())
                        .then(work.append(new DutyMoved(duty.id(), PROPOSED, CONFIRMED, null, duty.validTo()))))
                .then(Mono.fromSupplier(() -> new DutiesConfirmed(confirmed.size())));
    }

    private static Duty confirm(Work work, UUID id, List<Duty> alike) {
        return alike.stream()
                .filter(duty -> duty.id().equals(id))
                .findFirst()
                .orElseThrow()
                .confirm(work.subject(), work.today(), alike);
    }

    @UseCase
    public Mono<DutyEnded> endDuty(Work work, UUID duty, LocalDate on, String reason) {
        return store.lock(work, duty)
                .switchIfEmpty(NotFound.mono())
                .flatMap(found -> end(work, found, found.end(on, work.today()), reason))
                .thenReturn(new DutyEnded(duty));
    }

    /** Whoever is on duty for grids that end today is so from today on for each that comes after them, if any does, once. */
    Mono<Void> carryOn(Work work, List<UUID> grids, List<UUID> successors, String reason) {
        return store.lock(work, grids).collectList().flatMap(duties -> {
            Map<UUID, Duty> longest = duties.stream()
                    .collect(Collectors.toMap(
                            Duty::subject, duty -> duty, BinaryOperator.maxBy(LASTING), LinkedHashMap::new));
            return Flux.fromIterable(longest.values())
                    .concatMap(duty -> Flux.fromIterable(successors).concatMap(grid -> copy(work, duty, grid, reason)))
                    .thenMany(Flux.fromIterable(duties))
                    .concatMap(duty -> end(work, duty, duty.end(work.today(), work.today()), reason))
                    .then();
        });
    }

    private Mono<Void> copy(Work work, Duty duty, UUID grid, String reason) {
        UUID id = work.newId();
        return store.copy(work, id, duty.id(), grid)
                .then(work.append(new DutyMoved(id, null, duty.status(), reason, duty.validTo())));
    }

    private Mono<Void> end(Work work, Duty before, Duty after, String reason) {
        DutyStatus to = after.status();
        return (to == WITHDRAWN ? store.withdraw(work, before.id()) : store.end(work, before.id(), after.validTo()))
                .then(work.append(new DutyMoved(before.id(), before.status(), to, reason, after.validTo())));
    }
}
