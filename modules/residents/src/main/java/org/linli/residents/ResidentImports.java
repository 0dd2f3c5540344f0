package org.linli.residents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import org.linli.live.imports.ImportBatches;
import org.linli.residents.ImportStore.Compound;
import org.linli.residents.ImportStore.Given;
import org.linli.residents.ImportStore.Grid;
import org.linli.residents.ImportStore.Row;
import org.linli.residents.ResidentOutcome.ResidentsImported;
import org.linli.residents.ResidentRefusal.GuardianRequired;
import org.linli.residents.ResidentRefusal.IdentityNumberTaken;
import org.linli.residents.ResidentRefusal.OfFullAge;
import org.linli.tenancy.sealing.IdentityNumbers;
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
            return register(work, numbers, fresh, known)
                    .flatMap(entries -> write(work, batch, entries))
                    .thenReturn(new ResidentsImported(batch, fresh.size(), left));
        });
    }

    /** A row that keeps the rules. */
    private record Entry(
            UUID id,
            ResidentImport row,
            Person person,
            UUID community,
            @Nullable UUID guardian) {}

    private Mono<List<Entry>> register(
            Work work, List<Integer> numbers, Map<Integer, ResidentImport> rows, Map<String, Resident> known) {
        Set<UUID> grids =
                rows.values().stream().map(row -> row.dwelling().grid()).collect(Collectors.toSet());
        Set<UUID> compounds = rows.values().stream()
                .map(row -> row.dwelling().compound())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return store.grids(work, grids)
                .zipWith(store.compounds(work, compounds))
                .flatMap(there -> {
                    Faults faults = new Faults();
                    Map<Integer, Entry> entries = new HashMap<>();
                    Map<String, Resident> all = new HashMap<>(known);
                    for (int number : numbers) {
                        Entry entry = entry(
                                work,
                                number,
                                Objects.requireNonNull(rows.get(number)),
                                faults,
                                there.getT1(),
                                there.getT2());
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
                    List<Entry> whole = new ArrayList<>();
                    for (int number : numbers) {
                        Entry entry = entries.get(number);
                        if (entry != null) whole.add(guarded(work, number, entry, faults, all));
                    }
                    return numbersFree(work, numbers, entries, faults).then(Mono.fromSupplier(() -> {
                        faults.none();
                        return whole;
                    }));
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
        return new Entry(work.newId(), row, person, grid.communityId(), null);
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
        return new Entry(entry.id(), entry.row(), entry.person(), entry.community(), code == null ? null : guardian);
    }

    private Mono<Void> numbersFree(Work work, List<Integer> numbers, Map<Integer, Entry> entries, Faults faults) {
        Map<Integer, String> indexes = new HashMap<>();
        entries.forEach((number, entry) -> {
            IdentityNumber identity = entry.person().number();
            if (identity != null) indexes.put(number, store.index(identity));
        });
        return store.taken(work, Set.copyOf(indexes.values()))
                .doOnNext(taken -> {
                    Set<String> seen = new HashSet<>(taken);
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

    private Mono<Void> write(Work work, UUID batch, List<Entry> entries) {
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
        return batches.open(work, batch, rows.size())
                .then(store.add(work, rows))
                .then(consents.isEmpty() ? Mono.empty() : store.consent(work, consents))
                .then(work.append(events));
    }
}
