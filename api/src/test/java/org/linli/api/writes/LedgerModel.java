package org.linli.api.writes;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules of points and redemptions as plainly as they can be told: no database, no transaction, names instead of ids. */
final class LedgerModel {
    private static final Comparator<Lot> FIRST_EXPIRING = Comparator.comparing(
                    (Lot lot) -> lot.expires, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparingInt(lot -> lot.number);
    private static final LocalDate TODAY = LocalDate.of(2100, 1, 1);

    private final List<Lot> lots = new ArrayList<>();
    private final Map<String, Posting> postings = new LinkedHashMap<>();
    private final Map<String, Redemption> redemptions = new LinkedHashMap<>();
    private final Balances balances = new Balances();
    private final int price;
    private int stock;

    private static final class Lot {
        final String posting;
        final String owner;
        final int number;
        int remaining;

        @Nullable
        LocalDate expires;

        String emptied = "SPENT";

        Lot(String posting, String owner, int number, int remaining, @Nullable LocalDate expires) {
            this.posting = posting;
            this.owner = owner;
            this.number = number;
            this.remaining = remaining;
            this.expires = expires;
        }

        /** In the model all days of expiry are long past or far off. */
        boolean good() {
            return expires == null || expires.isAfter(TODAY);
        }
    }

    private static final class Posting {
        final String owner;
        final int amount;
        final boolean grant;
        final Map<Lot, Integer> takes;
        String status;

        Posting(String owner, int amount, boolean grant, Map<Lot, Integer> takes, String status) {
            this.owner = owner;
            this.amount = amount;
            this.grant = grant;
            this.takes = takes;
            this.status = status;
        }
    }

    private static final class Redemption {
        final String posting;
        final List<String> states = new ArrayList<>(List.of("RESERVED", "CODE_ISSUED"));
        boolean late;

        Redemption(String posting) {
            this.posting = posting;
        }

        String state() {
            return states.getLast();
        }
    }

    LedgerModel(int price, int stock) {
        this.price = price;
        this.stock = stock;
    }

    void grant(String posting, String resident, int amount, @Nullable LocalDate expires) {
        Lot lot = new Lot(posting, resident, lots.size(), amount, expires);
        lots.add(lot);
        postings.put(posting, new Posting(resident, amount, true, Map.of(lot, amount), "POSTED"));
        balances.move("ISSUE", "RESIDENT " + resident, amount);
    }

    /** How redeeming ends for this resident. */
    String redeemable(String resident) {
        if (stock == 0) return "ServiceSoldOut";
        int spendable = of(resident).stream()
                .filter(Lot::good)
                .mapToInt(lot -> lot.remaining)
                .sum();
        return spendable < price ? "BalanceTooLow" : "ServiceRedeemed";
    }

    void redeem(String redemption, String posting, String resident) {
        stock--;
        List<Lot> from =
                of(resident).stream().filter(Lot::good).sorted(FIRST_EXPIRING).toList();
        postings.put(posting, new Posting(resident, price, false, take(from, price, "SPENT"), "HELD"));
        redemptions.put(redemption, new Redemption(posting));
        balances.move("RESIDENT " + resident, "HOLD " + resident, price);
    }

    String verify(String name) {
        Redemption redemption = redemption(name);
        if (redemption.states.contains("VERIFIED")) return "RedemptionAlreadyVerified";
        if (redemption.state().equals("EXPIRED")) return "RedemptionExpired";
        if (redemption.state().equals("CANCELLED")) return "TransitionRefused";
        if (redemption.late) return "RedemptionExpired";
        redemption.states.addAll(List.of("VERIFIED", "DONE"));
        Posting posting = posting(redemption.posting);
        posting.status = "POSTED";
        balances.move("HOLD " + posting.owner, "MERCHANT", price);
        return "RedemptionVerified";
    }

    String cancel(String name) {
        if (!redemption(name).state().equals("CODE_ISSUED")) return "TransitionRefused";
        giveBack(redemption(name), "CANCELLED");
        return "RedemptionChanged";
    }

    String rate(String name) {
        if (!redemption(name).state().equals("DONE")) return "TransitionRefused";
        redemption(name).states.add("RATED");
        return "RedemptionChanged";
    }

    /** From now on its code is good no more. */
    void letRunOut(String name) {
        if (redemption(name).state().equals("CODE_ISSUED")) redemption(name).late = true;
    }

    String expireRedemptions() {
        List<Redemption> late = redemptions.values().stream()
                .filter(redemption -> redemption.late && redemption.state().equals("CODE_ISSUED"))
                .toList();
        late.forEach(redemption -> giveBack(redemption, "EXPIRED"));
        return late.isEmpty() ? "NoneExpired" : "RedemptionsExpired";
    }

    private void giveBack(Redemption redemption, String state) {
        redemption.states.add(state);
        Posting posting = posting(redemption.posting);
        posting.status = "REVERSED";
        posting.takes.forEach((lot, amount) -> lot.remaining += amount);
        balances.move("HOLD " + posting.owner, "RESIDENT " + posting.owner, price);
        stock++;
    }

    String reverse(String name) {
        Posting posting = posting(name);
        if (!posting.status.equals("POSTED")) return "TransitionRefused";
        if (posting.grant) {
            List<Lot> from = of(posting.owner).stream()
                    .sorted(Comparator.comparing((Lot lot) -> !lot.posting.equals(name))
                            .thenComparing(FIRST_EXPIRING))
                    .toList();
            if (from.stream().mapToInt(lot -> lot.remaining).sum() < posting.amount) return "BalanceTooLow";
            take(from, posting.amount, "SPENT");
            balances.move("RESIDENT " + posting.owner, "ISSUE", posting.amount);
        } else {
            posting.takes.forEach((lot, amount) -> lot.remaining += amount);
            balances.move("MERCHANT", "RESIDENT " + posting.owner, posting.amount);
        }
        posting.status = "REVERSED";
        return "PostingReversed";
    }

    /** The lot that this posting earned has expired on that day. */
    void letExpire(String posting, LocalDate day) {
        lots.stream().filter(lot -> lot.posting.equals(posting)).forEach(lot -> lot.expires = day);
    }

    String expirePoints() {
        List<Lot> expired =
                lots.stream().filter(lot -> lot.remaining > 0 && !lot.good()).toList();
        for (Lot lot : expired) {
            balances.move("RESIDENT " + lot.owner, "EXPIRY", lot.remaining);
            take(List.of(lot), lot.remaining, "EXPIRED");
        }
        return expired.isEmpty() ? "NothingExpired" : "PointsExpired";
    }

    /** Everything there is, a line for each. */
    Set<String> state() {
        Set<String> state = new TreeSet<>(balances.lines());
        lots.forEach(lot -> state.add(
                "lot of %s: %d %s".formatted(lot.posting, lot.remaining, lot.remaining > 0 ? "EARNED" : lot.emptied)));
        postings.forEach((name, posting) -> state.add("posting %s: %s".formatted(name, posting.status)));
        redemptions.forEach((name, redemption) -> state.add("redemption %s: %s".formatted(name, redemption.states)));
        state.add("service: %d %s".formatted(stock, stock > 0 ? "ONLINE" : "SOLD_OUT"));
        return state;
    }

    Map<String, Integer> balances() {
        return balances.all();
    }

    List<String> redemptions() {
        return List.copyOf(redemptions.keySet());
    }

    List<String> postings() {
        return List.copyOf(postings.keySet());
    }

    String ownerOf(String redemption) {
        return posting(redemption(redemption).posting).owner;
    }

    private List<Lot> of(String resident) {
        return lots.stream().filter(lot -> lot.owner.equals(resident)).toList();
    }

    private static Map<Lot, Integer> take(List<Lot> from, int amount, String emptied) {
        Map<Lot, Integer> takes = new LinkedHashMap<>();
        int missing = amount;
        for (Lot lot : from) {
            int taken = Math.min(missing, lot.remaining);
            if (taken == 0) continue;
            takes.put(lot, taken);
            lot.remaining -= taken;
            if (lot.remaining == 0) lot.emptied = emptied;
            missing -= taken;
        }
        return takes;
    }

    private Redemption redemption(String name) {
        return Objects.requireNonNull(redemptions.get(name), name);
    }

    private Posting posting(String name) {
        return Objects.requireNonNull(postings.get(name), name);
    }
}
