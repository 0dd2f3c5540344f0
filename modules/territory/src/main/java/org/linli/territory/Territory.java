package org.linli.territory;

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
import org.linli.territory.TerritoryOutcome.PlaceRenamed;
import org.linli.territory.TerritoryOutcome.StreetCreated;
import org.linli.territory.TerritoryRefusal.CodeMalformed;
import org.linli.territory.TerritoryRefusal.CodeTaken;
import reactor.core.publisher.Mono;

/** Sets up streets, communities and compounds, and gives things their names. */
public final class Territory {
    private final TerritoryStore store = new TerritoryStore();

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
        return (street == null ? Mono.just(true) : there(work, new Reference("Street", street)))
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
                        .then(work.append(
                                new TerritoryEvent.PlaceRenamed(place.type(), place.id(), found.name(), name))))
                .thenReturn(new PlaceRenamed(place.id(), place.type()));
    }

    @UseCase
    public Mono<CommunityMoved> moveCommunity(Work work, UUID community, UUID street, int expectedVersion) {
        return store.lock(work, new Reference("Community", community))
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> VersionConflict.check(expectedVersion, found.version()))
                .flatMap(found -> there(work, new Reference("Street", street))
                        .then(store.move(work, community, street))
                        .then(work.append(new TerritoryEvent.CommunityMoved(community, found.streetId(), street))))
                .thenReturn(new CommunityMoved(community));
    }

    private Mono<Boolean> there(Work work, Reference place) {
        return store.lock(work, place).switchIfEmpty(NotFound.mono()).thenReturn(true);
    }

    /** @param adding touches no row where the code is taken */
    private static Mono<Void> created(Work work, String type, UUID id, String code, Mono<Long> adding) {
        return adding.doOnNext(added -> {
                    if (added == 0) throw new Refused(new CodeTaken(code));
                })
                .then(work.append(new TerritoryEvent.PlaceCreated(type, id, code)));
    }
}
