package org.linli.api.writes;

import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/**
 * Who votes in a triad evaluation of community 1: all residents of the fixture live in its grid 1, each with an account. Residents
 * 21 to 25 are the party organisation. Serving member 3, who is also resident 26, is the subject.
 */
final class Electorate {
    static final String ITEMS = "{title: \"履职\", weight: 60}, {title: \"服务\", weight: 40}";
    static final String TRIAD =
            "{kind: PARTY_ORGANISATION, weight: 40}, {kind: RESIDENTS, weight: 40}, {kind: SELF, weight: 20}";
    static final String MOVED = "... on EvaluationMoved { evaluation { id status version } }";

    private Electorate() {}

    static void settle(Writes writes) {
        writes.sql("""
                update resident r
                   set community_id = md5('140213community1')::uuid, grid_id = md5('140213grid1')::uuid, status = 'ACTIVE',
                       guardian_id = null, birth_date = '1980-01-01', verify_by = null, claimed_standing = null,
                       subject = md5('140213account' || (100 + n))::uuid
                  from generate_series(1, 26) n
                 where r.district_id = :district and r.id = md5('140213resident' || n)::uuid;
                update volunteer set resident_id = null where district_id = :district;
                update serving_member set community_id = md5('140213community1')::uuid
                 where district_id = :district and id = md5('140213member3')::uuid;
                update volunteer set resident_id = md5('140213resident26')::uuid
                 where district_id = :district and id = md5('140213volunteer3')::uuid;
                """);
    }

    static Caller resident(int n) {
        return new Caller(
                id(HERE, "account", 100 + n),
                HERE,
                "linli-web",
                EnumSet.of(Role.GUEST, Role.ACCOUNT, Role.RESIDENT),
                Map.of(),
                Map.of(Role.RESIDENT, Set.of(id(HERE, "resident", n))));
    }

    /** An officer of the whole district, beside the fixture's. */
    static Caller officer(int account) {
        return new Caller(
                id(HERE, "account", account),
                HERE,
                "linli-web",
                EnumSet.of(Role.GUEST, Role.ACCOUNT, Role.DISTRICT_OFFICER),
                Map.of(),
                Map.of());
    }

    static String party(int... residents) {
        return IntStream.of(residents)
                .mapToObj(n -> "\"" + node(HERE, "resident", n) + "\"")
                .collect(Collectors.joining(", "));
    }

    static String member() {
        return "subject: \"" + node(HERE, "member", 3) + "\"";
    }

    /** An evaluation as it is written, by community 1. */
    static String input(String subject, String items, String legs, String party, String more) {
        return """
                {title: "示例评价", %s, community: "%s", opensAt: "2024-01-01T00:00:00+08:00", closesAt: "2099-01-01T00:00:00+08:00",
                 items: [%s], legs: [%s], partyVoters: [%s] %s}""".formatted(subject, node(HERE, "community", 1), items, legs, party, more);
    }

    /** Weights 40/40/20 over member 3, residents 21 to 25 for the party. */
    static String triad(String more) {
        return input(member(), ITEMS, TRIAD, party(21, 22, 23, 24, 25), more);
    }

    static String draft(String input) {
        return "draftEvaluation(evaluation: " + input + ")";
    }

    /** A draft by the fixture's district officer. */
    static String drafted(Writes writes, String input) {
        return writes.done("district officer", draft(input), MOVED)
                .at("/evaluation/id")
                .asString();
    }

    static String announced(Writes writes, String input) {
        String evaluation = drafted(writes, input);
        writes.done("district officer", step("announce", evaluation), "");
        return evaluation;
    }

    static String opened(Writes writes, String input) {
        String evaluation = announced(writes, input);
        writes.done("district officer", step("open", evaluation), "");
        return evaluation;
    }

    /** Announce, open, close, score, finalise or publish. */
    static String step(String verb, String evaluation) {
        return "%sEvaluation(evaluation: \"%s\")".formatted(verb, evaluation);
    }

    static List<String> items(Writes writes, String evaluation) {
        JsonNode answer = writes.asked(
                "district officer", "{ evaluationCampaign(id: \"%s\") { items { number id } } }".formatted(evaluation));
        return answer.at("/evaluationCampaign/items").values().stream()
                .sorted((a, b) -> a.path("number").asInt() - b.path("number").asInt())
                .map(item -> item.path("id").asString())
                .toList();
    }

    static String ballot(String evaluation, String leg, List<String> items, int... scores) {
        return "castBallot(evaluation: \"%s\", leg: %s, scores: [%s])"
                .formatted(
                        evaluation,
                        leg,
                        IntStream.range(0, scores.length)
                                .mapToObj(i -> "{item: \"%s\", score: %d}".formatted(items.get(i), scores[i]))
                                .collect(Collectors.joining(", ")));
    }

    /** The day of closing has come. */
    static void pass(Writes writes, String evaluation) {
        writes.sql("update evaluation_campaign set closes_at = now() where district_id = :district and id = '"
                + uuid(evaluation) + "'");
    }

    /** Nobody may appeal any more. */
    static void passAppeals(Writes writes, String evaluation) {
        writes.sql("update evaluation_campaign set appeals_until = now() where district_id = :district and id = '"
                + uuid(evaluation) + "'");
    }

    static UUID uuid(String node) {
        return UUID.fromString(node.substring(node.indexOf('_') + 1));
    }
}
