package org.linli.api.writes;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of triad evaluations once more, plainly and in memory: one evaluation of serving member 3 by community 1, as
 * {@link Electorate} settles it. Every method answers what the use case of its name should: {@code ok}, or the code of a refusal.
 */
final class EvaluationModel {
    static final String OK = "ok";

    private static final List<String> LIFE =
            List.of("DRAFT", "ANNOUNCED", "OPEN", "CLOSED", "SCORED", "APPEAL", "FINAL", "PUBLISHED");

    /** Who acts: an officer over the place, one over another who lives here, the subject in several hats, or a resident. */
    record Actor(String name, Kind kind, int resident) {
        enum Kind {
            OFFICER,
            OFFICER_ELSEWHERE,
            OFFICER_SUBJECT,
            SUBJECT,
            SUBJECT_AS_RESIDENT,
            RESIDENT,
            STRANGER
        }

        boolean isSubject() {
            return kind.name().contains("SUBJECT");
        }
    }

    String status = "DRAFT";
    int version = 1;
    int minimum;
    int firstWeight;
    Map<String, Integer> legs;
    boolean closingDay;
    boolean appealsOver;
    final List<String> history = new ArrayList<>(List.of("DRAFT"));
    private final Set<Integer> voted = new HashSet<>();
    private final Map<String, List<int[]>> ballots = new LinkedHashMap<>();
    private final Set<String> struck = new HashSet<>();
    private @Nullable String scorer;
    private @Nullable Boolean decided;

    EvaluationModel(int minimum, int firstWeight, Map<String, Integer> legs) {
        this.minimum = minimum;
        this.firstWeight = firstWeight;
        this.legs = legs;
    }

    private boolean before(String other) {
        return LIFE.indexOf(status) < LIFE.indexOf(other);
    }

    private boolean visible(Actor actor) {
        return switch (actor.kind()) {
            case OFFICER, OFFICER_SUBJECT -> true;
            case SUBJECT, SUBJECT_AS_RESIDENT -> !status.equals("DRAFT");
            case OFFICER_ELSEWHERE, RESIDENT -> !status.equals("DRAFT") && before("SCORED");
            case STRANGER -> false;
        };
    }

    private String organise(Actor actor) {
        if (!visible(actor)) return "NOT_FOUND";
        return switch (actor.kind()) {
            case OFFICER -> OK;
            case OFFICER_SUBJECT -> "OWN_WORK";
            default -> "OUT_OF_DUTY";
        };
    }

    private String move(Actor actor, String from, String to, boolean early) {
        String may = organise(actor);
        if (!may.equals(OK)) return may;
        if (!status.equals(from)) return "TRANSITION_REFUSED";
        if (early) return "TOO_EARLY";
        return moved(to);
    }

    private String moved(String to) {
        status = to;
        version++;
        history.add(to);
        return OK;
    }

    String change(
            Actor actor, int expected, boolean valid, int newMinimum, int newFirst, Map<String, Integer> newLegs) {
        String may = organise(actor);
        if (!may.equals(OK)) return may;
        if (!status.equals("DRAFT")) return "TRANSITION_REFUSED";
        if (expected != version) return "VERSION_CONFLICT";
        if (!valid) return "EVALUATION_INVALID";
        minimum = newMinimum;
        firstWeight = newFirst;
        legs = newLegs;
        return moved("DRAFT");
    }

    String announce(Actor actor) {
        return move(actor, "DRAFT", "ANNOUNCED", false);
    }

    String open(Actor actor) {
        return move(actor, "ANNOUNCED", "OPEN", false);
    }

    String close(Actor actor) {
        return move(actor, "OPEN", "CLOSED", !closingDay);
    }

    String score(Actor actor) {
        String answer = move(actor, "CLOSED", "SCORED", false);
        if (answer.equals(OK)) scorer = actor.name();
        return answer;
    }

    String publish(Actor actor) {
        return move(actor, "FINAL", "PUBLISHED", false);
    }

