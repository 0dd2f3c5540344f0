package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Random sequences of grants, redemptions, verifications, cancellations, reversals and expiry, each compared step by step with
 * {@link LedgerModel}: what is answered, all balances, lots, states and histories, and at the end balances as of moments in between.
 * {@code -Dlinli.random.sequences} says how many.
 */
class LedgerSequencesTest {
    private static final int SEQUENCES = Integer.getInteger("linli.random.sequences", 25);
    private static final int STEPS = 25;
    private static final int PRICE = 30;
    private static final Map<String, Integer> RESIDENTS = Map.of("resident", 1, "another resident", 11);

    private static Writes writes;

    @BeforeAll
    static void open() {
        writes = new Writes();
    }

    @AfterAll
    static void close() throws SQLException {
        writes.close();
    }

    @Test
    void everySequenceGoesAsTheModelSays() {
        Map<String, Integer> seen = new TreeMap<>();
        for (int seed = 0; seed < SEQUENCES; seed++) new Sequence(seed, seen).run();
        if (SEQUENCES >= 40)
            assertThat(seen)
                    .containsKeys(
                            "PointsGranted",
                            "ServiceRedeemed",
                            "ServiceSoldOut",
                            "BalanceTooLow",
                            "RedemptionVerified",
                            "RedemptionAlreadyVerified",
                            "RedemptionExpired",
                            "RedemptionChanged",
                            "TransitionRefused",
                            "PostingReversed",
                            "PointsExpired",
                            "NothingExpired",
                            "RedemptionsExpired",
                            "NoneExpired");
    }

    /** One sequence, on a ledger that is empty at its start. */
    private static final class Sequence {
        private final int seed;
        private final Map<String, Integer> seen;
        private final Random random;
        private final LedgerModel model;
        private final Map<String, String> codes = new HashMap<>();
        private final List<String> told = new ArrayList<>();
        private final TreeMap<String, Map<String, Integer>> moments = new TreeMap<>();

        Sequence(int seed, Map<String, Integer> seen) {
            this.seed = seed;
            this.seen = seen;
            random = new Random(seed);
            int stock = 1 + random.nextInt(4);
            model = new LedgerModel(PRICE, stock);
            writes.sql("""
                    update merchant set status = 'ACTIVE' where district_id = :district and id = '%s';
                    update merchant_service set status = 'ONLINE', stock = %d, points_price = %d, valid_from = '2024-01-01', valid_to = null
                     where district_id = :district and id = '%s';
                    delete from redemption where district_id = :district;
                    delete from points_entry where district_id = :district;
                    delete from points_lot where district_id = :district;
                    delete from points_posting where district_id = :district;
                    delete from points_account where district_id = :district
                    """.formatted(id(HERE, "merchant", 4), stock, PRICE, id(HERE, "service", 3)));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
                assertThat(state()).as(this::story).isEqualTo(model.state());
                moments.put(
                        writes.rows(
                                        "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                                .getFirst(),
                        model.balances());
            }
            JsonNode trial = writes.asked("auditor", "{ trialBalance { balance entries } }");
            assertThat(trial.toString()).isEqualTo("{\"trialBalance\":{\"balance\":\"0\",\"entries\":\"0\"}}");
            moments.forEach(this::wasSo);
        }

        private String story() {
            return "Sequence " + seed + ":\n" + String.join("\n", told);
        }

        private void step() {
            List<String> redemptions = model.redemptions();
            List<String> postings = model.postings();
            switch (random.nextInt(10)) {
                case 0, 1 -> grant();
                case 2, 3 -> redeem();
                case 4 -> any(redemptions, this::verify);
                case 5 -> any(redemptions, this::cancel);
                case 6 -> any(redemptions, this::rateOrLetRunOut);
                case 7 -> any(postings, this::reverse);
                case 8 -> any(postings, this::letExpire);
                default -> {
                    if (random.nextBoolean()) answered("district officer", "expirePoints", model.expirePoints());
                    else answered("district officer", "expireRedemptions", model.expireRedemptions());
                }
            }
        }

        private void any(List<String> of, Consumer<String> step) {
            if (of.isEmpty()) grant();
            else step.accept(of.get(random.nextInt(of.size())));
        }

        private String resident() {
            return random.nextInt(3) < 2 ? "resident" : "another resident";
        }

        private void grant() {
            String resident = resident();
            int amount = 1 + random.nextInt(60);
            LocalDate expires =
                    random.nextBoolean() ? LocalDate.of(2101, 1, 1).plusDays(random.nextInt(100_000)) : null;
            JsonNode answer = answered(
                    "district officer",
                    "grantPoints(resident: \"%s\", points: %d, %s reason: \"示例\")"
                            .formatted(
                                    node(HERE, "resident", Objects.requireNonNull(RESIDENTS.get(resident))),
                                    amount,
                                    expires == null ? "" : "expiresOn: \"" + expires + "\","),
                    "PointsGranted",
                    "... on PointsGranted { posting { id } }");
            model.grant(answer.path("posting").path("id").asString(), resident, amount, expires);
        }

