package org.linli.territory;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.ImportRefused.Faults;
import org.linli.live.NotFound;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.live.imports.Earlier;
import org.linli.live.imports.Taken;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.TerritoryEvent.DutyMoved;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Proposes duties, many at once. Each row keeps the rules of proposing one; a duty of the same account, role, place and first day that is
 * there already stays as it is.
 */
public final class DutyImports {
    private final Places places = new Places();
    private final DutyStore store = new DutyStore();

    /**
     * A duty of a file.
     *
     * @param place the code of a place of the role's level; null for the whole district
     */
    public record DutyRow(
            UUID account,
            String personName,
            DutyRole role,
            @Nullable String position,
            @Nullable String place,
            LocalDate validFrom,
            @Nullable LocalDate validTo) {}

    /** @param rows by their numbers */
    public Mono<Taken> take(Work work, SortedMap<Integer, DutyRow> rows, Earlier earlier) {
        return Flux.fromArray(DutyRole.values())
                .concatMap(role -> there(work, role, rows, earlier))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .zipWhen(there -> store.held(
                        work, rows.values().stream().map(DutyRow::account).collect(Collectors.toSet())))
                .flatMap(found -> take(work, rows, found.getT1(), found.getT2(), earlier.checking()));
    }

    private Mono<Map.Entry<DutyRole, Map<String, Coded>>> there(
            Work work, DutyRole role, SortedMap<Integer, DutyRow> rows, Earlier earlier) {
        Set<String> codes = new HashSet<>();
        for (DutyRow row : rows.values()) if (row.role() == role && row.place() != null) codes.add(row.place());
        return codes.isEmpty()
                ? Mono.just(Map.entry(role, Map.of()))
                : places.coded(work, role.level(), codes)
                        .zipWith(earlier.marks(work, role.level(), codes), PlaceImports::together)
                        .map(all -> Map.entry(role, all));
    }

    private Mono<Taken> take(
            Work work,
            SortedMap<Integer, DutyRow> rows,
            Map<DutyRole, Map<String, Coded>> there,
            Set<String> held,
            boolean checking) {
        Faults faults = new Faults();
        List<DutyStore.Proposed> fresh = new ArrayList<>();
        Set<String> seen = new HashSet<>(held);
        int[] known = {0};
        rows.forEach((number, row) -> {
            Coded place = row.place() == null
                    ? null
                    : there.getOrDefault(row.role(), Map.of()).get(row.place());
            DutyProposal duty = new DutyProposal(
                    row.account(),
                    row.personName(),
                    row.role(),
                    row.position(),
                    place == null ? null : new Reference(row.role().level(), place.id()),
                    row.validFrom(),
                    row.validTo());
            if (!seen.add(
                    DutyStore.key(row.account(), row.role(), place == null ? null : place.id(), row.validFrom()))) {
                known[0]++;
                return;
            }
            faults.check(number, "account", () -> OwnWork.check(row.account().equals(work.subject())));
            faults.check(number, "place", () -> {
                if (place != null) place.checkOpen();
                else if (row.place() != null) throw new Refused(new NotFound());
                duty.checkTerritory();
            });
            faults.check(number, "validFrom", () -> duty.checkDays(work.today()));
            fresh.add(proposed(work, duty));
            if (faults.rows().contains(number)) fresh.removeLast();
        });
        Taken taken = new Taken(fresh.size(), known[0], List.of(), faults.all());
        if (checking || fresh.isEmpty()) return Mono.just(taken);
        return store.addAll(work, fresh)
                .then(work.append(fresh.stream()
                        .map(duty -> new DutyMoved(duty.id(), null, DutyStatus.PROPOSED, null, duty.validTo()))
                        .toList()))
                .thenReturn(taken);
    }

    private static DutyStore.Proposed proposed(Work work, DutyProposal duty) {
        return new DutyStore.Proposed(
                work.newId(),
                duty.account(),
                duty.personName(),
                duty.role(),
                duty.position(),
                duty.in("Street"),
                duty.in("Community"),
                duty.in("Grid"),
                duty.validFrom(),
                duty.validTo(),
                work.subject());
    }
}
