package org.linli.territory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;
import org.linli.live.ImportRefused.Faults;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.live.imports.Earlier;
import org.linli.live.imports.Mark;
import org.linli.live.imports.Taken;
import org.linli.territory.TerritoryEvent.GridMoved;
import org.linli.territory.TerritoryEvent.PlaceCreated;
import org.linli.territory.TerritoryRefusal.CodeMalformed;
import org.linli.territory.TerritoryRefusal.CodeTaken;
import reactor.core.publisher.Mono;

/**
 * Takes over streets, communities, compounds and grids, many at once. Each row keeps the rules of setting up one; a place whose code is
 * there already stays as it is. Grids are at work at once.
 */
public final class PlaceImports {
    /** What a place of a type lies in. */
    private static final Map<String, String> ABOVE =
            Map.of("Community", "Street", "Compound", "Community", "Grid", "Community");

    private final Places places = new Places();
    private final PlaceImportStore store = new PlaceImportStore();

    /**
     * A place of a file.
     *
     * @param within the code of the place above it; null of a street, and of a community whose street is not known
     * @param covers codes of the compounds that a grid covers
     */
    public record PlaceRow(
            String code, String name, @Nullable String within, List<String> covers) {}

    /**
     * @param type of all rows in the contract
     * @param rows by their numbers
     */
    public Mono<Taken> take(Work work, String type, SortedMap<Integer, PlaceRow> rows, Earlier earlier) {
        Set<String> codes = rows.values().stream().map(PlaceRow::code).collect(Collectors.toSet());
        Set<String> above = rows.values().stream()
                .map(PlaceRow::within)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Set<String> covered =
                rows.values().stream().flatMap(row -> row.covers().stream()).collect(Collectors.toSet());
        return Mono.zip(
                        places.coded(work, type, codes),
                        earlier.marks(work, type, codes),
                        all(work, ABOVE.getOrDefault(type, type), above, earlier),
                        all(work, "Compound", covered, earlier))
                .flatMap(found -> take(
                        work,
                        type,
                        rows,
                        found.getT1().keySet(),
                        found.getT2().keySet(),
                        found.getT3(),
                        found.getT4(),
                        earlier.checking()));
    }

    /** Places that are there, and those that the file itself would bring. */
    private Mono<Map<String, Coded>> all(Work work, String type, Collection<String> codes, Earlier earlier) {
        if (codes.isEmpty()) return Mono.just(Map.of());
        return places.coded(work, type, codes).zipWith(earlier.marks(work, type, codes), PlaceImports::together);
    }

    static Map<String, Coded> together(Map<String, Coded> there, Map<String, Mark> planned) {
        Map<String, Coded> all = new HashMap<>();
        planned.forEach((code, mark) -> all.put(code, new Coded(code, mark.id(), mark.within(), null, null)));
        all.putAll(there);
        return all;
    }

    private Mono<Taken> take(
            Work work,
            String type,
            SortedMap<Integer, PlaceRow> rows,
            Set<String> known,
            Set<String> before,
            Map<String, Coded> above,
            Map<String, Coded> compounds,
            boolean checking) {
        Faults faults = new Faults();
        Set<String> seen = new HashSet<>(before);
        Map<Integer, PlaceRow> fresh = new HashMap<>();
        rows.forEach((number, row) -> {
            if (known.contains(row.code())) return;
            fresh.put(number, row);
            faults.check(number, "code", () -> {
                CodeMalformed.check(row.code());
                if (!seen.add(row.code())) throw new Refused(new CodeTaken(row.code()));
            });
            faults.check(number, "within", () -> {
                if (row.within() != null) open(above, row.within());
            });
            faults.check(
                    number,
                    "covers",
                    () -> row.covers().forEach(code -> {
                        Coded place = row.within() == null ? null : above.get(row.within());
                        if (place != null
                                && !place.id().equals(open(compounds, code).within()))
                            throw new Refused(new NotFound());
                    }));
        });
        Set<Integer> wrong = faults.rows();
        List<PlaceImportStore.Place> added = new ArrayList<>();
        List<PlaceImportStore.Cover> covers = new ArrayList<>();
        rows.forEach((number, row) -> {
            if (!fresh.containsKey(number) || wrong.contains(number)) return;
            UUID id = work.newId();
            UUID within = row.within() == null
                    ? null
                    : Objects.requireNonNull(above.get(row.within())).id();
            added.add(new PlaceImportStore.Place(id, row.code(), row.name(), within));
            row.covers().stream()
                    .distinct()
                    .map(code -> Objects.requireNonNull(compounds.get(code)).id())
                    .forEach(compound -> covers.add(new PlaceImportStore.Cover(work.newId(), compound, id)));
        });
        List<Mark> marks = added.stream()
                .map(place -> new Mark(place.code(), place.id(), place.within(), true, null))
                .toList();
        Taken taken = new Taken(added.size(), rows.size() - fresh.size(), marks, faults.all());
        if (checking || added.isEmpty()) return Mono.just(taken);
        return store.add(work, type, added)
                .then(covers.isEmpty() ? Mono.empty() : store.cover(work, covers))
                .then(work.append(added.stream()
                        .map(place -> created(type, place.id(), place.code()))
                        .toList()))
                .thenReturn(taken);
    }

    private static Coded open(Map<String, Coded> places, String code) {
        Coded place = places.get(code);
        if (place == null) throw new Refused(new NotFound());
        place.checkOpen();
        return place;
    }

    private static Event created(String type, UUID id, String code) {
        return type.equals("Grid")
                ? new GridMoved(id, null, GridStatus.ACTIVE, null)
                : new PlaceCreated(type, id, code);
    }
}