        private void redeem() {
            String resident = resident();
            String expected = model.redeemable(resident);
            JsonNode answer = answered(
                    resident,
                    "redeemService(service: \"%s\")".formatted(node(HERE, "service", 3)),
                    expected,
                    "... on ServiceRedeemed { verificationCode redemption { id posting { id } } }");
            if (!expected.equals("ServiceRedeemed")) return;
            JsonNode redemption = answer.path("redemption");
            codes.put(
                    redemption.path("id").asString(),
                    answer.path("verificationCode").asString());
            model.redeem(
                    redemption.path("id").asString(),
                    redemption.path("posting").path("id").asString(),
                    resident);
        }

        private void verify(String redemption) {
            answered(
                    "merchant",
                    "verifyRedemption(code: \"%s\")".formatted(codes.get(redemption)),
                    model.verify(redemption));
        }

        private void cancel(String redemption) {
            answered(
                    model.ownerOf(redemption),
                    "cancelRedemption(redemption: \"%s\")".formatted(redemption),
                    model.cancel(redemption));
        }

        private void rateOrLetRunOut(String redemption) {
            if (random.nextBoolean()) {
                model.letRunOut(redemption);
                told.add("runs out: " + redemption);
                writes.sql("""
                        update redemption set reserved_at = '2024-01-01', expires_at = '2024-01-02'
                         where district_id = :district and status = 'CODE_ISSUED' and id = '%s'
                        """.formatted(redemption.substring("redemption_".length())));
            } else
                answered(
                        model.ownerOf(redemption),
                        "rateRedemption(redemption: \"%s\", rating: %d)".formatted(redemption, 1 + random.nextInt(5)),
                        model.rate(redemption));
        }

        private void reverse(String posting) {
            answered(
                    "district officer",
                    "reversePosting(posting: \"%s\", reason: \"示例\")".formatted(posting),
                    model.reverse(posting));
        }

        private void letExpire(String posting) {
            LocalDate day = LocalDate.of(2020, 1, 1).plusDays(random.nextInt(1000));
            model.letExpire(posting, day);
            told.add("expires: " + posting);
            writes.sql("update points_lot set expires_on = '%s' where district_id = :district and posting_id = '%s'"
                    .formatted(day, posting.substring("posting_".length())));
        }

        private void answered(String caller, String mutation, String expected) {
            answered(caller, mutation, expected, "");
        }

        private JsonNode answered(String caller, String mutation, String expected, String selection) {
            JsonNode answer = writes.run(writes.caller(caller), mutation, selection, null);
            told.add(caller + ": " + mutation + " -> " + answer);
            assertThat(answer.path("__typename").asString()).as(this::story).isEqualTo(expected);
            seen.merge(expected, 1, Integer::sum);
            return answer;
        }

        /** What the database holds, in the model's words. */
        private Set<String> state() {
            String accounts = """
                    select a.kind || case a.owner_id when '%s' then ' resident' when '%s' then ' another resident' else '' end || ' = ' || a.balance
                      from points_account a where a.district_id = :district and a.balance <> 0
                    """.formatted(id(HERE, "resident", 1), id(HERE, "resident", 11));
            return new TreeSet<>(writes.rows(accounts + """
                     union all
                    select 'lot of posting_' || l.posting_id || ': ' || l.remaining || ' ' || l.status from points_lot l where l.district_id = :district
                     union all
                    select 'posting posting_' || p.id || ': ' || p.status from points_posting p where p.district_id = :district and p.kind <> 'EXPIRY'
                     union all
                    select 'redemption redemption_' || r.id || ': [' || (select string_agg(e.to_state, ', ' order by e.at) from event e
                                                                          where e.district_id = :district and e.subject_id = r.id) || ']'
                      from redemption r where r.district_id = :district
                     union all
                    select 'service: ' || s.stock || ' ' || s.status from merchant_service s
                     where s.district_id = :district and s.id = '%s'
                    """.formatted(id(HERE, "service", 3))));
        }

        /** The balances as of a moment in the past, as a client asks for them. */
        private void wasSo(String moment, Map<String, Integer> balances) {
            JsonNode accounts = writes.asked("district officer", """
                    { pointsAccounts(first: 100) { nodes { kind owner { ... on Resident { id } }
                        entries(where: {at: {lt: "%s"}}, orderBy: [NUMBER_DESC], first: 1) { nodes { balanceAfter } } } } }
                    """.formatted(moment))
                    .path("pointsAccounts")
                    .path("nodes");
            Map<String, Integer> then = new HashMap<>();
            for (JsonNode account : accounts) {
                String owner = account.path("owner").path("id").asString("");
                String name = account.path("kind").asString();
                for (Map.Entry<String, Integer> resident : RESIDENTS.entrySet())
                    if (owner.equals(node(HERE, "resident", resident.getValue()))) name += " " + resident.getKey();
                for (JsonNode entry : account.path("entries").path("nodes"))
                    then.put(name, Integer.parseInt(entry.path("balanceAfter").asString()));
            }
            assertThat(then).as(() -> moment + "\n" + story()).isEqualTo(balances);
        }
    }
}
