package org.linli.evaluations;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.evaluations.EvaluationRefusal.EvaluationInvalid;
import org.linli.live.Refused;
import org.linli.schema.read.Inputs.Reference;

/** A triad evaluation as an officer writes it. */
public record EvaluationInput(
        String title,
        @Nullable Reference subject,
        @Nullable String otherBody,
        UUID community,
        @Nullable UUID grid,
        OffsetDateTime opensAt,
        OffsetDateTime closesAt,
        int minimumBallots,
        @Nullable Integer appealDays,
        List<Item> items,
        List<Leg> legs,
        @Nullable List<Reference> partyVoters) {
    private static final int WHOLE = 100;
    private static final int MOST_ITEMS = 20;

    public record Item(String title, int weight) {}

    public record Leg(EvaluationLegKind kind, int weight) {}

    EvaluatedKind subjectKind() {
        if (subject == null) return EvaluatedKind.OTHER_BODY;
        return switch (subject.type()) {
            case "ServingMember" -> EvaluatedKind.SERVING_MEMBER;
            case "Unit" -> EvaluatedKind.UNIT;
            case "PropertyCompany" -> EvaluatedKind.PROPERTY_COMPANY;
            default -> EvaluatedKind.MERCHANT;
        };
    }

    @Nullable
    UUID subjectId() {
        return subject == null ? null : subject.id();
    }

    /** Ids of the appointed voters of this type. */
    UUID[] voters(String type) {
        return appointed().stream()
                .filter(voter -> voter.type().equals(type))
                .map(Reference::id)
                .distinct()
                .toArray(UUID[]::new);
    }

    private List<Reference> appointed() {
        return partyVoters == null ? List.of() : partyVoters;
    }

    /** @throws Refused by the first rule that it breaks */
    void check() {
        keep(EvaluationRule.SUBJECT, (subject == null) != (otherBody == null));
        keep(EvaluationRule.PERIOD, opensAt.isBefore(closesAt));
        keep(EvaluationRule.MINIMUM_BALLOTS, minimumBallots >= 3 && minimumBallots <= 1000);
        keep(EvaluationRule.APPEAL_DAYS, appealDays == null || appealDays <= 60);
        keep(
                EvaluationRule.ITEMS,
                items.size() <= MOST_ITEMS
                        && whole(items.stream().map(Item::weight).toList()));
        keep(
                EvaluationRule.LEGS,
                legs.stream().map(Leg::kind).distinct().count() == legs.size()
                        && whole(legs.stream().map(Leg::weight).toList()));
        keep(EvaluationRule.SELF_LEG, subjectKind() == EvaluatedKind.SERVING_MEMBER || !has(EvaluationLegKind.SELF));
        // With fewer voters than the minimum the leg could only ever be missing.
        int least = has(EvaluationLegKind.PARTY_ORGANISATION) ? minimumBallots : 0;
        long appointed = appointed().stream().distinct().count();
        keep(EvaluationRule.PARTY_VOTERS, least == 0 ? appointed == 0 : appointed >= least);
    }

    private boolean has(EvaluationLegKind kind) {
        return legs.stream().anyMatch(leg -> leg.kind() == kind);
    }

    private static boolean whole(List<Integer> weights) {
        return weights.stream().allMatch(weight -> weight > 0 && weight <= WHOLE)
                && weights.stream().mapToInt(Integer::intValue).sum() == WHOLE;
    }

    private static void keep(EvaluationRule rule, boolean kept) {
        if (!kept) throw new Refused(new EvaluationInvalid(rule));
    }
}
