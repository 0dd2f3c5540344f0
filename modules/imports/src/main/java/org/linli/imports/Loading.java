package org.linli.imports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
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
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.live.ImportRefused.Fault;
import org.linli.live.Work;
import org.linli.live.imports.Earlier;
import org.linli.live.imports.Mark;
import org.linli.live.imports.Taken;
import org.linli.merchants.MerchantImports;
import org.linli.merchants.MerchantImports.MerchantImport;
import org.linli.merchants.MerchantStatus;
import org.linli.merchants.Merchants.Lead;
import org.linli.residents.ConsentKind;
import org.linli.residents.Dwelling;
import org.linli.residents.Gender;
import org.linli.residents.ResidentImport;
import org.linli.residents.ResidentImports;
import org.linli.residents.ResidentStatus;
import org.linli.staff.StaffImports;
import org.linli.staff.StaffImports.StaffRow;
import org.linli.staff.StaffRole;
import org.linli.territory.Coded;
import org.linli.territory.DutyImports;
import org.linli.territory.DutyImports.DutyRow;
import org.linli.territory.DutyRole;
import org.linli.territory.PlaceImports;
import org.linli.territory.PlaceImports.PlaceRow;
import org.linli.territory.Places;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands rows to the modules whose records they become, which hold them against their own rules. */
final class Loading {
    /** Of what is not there, so that whoever looks for it tells that. */
    private static final UUID NOWHERE = new UUID(0, 0);

    private final Places places = new Places();
    private final PlaceImports placeImports = new PlaceImports();
    private final StaffImports staff = new StaffImports();
    private final DutyImports duties = new DutyImports();
    private final MerchantImports merchants = new MerchantImports();
    private final ResidentImports residents;

    Loading(ResidentImports residents) {
        this.residents = residents;
    }

    /**
     * @param dataImport that brings the rows; null where no file does
     * @param rows by their numbers
     */
    Mono<Taken> take(
            Work work, @Nullable UUID dataImport, ImportKind kind, SortedMap<Integer, Values> rows, Earlier earlier) {
        return switch (kind) {
            case STREET, COMMUNITY, COMPOUND, GRID ->
                placeImports.take(work, kind.type(), each(rows, Loading::place), earlier);
            case STAFF -> staff(work, dataImport, rows, earlier);
            case DUTY -> duties.take(work, each(rows, Loading::duty), earlier);
            case RESIDENT ->
                found(work, rows, earlier).flatMap(there -> {
                    SortedMap<Integer, ResidentImport> all = each(rows, row -> resident(row, there));
                    return residents.take(work, all, there.planned(), dataImport, earlier);
                });
            case MERCHANT ->
                found(work, rows, earlier).flatMap(there -> {
                    SortedMap<Integer, MerchantImport> all = each(rows, row -> merchant(row, there));
                    return merchants.take(work, all, there.planned(), earlier);
                });
        };
    }

    private static <R> SortedMap<Integer, R> each(SortedMap<Integer, Values> rows, Function<Values, R> row) {
        SortedMap<Integer, R> all = new TreeMap<>();
        rows.forEach((number, values) -> all.put(number, row.apply(values)));
        return all;
    }

    private static PlaceRow place(Values row) {
        return new PlaceRow(row.text("code"), row.text("name"), row.textOrNull("within"), row.several("covers"));
    }

    private static DutyRow duty(Values row) {
        return new DutyRow(
                row.account("account"),
                row.text("personName"),
                row.choice(DutyRole.class, "role"),
                row.textOrNull("position"),
                row.textOrNull("place"),
                row.day("validFrom"),
                row.dayOrNull("validTo"));
    }

    /** Rows whose duty could not be proposed are left out whole; the others' duties follow when the accounts are there. */
    private Mono<Taken> staff(Work work, @Nullable UUID dataImport, SortedMap<Integer, Values> rows, Earlier earlier) {
        List<Fault> faults = new ArrayList<>();
        SortedMap<Integer, Values> onDuty = new TreeMap<>();
        rows.forEach((number, row) -> {
            if (row.textOrNull("place") == null) return;
            if (dutyRole(row) != null) onDuty.put(number, row);
            else faults.add(new Fault(number, "place", ImportRule.WRONG_FORM.name()));
        });
        SortedMap<Integer, DutyRow> planned = each(onDuty, row -> planned(row, work));
        return duties.take(work, planned, new OnlyChecked(earlier)).flatMap(held -> {
            List<Fault> all =
                    Stream.concat(faults.stream(), held.faults().stream()).toList();
            SortedMap<Integer, StaffRow> fit = each(rows, Loading::person);
            all.forEach(fault -> fit.remove(fault.row()));
            return staff.take(work, fit, earlier.checking())
                    .delayUntil(staffed -> Flux.fromIterable(staffed.members().entrySet())
                            .concatMap(member -> later(
                                    work,
                                    dataImport,
                                    member.getKey(),
                                    member.getValue(),
                                    planned.get(member.getKey()))))
                    .map(staffed -> new Taken(
                            staffed.taken().added(),
                            staffed.taken().known(),
                            List.of(),
                            Stream.concat(all.stream(), staffed.taken().faults().stream())
                                    .toList()));
        });
    }

