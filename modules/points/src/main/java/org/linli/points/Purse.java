package org.linli.points;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;

/** What a resident has left, by the lots that were earned: which of them are taken, when some are. */
record Purse(List<Lot> lots) {
    private static final Comparator<Lot> FIRST_EXPIRING = Comparator.comparing(
                    Lot::expiresOn, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Lot::id);

    /**
     * Points earned at once.
     *
     * @param postingId what earned them
     * @param expiresOn the first day on which they cannot be spent any more
     */
    record Lot(
            UUID id,
            UUID accountId,
            UUID postingId,
            int remaining,
            @Nullable LocalDate expiresOn) {
        boolean good(LocalDate today) {
            return expiresOn == null || today.isBefore(expiresOn);
        }
    }

    /** Points of one lot. */
    record Take(@Nullable UUID lotId, int amount) {}

    /**
     * Spends what expires first, first. What has expired can no longer be spent, even if it was not yet taken away.
     *
     * @throws Refused where there is not enough
     */
    List<Take> spend(int amount, LocalDate today) {
        return take(
                amount,
                lots.stream()
                        .filter(lot -> lot.good(today))
                        .sorted(FIRST_EXPIRING)
                        .toList());
    }

    /**
     * Takes back what this posting had earned: of its own lot as far as that goes, then of what expires first.
     *
     * @throws Refused where there is not enough
     */
    List<Take> takeBack(int amount, UUID posting) {
        Comparator<Lot> ownFirst = Comparator.comparing(lot -> !lot.postingId().equals(posting));
        return take(
                amount,
                lots.stream().sorted(ownFirst.thenComparing(FIRST_EXPIRING)).toList());
    }

    private static List<Take> take(int amount, List<Lot> from) {
        List<Take> takes = new ArrayList<>();
        int missing = amount;
        for (Lot lot : from) {
            int taken = Math.min(missing, lot.remaining());
            if (taken > 0) takes.add(new Take(lot.id(), taken));
            missing -= taken;
        }
        if (missing > 0) throw new Refused(new BalanceTooLow(amount - missing, amount));
        return takes;
    }
}
