package org.linli.merchants;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.ImportRefused.Faults;
import org.linli.live.ImportTooLong;
import org.linli.live.NotFound;
import org.linli.live.NothingImported;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.live.imports.Earlier;
import org.linli.live.imports.Mark;
import org.linli.live.imports.Taken;
import org.linli.merchants.MerchantStore.Place;
import org.linli.merchants.Merchants.Lead;
import org.linli.residents.ResidentRefusal.PhoneMalformed;
import org.linli.territory.GridStatus;
import org.linli.territory.TerritoryRefusal.CodeMalformed;
import org.linli.territory.TerritoryRefusal.CodeTaken;
import org.linli.territory.TerritoryRefusal.GridNotActive;
import reactor.core.publisher.Mono;

/**
 * Takes over an earlier register of merchants. Each row keeps the rules of recording, and where it signed of signing, one merchant: whoever
 * takes it over has signed it, and another checks the licence.
 */
public final class MerchantImports {
    private final MerchantStore store = new MerchantStore();

    /** A row of an earlier register. */
    public record MerchantImport(
            String code,
            Lead lead,
            MerchantStatus standing,
            @Nullable LocalDate signedOn,
            @Nullable String licence) {

        private boolean signed() {
            return standing == MerchantStatus.SIGNED;
        }

        private void checkSignedOn(LocalDate today) {
            boolean right = signed() ? signedOn != null && !signedOn.isAfter(today) : signedOn == null;
            WrongForm.check(right, "signedOn", signed() ? "≤ " + today : "");
        }

        private void checkLicence() {
            if (licence != null || signed()) WrongForm.checkLicence("licence", licence == null ? "" : licence);
        }
    }

    @UseCase
    public Mono<MerchantsImported> importMerchants(Work work, List<MerchantImport> merchants) {
        ImportTooLong.check(merchants.size());
        return store.codes(work, merchants.stream().map(MerchantImport::code).toList())
                .zipWith(store.grids(
                        work,
                        merchants.stream()
                                .map(row -> row.lead().grid())
                                .distinct()
                                .toList()))
                .flatMap(found -> take(work, merchants, found.getT1(), found.getT2()));
    }

    private Mono<MerchantsImported> take(
            Work work, List<MerchantImport> merchants, Set<String> known, Map<UUID, Place> grids) {
        SortedMap<Integer, MerchantImport> rows = new TreeMap<>();
        for (int i = 0; i < merchants.size(); i++) rows.put(i + 1, merchants.get(i));
        Faults faults = new Faults();
        List<MerchantStore.Row> right = right(work, rows, known, Set.of(), grids, faults);
        faults.none();
        int left = merchants.size() - right.size();
        if (right.isEmpty()) return Mono.error(new Refused(new NothingImported(left)));
        return add(work, right).thenReturn(new MerchantsImported(right.size(), left));
    }

    /**
     * Takes over rows of a file: those that keep the rules, without the others.
     *
     * @param rows by their numbers
     * @param places grids that the file itself would bring, with their communities
     */
    public Mono<Taken> take(
            Work work, SortedMap<Integer, MerchantImport> rows, Map<UUID, UUID> places, Earlier earlier) {
        List<String> codes = rows.values().stream().map(MerchantImport::code).toList();
        List<UUID> asked =
                rows.values().stream().map(row -> row.lead().grid()).distinct().toList();
        return Mono.zip(store.codes(work, codes), earlier.marks(work, "Merchant", codes), store.grids(work, asked))
                .flatMap(found -> {
                    Map<UUID, Place> grids = new HashMap<>(found.getT3());
                    places.forEach(
                            (id, community) -> grids.putIfAbsent(id, new Place(id, community, GridStatus.ACTIVE)));
                    Faults faults = new Faults();
                    Set<String> known = found.getT1();
                    List<MerchantStore.Row> right =
                            right(work, rows, known, found.getT2().keySet(), grids, faults);
                    int left = (int) codes.stream().filter(known::contains).count();
                    List<Mark> marks = right.stream()
                            .map(row -> new Mark(row.code(), row.id(), null, true, null))
                            .toList();
                    Taken taken = new Taken(right.size(), left, marks, faults.all());
                    return earlier.checking() || right.isEmpty()
                            ? Mono.just(taken)
                            : add(work, right).thenReturn(taken);
                });
    }

    /** Those that are not known and keep the rules. */
    private static List<MerchantStore.Row> right(
            Work work,
            SortedMap<Integer, MerchantImport> merchants,
            Set<String> known,
            Set<String> before,
            Map<UUID, Place> grids,
            Faults faults) {
        Set<String> seen = new HashSet<>(before);
        Map<Integer, MerchantStore.Row> rows = new TreeMap<>();
        merchants.forEach((number, merchant) -> {
            if (known.contains(merchant.code())) return;
            Place grid = grids.get(merchant.lead().grid());
            check(work, number, merchant, faults, seen, grid);
            if (grid != null) rows.put(number, MerchantStore.row(work.newId(), merchant, grid));
        });
        rows.keySet().removeAll(faults.rows());
        return List.copyOf(rows.values());
    }

    private Mono<Void> add(Work work, List<MerchantStore.Row> rows) {
        return store.add(work, rows)
                .then(work.append(rows.stream()
                        .map(row -> new MerchantMoved(row.id(), null, row.status(), null))
                        .toList()));
    }

    private static void check(
            Work work, int number, MerchantImport merchant, Faults faults, Set<String> seen, @Nullable Place grid) {
        faults.check(number, "code", () -> {
            CodeMalformed.check(merchant.code());
            if (!seen.add(merchant.code())) throw new Refused(new CodeTaken(merchant.code()));
        });
        faults.check(
                number,
                "lead.contactPhone",
                () -> PhoneMalformed.check(merchant.lead().contactPhone()));
        faults.check(number, "lead.grid", () -> {
            if (grid == null) throw new Refused(new NotFound());
            GridNotActive.check(grid.status());
        });
        faults.check(number, "signedOn", () -> merchant.checkSignedOn(work.today()));
        faults.check(number, "licence", merchant::checkLicence);
    }
}
