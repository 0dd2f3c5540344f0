package org.linli.residents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;
import org.linli.live.ImportRefused.Faults;
import org.linli.live.ImportTooLong;
import org.linli.live.NotFound;
import org.linli.live.NothingImported;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.live.imports.Earlier;
import org.linli.live.imports.ImportBatches;
import org.linli.live.imports.Mark;
import org.linli.live.imports.Taken;
import org.linli.residents.ImportStore.Compound;
import org.linli.residents.ImportStore.Given;
import org.linli.residents.ImportStore.Grid;
import org.linli.residents.ImportStore.Row;
import org.linli.residents.ResidentOutcome.ResidentsImported;
import org.linli.residents.ResidentRefusal.GuardianRequired;
import org.linli.residents.ResidentRefusal.IdentityNumberTaken;
import org.linli.residents.ResidentRefusal.OfFullAge;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.territory.GridStatus;
import org.linli.territory.TerritoryRefusal.CodeMalformed;
import org.linli.territory.TerritoryRefusal.CodeTaken;
import org.linli.territory.TerritoryRefusal.GridNotActive;
import reactor.core.publisher.Mono;

/**
 * Takes over an earlier register. Each row keeps the rules of registering one person; what they need to know of the district is read for all
 * rows at once, and all rows are written at once.
 */
public final class ResidentImports {
    private final ImportBatches batches = new ImportBatches();
    private final ImportStore store;

    public ResidentImports(IdentityNumbers numbers) {
        store = new ImportStore(numbers);
    }

