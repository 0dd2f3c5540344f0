package org.linli.territory;

import static org.linli.territory.GridStatus.ACTIVE;
import static org.linli.territory.GridStatus.LIFE;
import static org.linli.territory.GridStatus.MERGED;
import static org.linli.territory.GridStatus.PLANNED;
import static org.linli.territory.GridStatus.RETIRED;
import static org.linli.territory.GridStatus.SPLIT;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.territory.GridStore.Grid;
import org.linli.territory.Occupants.Occupant;
import org.linli.territory.TerritoryEvent.GridMoved;
import org.linli.territory.TerritoryOutcome.CompoundsCovered;
import org.linli.territory.TerritoryOutcome.GridActivated;
import org.linli.territory.TerritoryOutcome.GridCreated;
import org.linli.territory.TerritoryOutcome.GridRetired;
import org.linli.territory.TerritoryOutcome.GridSplit;
import org.linli.territory.TerritoryOutcome.GridsMerged;
import org.linli.territory.TerritoryRefusal.CodeMalformed;
import org.linli.territory.TerritoryRefusal.CodeTaken;
import org.linli.territory.TerritoryRefusal.DifferentCommunities;
import org.linli.territory.TerritoryRefusal.GridNotActive;
import org.linli.territory.TerritoryRefusal.GridOccupied;
import org.linli.territory.TerritoryRefusal.PlaceRetired;
import org.linli.territory.TerritoryRefusal.TwoGridsNeeded;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Draws grids, and divides and joins them. What was recorded in a grid keeps it for ever. */
public final class Grids {
    private final GridStore store = new GridStore();
    private final Duties duties = new Duties();
    private final List<Occupants> occupants;

    /** @param occupants of every kind there is */
    public Grids(List<Occupants> occupants) {
        this.occupants = List.copyOf(occupants);
    }