    private static Mono<Void> later(
            Work work, @Nullable UUID dataImport, int row, UUID member, @Nullable DutyRow duty) {
        if (duty == null) return Mono.empty();
        return work.later(
                PlannedDuty.NAME,
                new PlannedDuty.Of(
                        member,
                        duty.role(),
                        Objects.requireNonNull(duty.place()),
                        duty.validFrom(),
                        duty.validTo(),
                        work.subject(),
                        work.caller().client(),
                        dataImport,
                        row));
    }

    private static @Nullable DutyRole dutyRole(Values row) {
        String role = row.text("role");
        return Arrays.stream(DutyRole.values())
                .filter(each -> each.name().equals(role))
                .findFirst()
                .orElse(null);
    }

    /** Of an account that is not there yet, and so of another one each time. */
    private static DutyRow planned(Values row, Work work) {
        LocalDate from = row.dayOrNull("validFrom");
        return new DutyRow(
                work.newId(),
                row.text("name"),
                Objects.requireNonNull(dutyRole(row)),
                null,
                row.text("place"),
                from == null ? work.today() : from,
                row.dayOrNull("validTo"));
    }

    private static StaffRow person(Values row) {
        return new StaffRow(
                row.text("name"),
                row.textOrNull("username"),
                row.textOrNull("email"),
                row.choice(StaffRole.class, "role"));
    }

    /** What earlier rows have brought, seen by somebody who only checks. */
    private record OnlyChecked(Earlier of) implements Earlier {
        @Override
        public boolean checking() {
            return true;
        }

        @Override
        public Mono<Map<String, Mark>> marks(Work work, String type, Collection<String> codes) {
            return of.marks(work, type, codes);
        }

        @Override
        public Mono<Set<String>> secrets(Work work, String type, Collection<String> secrets) {
            return of.secrets(work, type, secrets);
        }
    }

    private static ResidentImport resident(Values row, There there) {
        return new ResidentImport(
                row.text("code"),
                row.text("name"),
                row.choiceOrNull(Gender.class, "gender"),
                row.dayOrNull("birthDate"),
                row.textOrNull("phone"),
                row.textOrNull("identityNumber"),
                new Dwelling(
                        id(there.grids(), row.text("grid")),
                        row.textOrNull("compound") == null ? null : id(there.compounds(), row.text("compound")),
                        row.textOrNull("door"),
                        row.choice(Dwelling.Relation.class, "relation")),
                row.several("tags"),
                row.textOrNull("guardian"),
                row.several("consents").stream().map(ConsentKind::valueOf).toList(),
                row.choice(ResidentStatus.class, "standing", ResidentStatus.REGISTERED),
                row.day("registeredOn"));
    }

    private static MerchantImport merchant(Values row, There there) {
        return new MerchantImport(
                row.text("code"),
                new Lead(
                        row.text("name"),
                        row.text("category"),
                        row.text("address"),
                        row.text("contactName"),
                        row.text("contactPhone"),
                        id(there.grids(), row.text("grid"))),
                row.choice(MerchantStatus.class, "standing", MerchantStatus.LEAD),
                row.dayOrNull("signedOn"),
                row.textOrNull("licence"));
    }

    private static UUID id(Map<String, UUID> places, String code) {
        return places.getOrDefault(code, NOWHERE);
    }

    /**
     * Where the rows say they are.
     *
     * @param planned communities of what the file itself would bring
     */
    private record There(Map<String, UUID> grids, Map<String, UUID> compounds, Map<UUID, UUID> planned) {}

    private Mono<There> found(Work work, SortedMap<Integer, Values> rows, Earlier earlier) {
        Set<String> grids = codes(rows.values(), "grid");
        Set<String> compounds = codes(rows.values(), "compound");
        return Mono.zip(
                        places.coded(work, "Grid", grids),
                        places.coded(work, "Compound", compounds),
                        earlier.marks(work, "Grid", grids),
                        earlier.marks(work, "Compound", compounds))
                .map(found -> {
                    Map<UUID, UUID> planned = new HashMap<>();
                    return new There(
                            ids(found.getT1(), found.getT3(), planned),
                            ids(found.getT2(), found.getT4(), planned),
                            planned);
                });
    }

    private static Map<String, UUID> ids(Map<String, Coded> there, Map<String, Mark> marks, Map<UUID, UUID> planned) {
        Map<String, UUID> ids = new HashMap<>();
        marks.forEach((code, mark) -> {
            ids.put(code, mark.id());
            @Nullable UUID community = mark.within();
            if (community != null) planned.put(mark.id(), community);
        });
        there.forEach((code, place) -> ids.put(code, place.id()));
        return ids;
    }

    private static Set<String> codes(Collection<Values> rows, String key) {
        Set<String> codes = new HashSet<>();
        for (Values row : rows) {
            String code = row.textOrNull(key);
            if (code != null) codes.add(code);
        }
        return codes;
    }

    /** Faults of a module, by the columns of the sheet. */
    static List<ImportFault> faults(ImportKind kind, Taken taken) {
        return taken.faults().stream()
                .map(fault -> new ImportFault(
                        kind,
                        fault.row(),
                        kind.column(fault.field().substring(fault.field().lastIndexOf('.') + 1)),
                        ImportRule.valueOf(fault.rule())))
                .toList();
    }
}