    @UseCase
    public Mono<ResidentsImported> importResidents(Work work, List<ResidentImport> residents) {
        ImportTooLong.check(residents.size());
        UUID batch = work.newId();
        Set<String> codes = residents.stream().map(ResidentImport::code).collect(Collectors.toSet());
        Set<String> asked = new HashSet<>(codes);
        residents.stream()
                .map(ResidentImport::guardian)
                .filter(Objects::nonNull)
                .forEach(asked::add);
        return store.known(work, asked).flatMap(known -> {
            // A row keeps its number in the list that was sent.
            Map<Integer, ResidentImport> fresh = new HashMap<>();
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < residents.size(); i++) {
                if (known.containsKey(residents.get(i).code())) continue;
                fresh.put(i + 1, residents.get(i));
                numbers.add(i + 1);
            }
            int left = residents.size() - fresh.size();
            if (fresh.isEmpty()) return Mono.error(new Refused(new NothingImported(left)));
            return register(work, numbers, fresh, known, Ahead.NOTHING)
                    .doOnNext(held -> held.faults().none())
                    .flatMap(held -> batches.open(work, batch, fresh.size())
                            .then(write(work, batch, held.entries().values())))
                    .thenReturn(new ResidentsImported(batch, fresh.size(), left));
        });
    }

    /**
     * Takes over rows of a file: those that keep the rules, without the others. A guardian is found among the residents, and among rows
     * before these; so children come after all others.
     *
     * @param rows by their numbers
     * @param places grids and compounds that the file itself would bring, with their communities
     * @param file of the batches; null where there is none
     */
    public Mono<Taken> take(
            Work work,
            SortedMap<Integer, ResidentImport> rows,
            Map<UUID, UUID> places,
            @Nullable UUID file,
            Earlier earlier) {
        Set<String> asked = new HashSet<>();
        for (ResidentImport row : rows.values()) {
            asked.add(row.code());
            if (row.guardian() != null) asked.add(row.guardian());
        }
        return store.known(work, asked)
                .zipWith(earlier.marks(work, "Resident", asked))
                .flatMap(found -> {
                    Map<String, Resident> known = found.getT1();
                    List<Integer> numbers = rows.entrySet().stream()
                            .filter(row -> !known.containsKey(row.getValue().code()))
                            .map(Map.Entry::getKey)
                            .toList();
                    Ahead ahead = new Ahead(places, found.getT2(), earlier);
                    return register(work, numbers, rows, known, ahead)
                            .flatMap(held -> keep(work, file, held, rows.size() - numbers.size(), earlier.checking()));
                });
    }

    private Mono<Taken> keep(Work work, @Nullable UUID file, Held held, int known, boolean checking) {
        List<Entry> right = held.right();
        List<Mark> marks = right.stream().map(this::mark).toList();
        Taken taken = new Taken(right.size(), known, marks, held.faults().all());
        if (checking || right.isEmpty()) return Mono.just(taken);
        return batches.grow(work, file, right.size())
                .flatMap(batch -> write(work, batch, right))
                .thenReturn(taken);
    }

    private Mark mark(Entry entry) {
        IdentityNumber number = entry.person().number();
        boolean ward = entry.guardian() != null;
        return new Mark(
                entry.row().code(),
                entry.id(),
                null,
                !ward && entry.adult(),
                number == null ? null : store.index(number));
    }

    /** As far as the rules for guardians need it: who is unfit for one is as if there were a guardian already. */
    private static Resident ahead(Mark mark) {
        return new Resident(
                mark.id(),
                ResidentStatus.REGISTERED,
                null,
                mark.fit() ? null : mark.id(),
                null,
                mark.id(),
                mark.id(),
                null,
                null,
                Dwelling.Relation.REGISTERED,
                null,
                null,
                null,
                1);
    }

    /** What the file at hand would bring before these rows. */
    private record Ahead(Map<UUID, UUID> places, Map<String, Mark> residents, Earlier earlier) {
        static final Ahead NOTHING = new Ahead(Map.of(), Map.of(), Earlier.WRITTEN);
    }

    /** Rows that were held against the rules, by their numbers. */
    private record Held(SortedMap<Integer, Entry> entries, Faults faults) {
        List<Entry> right() {
            Set<Integer> wrong = faults.rows();
            return entries.entrySet().stream()
                    .filter(entry -> !wrong.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    /** A row that keeps the rules. */
    private record Entry(
            UUID id,
            ResidentImport row,
            Person person,
            UUID community,
            @Nullable UUID guardian,
            boolean adult) {}

    private Mono<Held> register(
            Work work,
            List<Integer> numbers,
            Map<Integer, ResidentImport> rows,
            Map<String, Resident> known,
            Ahead ahead) {
        Set<UUID> grids =
                rows.values().stream().map(row -> row.dwelling().grid()).collect(Collectors.toSet());
        Set<UUID> compounds = rows.values().stream()
                .map(row -> row.dwelling().compound())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return store.grids(work, grids)
                .zipWith(store.compounds(work, compounds))
                .flatMap(there -> {
                    Map<UUID, Grid> allGrids = new HashMap<>(there.getT1());
                    Map<UUID, Compound> allCompounds = new HashMap<>(there.getT2());
                    ahead.places().forEach((id, community) -> {
                        allGrids.putIfAbsent(id, new Grid(id, community, GridStatus.ACTIVE));
                        allCompounds.putIfAbsent(id, new Compound(id, community));
                    });
                    Faults faults = new Faults();
                    SortedMap<Integer, Entry> entries = new TreeMap<>();
                    Map<String, Resident> all = new HashMap<>(known);
                    ahead.residents().forEach((code, mark) -> all.put(code, ahead(mark)));
                    for (int number : numbers) {
                        Entry entry = entry(
                                work, number, Objects.requireNonNull(rows.get(number)), faults, allGrids, allCompounds);
                        if (entry == null) continue;
                        entries.put(number, entry);
                        faults.check(number, "code", () -> {
                            Resident one = entry.row().resident(entry.id(), entry.person(), null, entry.community());
                            if (all.put(entry.row().code(), one) != null)
                                throw new Refused(new CodeTaken(entry.row().code()));
                        });
                    }
                    // Wards first: who has a guardian is none.
                    entries.values().stream()
                            .filter(entry -> entry.row().guardian() != null)
                            .forEach(entry -> all.put(
                                    entry.row().code(),
                                    entry.row().resident(entry.id(), entry.person(), entry.id(), entry.community())));
                    SortedMap<Integer, Entry> whole = new TreeMap<>();
                    entries.forEach((number, entry) -> whole.put(number, guarded(work, number, entry, faults, all)));
                    return numbersFree(work, numbers, entries, faults, ahead.earlier())
                            .thenReturn(new Held(whole, faults));
                });
    }

    private static @Nullable Entry entry(
            Work work,
            int number,
            ResidentImport row,
            Faults faults,
            Map<UUID, Grid> grids,
            Map<UUID, Compound> compounds) {
        faults.check(number, "code", () -> CodeMalformed.check(row.code()));
        // Each alone, so that whoever mends a list is told all that is wrong with it.
        faults.check(number, "phone", () -> Person.of(row.name(), null, null, row.phone(), null, work.today()));
        faults.check(number, "birthDate", () -> Person.of(row.name(), null, row.birthDate(), null, null, work.today()));
        Person person = faults.of(number, "identityNumber", () -> known(work, row));
        Grid grid = grids.get(row.dwelling().grid());
        faults.check(number, "dwelling.grid", () -> {
            if (grid == null) throw new Refused(new NotFound());
            GridNotActive.check(grid.status());
        });
        UUID compound = row.dwelling().compound();
        faults.check(number, "dwelling.compound", () -> {
            if (compound == null || grid == null) return;
            Compound found = compounds.get(compound);
            if (found == null || !found.communityId().equals(grid.communityId())) throw new Refused(new NotFound());
        });
        if (person == null || grid == null) return null;
        faults.check(number, "registeredOn", () -> row.checkRegisteredOn(person, work.today()));
        faults.check(number, "identityNumber", () -> row.checkIdentity(person));
        faults.check(number, "consents", () -> row.checkConsents(person, work.today()));
        boolean adult = !person.below(Person.OF_AGE, work.today());
        return new Entry(work.newId(), row, person, grid.communityId(), null, adult);
    }

    /** By the number alone: what else is wrong with the row is told under its own field. */
    private static Person known(Work work, ResidentImport row) {
        Person numbered = Person.of(row.name(), row.gender(), null, null, row.identityNumber(), work.today());
        return new Person(
                row.name(),
                numbered.gender(),
                numbered.number() == null ? row.birthDate() : numbered.birthDate(),
                row.phone(),
                numbered.number());
    }

    private static Entry guarded(Work work, int number, Entry entry, Faults faults, Map<String, Resident> all) {
        String code = entry.row().guardian();
        UUID guardian = faults.of(number, "guardian", () -> {
            if (code == null) {
                if (entry.person().below(Person.ACTS, work.today())) throw new Refused(new GuardianRequired());
                return entry.id();
            }
            if (!Person.minor(entry.person().birthDate(), work.today())) throw new Refused(new OfFullAge());
            Resident adult = all.get(code);
            if (adult == null) throw new Refused(new NotFound());
            adult.checkGuardianOf(entry.id(), work.today());
            // Whose consent the row brings along, and nobody gives the own in another's name.
            Register.notOwn(work, adult);
            return adult.id();
        });
        return new Entry(
                entry.id(),
                entry.row(),
                entry.person(),
                entry.community(),
                code == null ? null : guardian,
                entry.adult());
    }

    private Mono<Void> numbersFree(
            Work work, List<Integer> numbers, Map<Integer, Entry> entries, Faults faults, Earlier earlier) {
        Map<Integer, String> indexes = new HashMap<>();
        entries.forEach((number, entry) -> {
            IdentityNumber identity = entry.person().number();
            if (identity != null) indexes.put(number, store.index(identity));
        });
        return store.taken(work, Set.copyOf(indexes.values()))
                .zipWith(earlier.secrets(work, "Resident", Set.copyOf(indexes.values())))
                .doOnNext(taken -> {
                    Set<String> seen = new HashSet<>(taken.getT1());
                    seen.addAll(taken.getT2());
                    for (int number : numbers) {
                        String index = indexes.get(number);
                        if (index != null)
                            faults.check(number, "identityNumber", () -> {
                                if (!seen.add(index)) throw new Refused(new IdentityNumberTaken());
                            });
                    }
                })
                .then();
    }

    private Mono<Void> write(Work work, UUID batch, Collection<Entry> entries) {
        List<Row> rows = new ArrayList<>();
        List<Given> consents = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (Entry entry : entries) {
            rows.add(store.row(
                    batch, entry.id(), entry.row(), entry.person(), entry.community(), entry.guardian(), work.zone()));
            events.add(new ResidentEvent.ResidentImported(entry.id(), ResidentStatus.REGISTERED));
            for (ConsentKind kind : entry.row().given()) {
                UUID by = entry.guardian() == null ? entry.id() : entry.guardian();
                Given given = new Given(work.newId(), entry.id(), kind, by, work.now());
                consents.add(given);
                events.add(new ResidentEvent.ConsentRecorded(entry.id(), given.id(), kind));
            }
        }
        return store.add(work, rows)
                .then(consents.isEmpty() ? Mono.empty() : store.consent(work, consents))
                .then(work.append(events));
    }
}