    @UseCase
    public Mono<GridCreated> createGrid(
            Work work, String code, String name, UUID community, @Nullable List<UUID> covers) {
        CodeMalformed.check(code);
        UUID id = work.newId();
        return store.community(work, community)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> {
                    mayShape(work, found.covered());
                    PlaceRetired.check(found.retiredAt());
                })
                .then(free(work, List.of(code)))
                .then(compounds(work, community, covers == null ? List.of() : covers))
                .flatMap(compounds -> add(work, id, code, name, community, PLANNED, compounds, List.of()))
                .thenReturn(new GridCreated(id));
    }

    @UseCase
    public Mono<GridActivated> activateGrid(Work work, UUID grid) {
        return lock(work, List.of(grid))
                .map(List::getFirst)
                .doOnNext(found -> LIFE.check(found.status(), ACTIVE))
                .flatMap(found -> move(work, found, ACTIVE, null, List.of()))
                .thenReturn(new GridActivated(grid));
    }

    @UseCase
    public Mono<CompoundsCovered> coverCompounds(Work work, UUID grid, List<UUID> compounds, int expectedVersion) {
        return lock(work, List.of(grid))
                .map(List::getFirst)
                .doOnNext(found -> {
                    GridNotActive.checkOver(found.status());
                    VersionConflict.check(expectedVersion, found.version());
                })
                .flatMap(found -> compounds(work, found.communityId(), compounds)
                        .zipWhen(after -> store.covered(work, List.of(grid)).collectList())
                        .flatMap(both -> cover(work, grid, both.getT1(), both.getT2())))
                .thenReturn(new CompoundsCovered(grid));
    }

    private Mono<Void> cover(Work work, UUID grid, List<UUID> after, List<UUID> before) {
        List<UUID> added = after.stream().filter(one -> !before.contains(one)).toList();
        List<UUID> removed = before.stream().filter(one -> !after.contains(one)).toList();
        return store.uncover(work, grid, removed)
                .thenMany(Flux.fromIterable(added))
                .concatMap(compound -> store.cover(work, grid, compound))
                .then(store.count(work, grid))
                .then(work.append(new TerritoryEvent.CoverageChanged(grid, added, removed)));
    }

    @UseCase
    public Mono<GridRetired> retireGrid(Work work, UUID grid, String reason) {
        return lock(work, List.of(grid))
                .map(List::getFirst)
                .doOnNext(found -> LIFE.check(found.status(), RETIRED))
                .flatMap(found -> occupants(work, grid)
                        .doOnNext(left -> {
                            if (!left.isEmpty()) throw new Refused(new GridOccupied(left.size()));
                        })
                        .then(move(work, found, RETIRED, reason, List.of()))
                        .then(duties.carryOn(work, List.of(grid), List.of(), reason)))
                .thenReturn(new GridRetired(grid));
    }

    @UseCase
    public Mono<GridSplit> splitGrid(Work work, UUID grid, List<GridPart> parts, String reason) {
        TwoGridsNeeded.check(parts.size());
        parts.forEach(part -> CodeMalformed.check(part.code()));
        return lock(work, List.of(grid))
                .map(List::getFirst)
                .doOnNext(found -> LIFE.check(found.status(), SPLIT))
                .flatMap(found -> free(work, parts.stream().map(GridPart::code).toList())
                        .then(compounds(
                                work,
                                found.communityId(),
                                parts.stream()
                                        .flatMap(part -> part.covered().stream())
                                        .toList()))
                        .then(occupants(work, grid))
                        .map(there -> Splitting.place(parts, there))
                        .flatMap(placed -> split(work, found, placed, reason)))
                .map(moved -> new GridSplit(grid, moved));
    }

    private Mono<Integer> split(Work work, Grid grid, Map<GridPart, List<UUID>> placed, String reason) {
        List<UUID> successors =
                placed.keySet().stream().map(part -> work.newId()).toList();
        List<Map.Entry<GridPart, List<UUID>>> parts = List.copyOf(placed.entrySet());
        return Flux.range(0, parts.size())
                .concatMap(i -> {
                    GridPart part = parts.get(i).getKey();
                    return add(
                                    work,
                                    successors.get(i),
                                    part.code(),
                                    part.name(),
                                    grid.communityId(),
                                    ACTIVE,
                                    part.covered(),
                                    List.of(grid.id()))
                            .then(moveOccupants(
                                    work,
                                    grid.id(),
                                    successors.get(i),
                                    parts.get(i).getValue()));
                })
                .then(move(work, grid, SPLIT, reason, successors))
                .then(duties.carryOn(work, List.of(grid.id()), successors, reason))
                .thenReturn(placed.values().stream().mapToInt(List::size).sum());
    }

    @UseCase
    public Mono<GridsMerged> mergeGrids(Work work, List<UUID> grids, String code, String name, String reason) {
        List<UUID> several = grids.stream().distinct().sorted().toList();
        TwoGridsNeeded.check(several.size());
        CodeMalformed.check(code);
        UUID id = work.newId();
        return lock(work, several)
                .doOnNext(found -> {
                    found.forEach(grid -> LIFE.check(grid.status(), MERGED));
                    DifferentCommunities.check(
                            found.stream().map(Grid::communityId).toList());
                })
                .flatMap(found -> free(work, List.of(code))
                        .then(store.covered(work, several).collectList())
                        .flatMap(compounds ->
                                add(work, id, code, name, found.getFirst().communityId(), ACTIVE, compounds, several))
                        .thenMany(Flux.fromIterable(found))
                        .concatMap(grid -> merge(work, grid, id, reason))
                        .reduce(0, Integer::sum)
                        .delayUntil(moved -> duties.carryOn(work, several, List.of(id), reason)))
                .map(moved -> new GridsMerged(id, moved));
    }

    private Mono<Integer> merge(Work work, Grid grid, UUID successor, String reason) {
        return occupants(work, grid.id())
                .flatMap(there -> moveOccupants(
                                work,
                                grid.id(),
                                successor,
                                there.stream().map(Occupant::id).toList())
                        .then(move(work, grid, MERGED, reason, List.of(successor)))
                        .thenReturn(there.size()));
    }

    /** All of them, in the order of their ids, or a refusal. */
    private Mono<List<Grid>> lock(Work work, List<UUID> ids) {
        return store.lock(work, ids).collectList().doOnNext(found -> {
            if (found.size() < ids.size()) throw new Refused(new NotFound());
            found.forEach(grid -> mayShape(work, grid.covered()));
        });
    }

    /** @param covered whether the caller has a duty for the street, or for all of them */
    private static void mayShape(Work work, boolean covered) {
        OutOfDuty.unless(covered || work.caller().roles().contains(Role.DISTRICT_ADMIN));
    }

    private Mono<Void> free(Work work, List<String> codes) {
        Set<String> once = new HashSet<>();
        for (String code : codes) if (!once.add(code)) return Mono.error(new Refused(new CodeTaken(code)));
        return store.taken(work, codes)
                .doOnNext(code -> {
                    throw new Refused(new CodeTaken(code));
                })
                .then();
    }

    /** The same ones, where all lie in the community and none is retired. */
    private Mono<List<UUID>> compounds(Work work, UUID community, List<UUID> ids) {
        List<UUID> different = ids.stream().distinct().toList();
        return store.compounds(work, community, different).collectList().map(there -> {
            if (there.size() < different.size()) throw new Refused(new NotFound());
            there.forEach(compound -> PlaceRetired.check(compound.retiredAt()));
            return different;
        });
    }

    private Mono<List<Occupant>> occupants(Work work, UUID grid) {
        return Flux.fromIterable(occupants)
                .concatMap(kind -> kind.in(work, grid))
                .collectList();
    }

    private Mono<Void> moveOccupants(Work work, UUID from, UUID to, List<UUID> ids) {
        if (ids.isEmpty()) return Mono.empty();
        return Flux.fromIterable(occupants)
                .concatMap(kind -> kind.move(work, from, to, ids))
                .then();
    }

    private Mono<Void> add(
            Work work,
            UUID id,
            String code,
            String name,
            UUID community,
            GridStatus status,
            List<UUID> compounds,
            List<UUID> predecessors) {
        return store.add(work, id, code, name, community, status)
                .thenMany(Flux.fromIterable(compounds))
                .concatMap(compound -> store.cover(work, id, compound))
                .thenMany(Flux.fromIterable(predecessors))
                .concatMap(predecessor -> store.succeed(work, predecessor, id))
                .then(work.append(new GridMoved(id, null, status, null, predecessors, List.of())));
    }

    private Mono<Void> move(Work work, Grid grid, GridStatus to, @Nullable String reason, List<UUID> successors) {
        return store.move(work, grid.id(), to)
                .then(work.append(new GridMoved(grid.id(), grid.status(), to, reason, List.of(), successors)));
    }
}
