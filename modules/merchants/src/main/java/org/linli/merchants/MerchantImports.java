package org.linli.merchants;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.ImportRefused.Faults;
import org.linli.live.ImportTooLong;
import org.linli.live.NotFound;
import org.linli.live.NothingImported;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.merchants.MerchantStore.Place;
import org.linli.merchants.Merchants.Lead;
import org.linli.residents.ResidentRefusal.PhoneMalformed;
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
        Faults faults = new Faults();
        Set<String> seen = new HashSet<>();
        List<MerchantStore.Row> rows = new ArrayList<>();
        for (int i = 0; i < merchants.size(); i++) {
            MerchantImport merchant = merchants.get(i);
            if (known.contains(merchant.code())) continue;
            check(work, i + 1, merchant, faults, seen, grids.get(merchant.lead().grid()));
            Place grid = grids.get(merchant.lead().grid());
            if (grid != null) rows.add(MerchantStore.row(work.newId(), merchant, grid));
        }
        faults.none();
        int left = merchants.size() - rows.size();
        if (rows.isEmpty()) return Mono.error(new Refused(new NothingImported(left)));
        return store.add(work, rows)
                .then(work.append(rows.stream()
                        .map(row -> new MerchantMoved(row.id(), null, row.status(), null))
                        .toList()))
                .thenReturn(new MerchantsImported(rows.size(), left));
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
