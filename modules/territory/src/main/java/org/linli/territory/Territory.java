package org.linli.territory;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.TerritoryOutcome.CommunityCreated;
import org.linli.territory.TerritoryOutcome.CommunityMoved;
import org.linli.territory.TerritoryOutcome.CompoundCreated;
import org.linli.territory.TerritoryOutcome.PlaceGivenUp;
import org.linli.territory.TerritoryOutcome.PlaceRenamed;
import org.linli.territory.TerritoryOutcome.StreetCreated;
import org.linli.territory.TerritoryRefusal.CodeMalformed;
import org.linli.territory.TerritoryRefusal.CodeTaken;
import org.linli.territory.TerritoryRefusal.PlaceInUse;
import org.linli.territory.TerritoryRefusal.PlaceRetired;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sets up and retires streets, communities and compounds, and gives things their names. */
public final class Territory {
    private final TerritoryStore store = new TerritoryStore();
    private final List<CompoundUse> uses;

    /** @param uses of compounds, of every kind there is */
    public Territory(List<CompoundUse> uses) {
        this.uses = List.copyOf(uses);
    }

    @UseCase
    public Mono<StreetCreated> createStreet(Work work, String code, String name) {
        CodeMalformed.check(code);
        UUID id = work.newId();
        return created(work, "Street", id, code, store.addStreet(work, id, code, name))
                .thenReturn(new StreetCreated(id));
    }

    @UseCase
    public Mono<CommunityCreated> createCommunity(Work work, String code, String name, @Nullable UUID street) {
        CodeMalformed.check(code);
        UUID id = work.newId();
        return (street == null ? Mono.empty() : there(work, new Reference("Street", street)))
                .then(created(work, "Community", id, code, store.addCommunity(work, id, code, name, street)))
                .thenReturn(new CommunityCreated(id));
    }

    @UseCase
    public Mono<CompoundCreated> createCompound(Work work, String code, String name, UUID community) {
        CodeMalformed.check(code);
        UUID id = work.newId();
        return there(work, new Reference("Community", community))
                .then(created(work, "Compound", id, code, store.addCompound(work, id, code, name, community)))
                .thenReturn(new CompoundCreated(id));
    }

    @UseCase
    public Mono<PlaceRenamed> renamePlace(Work work, Reference place, String name, int expectedVersion) {
        return store.lock(work, place)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> VersionConflict.check(expectedVersion, found.version()))
                .flatMap(found -> store.rename(work, place, name)
                        .then(work.append(new TerritoryEvent.PlaceNamed(place.type(), place.id(), found.name(), name))))
                .thenReturn(new PlaceRenamed(place.id(), place.type()));
    }

    @UseCase
    public Mono<PlaceGivenUp> retirePlace(Work work, Reference place, String reason) {
        return there(work, place)
                .then(inUse(work, place))
                .doOnNext(PlaceInUse::check)
                .then(store.retire(work, place))
                .then(work.append(new TerritoryEvent.PlaceClosed(place.type(), place.id(), reason)))
                .thenReturn(new PlaceGivenUp(place.id(), place.type()));
    }

    private Mono<Integer> inUse(Work work, Reference place) {
        Mono<Integer> own = store.inUse(work, place);
        if (!place.type().equals("Compound")) return own;
        return Flux.fromIterable(uses)
                .concatMap(use -> use.of(work, place.id()))
                .concatWith(own)
                .reduce(0, Integer::sum);
    }

    @UseCase
    public Mono<CommunityMoved> moveCommunity(Work work, UUID community, UUID street, int expectedVersion) {
        return store.lock(work, new Reference("Community", community))
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> {
                    VersionConflict.check(expectedVersion, found.version());
                    PlaceRetired.check(found.retiredAt());
                })
                .flatMap(found -> there(work, new Reference("Street", street))
                        .then(store.move(work, community, street))
                        .then(work.append(new TerritoryEvent.CommunityReassigned(community, found.streetId(), street))))
                .thenReturn(new CommunityMoved(community));
    }

    /** A place in which something new may be, locked, so that it is not retired meanwhile. */
    private Mono<?> there(Work work, Reference place) {
        return store.lock(work, place)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> PlaceRetired.check(found.retiredAt()));
    }

    /** @param adding touches no row where the code is taken */
    private static Mono<Void> created(Work work, String type, UUID id, String code, Mono<Long> adding) {
        return adding.doOnNext(added -> {
                    if (added == 0) throw new Refused(new CodeTaken(code));
                })
                .then(work.append(new TerritoryEvent.PlaceCreated(type, id, code)));
    }
}