    String vote(Actor actor, String leg, int... scores) {
        if (!visible(actor)) return "NOT_FOUND";
        if (actor.isSubject() && !leg.equals("SELF")) return "OWN_WORK";
        if (!status.equals("OPEN") || closingDay) return "NOT_OPEN";
        boolean eligible = switch (leg) {
            case "PARTY_ORGANISATION" -> actor.resident() >= 21 && actor.resident() <= 25;
            case "RESIDENTS" -> actor.resident() > 0;
            default -> actor.isSubject();
        };
        if (!eligible || !legs.containsKey(leg)) return "NOT_ELIGIBLE";
        // All accounts of the subject are one voter.
        if (voted.contains(actor.isSubject() ? 26 : actor.resident())) return "ALREADY_VOTED";
        if (scores.length != 2 || scores[0] > 100 || scores[1] > 100) return "BALLOT_INVALID";
        voted.add(actor.isSubject() ? 26 : actor.resident());
        ballots.computeIfAbsent(leg, each -> new ArrayList<>()).add(scores);
        return OK;
    }

    String appeal(Actor actor) {
        if (!visible(actor)) return "NOT_FOUND";
        if (!status.equals("SCORED")) return "TRANSITION_REFUSED";
        if (appealsOver) return "APPEAL_PERIOD_OVER";
        decided = false;
        return moved("APPEAL");
    }

    String decide(Actor actor, @Nullable String strike) {
        String may = organise(actor);
        if (!may.equals(OK)) return may;
        if (!status.equals("APPEAL")) return "TRANSITION_REFUSED";
        if (Boolean.TRUE.equals(decided)) return "APPEAL_ALREADY_DECIDED";
        if (actor.name().equals(scorer)) return "OWN_WORK";
        if (strike != null && score(strike) == null) return "LEG_NOT_COUNTED";
        if (strike != null) struck.add(strike);
        decided = true;
        return OK;
    }

    String finalise(Actor actor) {
        String may = organise(actor);
        if (!may.equals(OK)) return may;
        if (!status.equals("SCORED") && !status.equals("APPEAL")) return "TRANSITION_REFUSED";
        if (status.equals("APPEAL") && !Boolean.TRUE.equals(decided)) return "APPEAL_UNDECIDED";
        if (status.equals("SCORED") && !appealsOver) return "TOO_EARLY";
        return moved("FINAL");
    }

    int receipts() {
        return voted.size();
    }

    /** Ballots of a leg, as an officer is told of them. */
    @Nullable
    Integer told(String leg) {
        int cast = ballots.getOrDefault(leg, List.of()).size();
        boolean counted = !before("SCORED");
        if (leg.equals("SELF")) return counted && cast > 0 ? Integer.valueOf(cast) : null;
        int told = counted ? cast : cast / minimum * minimum;
        return told < minimum ? null : Integer.valueOf(told);
    }

    @Nullable
    String told(@Nullable BigDecimal exact) {
        return exact == null || before("SCORED")
                ? null
                : exact.setScale(2, RoundingMode.HALF_UP).toString();
    }

    /** The exact score of a leg, to sixty digits; null where it is missing. */
    @Nullable
    BigDecimal score(String leg) {
        List<int[]> cast = ballots.getOrDefault(leg, List.of());
        if (struck.contains(leg) || cast.size() < (leg.equals("SELF") ? 1 : minimum)) return null;
        long points = cast.stream()
                .mapToLong(scores -> (long) scores[0] * firstWeight + (long) scores[1] * (100 - firstWeight))
                .sum();
        return BigDecimal.valueOf(points).divide(BigDecimal.valueOf(100L * cast.size()), new MathContext(60));
    }

    @Nullable
    BigDecimal score() {
        BigDecimal sum = BigDecimal.ZERO;
        int weights = 0;
        for (Map.Entry<String, Integer> leg : legs.entrySet()) {
            BigDecimal score = score(leg.getKey());
            if (score == null) continue;
            sum = sum.add(score.multiply(BigDecimal.valueOf(leg.getValue())));
            weights += leg.getValue();
        }
        return weights == 0 ? null : sum.divide(BigDecimal.valueOf(weights), new MathContext(60));
    }
}
