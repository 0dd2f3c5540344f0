package org.linli.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.evaluations.EvaluationInput.Item;
import org.linli.evaluations.EvaluationInput.Leg;
import org.linli.evaluations.EvaluationRefusal.BallotInvalid;
import org.linli.evaluations.EvaluationRefusal.EvaluationInvalid;
import org.linli.live.Refused;
import org.linli.schema.read.Inputs.Reference;

class EvaluationInputTest {
    private static final OffsetDateTime OPENS = OffsetDateTime.parse("2024-06-01T00:00:00+08:00");
    private static final UUID ANY = new UUID(1, 1);
    private static final List<Item> ITEMS = List.of(new Item("甲", 60), new Item("乙", 40));
    private static final List<Leg> TRIAD = List.of(
            new Leg(EvaluationLegKind.PARTY_ORGANISATION, 40),
            new Leg(EvaluationLegKind.RESIDENTS, 40),
            new Leg(EvaluationLegKind.SELF, 20));
    private static final List<Leg> RESIDENTS = List.of(new Leg(EvaluationLegKind.RESIDENTS, 100));

    @Test
    void aTriadIsAboutAServingMember() {
        assertThatCode(() ->
                        input("ServingMember", null, 1, 5, 7, ITEMS, TRIAD, 5).check())
                .doesNotThrowAnyException();
        assertThat(rule(input("Unit", null, 1, 5, 7, ITEMS, TRIAD, 5))).isEqualTo(EvaluationRule.SELF_LEG);
    }

    @Test
    void thereIsOneSubject() {
        assertThat(rule(input(null, null, 1, 5, 7, ITEMS, RESIDENTS, 0))).isEqualTo(EvaluationRule.SUBJECT);
        assertThat(rule(input("Unit", "某会", 1, 5, 7, ITEMS, RESIDENTS, 0))).isEqualTo(EvaluationRule.SUBJECT);
        assertThatCode(() -> input(null, "某会", 1, 5, 7, ITEMS, RESIDENTS, 0).check())
                .doesNotThrowAnyException();
    }

    @Test
    void itOpensBeforeItCloses() {
        assertThat(rule(input("Unit", null, 0, 5, 7, ITEMS, RESIDENTS, 0))).isEqualTo(EvaluationRule.PERIOD);
    }

    @Test
    void weightsAreWhole() {
        List<Item> less = List.of(new Item("甲", 60), new Item("乙", 39));
        assertThat(rule(input("Unit", null, 1, 5, 7, less, RESIDENTS, 0))).isEqualTo(EvaluationRule.ITEMS);
        assertThat(rule(input("Unit", null, 1, 5, 7, List.of(), RESIDENTS, 0))).isEqualTo(EvaluationRule.ITEMS);
        List<Item> many = IntStream.range(0, 25).mapToObj(n -> new Item("项", 4)).toList();
        assertThat(rule(input("Unit", null, 1, 5, 7, many, RESIDENTS, 0))).isEqualTo(EvaluationRule.ITEMS);
        List<Item> wrapped =
                List.of(new Item("甲", Integer.MAX_VALUE), new Item("乙", Integer.MAX_VALUE), new Item("丙", 102));
        assertThat(rule(input("Unit", null, 1, 5, 7, wrapped, RESIDENTS, 0))).isEqualTo(EvaluationRule.ITEMS);
    }

    @Test
    void aVoiceIsHeardOnce() {
        List<Leg> twice = List.of(new Leg(EvaluationLegKind.RESIDENTS, 50), new Leg(EvaluationLegKind.RESIDENTS, 50));
        assertThat(rule(input("Unit", null, 1, 5, 7, ITEMS, twice, 0))).isEqualTo(EvaluationRule.LEGS);
    }

    @Test
    void thePartyLegHasEnoughVotersToHideEachOther() {
        assertThat(rule(input("ServingMember", null, 1, 5, 7, ITEMS, TRIAD, 4))).isEqualTo(EvaluationRule.PARTY_VOTERS);
        assertThat(rule(input("Unit", null, 1, 5, 7, ITEMS, RESIDENTS, 5))).isEqualTo(EvaluationRule.PARTY_VOTERS);
    }

    @Test
    void theMinimumIsAtLeastThree() {
        assertThat(rule(input("Unit", null, 1, 2, 7, ITEMS, RESIDENTS, 0))).isEqualTo(EvaluationRule.MINIMUM_BALLOTS);
        assertThat(rule(input("Unit", null, 1, 1001, 7, ITEMS, RESIDENTS, 0)))
                .isEqualTo(EvaluationRule.MINIMUM_BALLOTS);
        assertThat(rule(input("Unit", null, 1, 5, 61, ITEMS, RESIDENTS, 0))).isEqualTo(EvaluationRule.APPEAL_DAYS);
    }

    @Test
    void aBallotRatesEveryItemOnceInTheOrderOfItems() {
        UUID first = new UUID(2, 1);
        UUID second = new UUID(2, 2);
        List<Count.Item> items = List.of(new Count.Item(first, 1, 60), new Count.Item(second, 2, 40));
        assertThat(ItemRating.ballot(items, List.of(new ItemRating(second, 100), new ItemRating(first, 0))))
                .containsExactly(0, 100);
        for (List<ItemRating> wrong : List.of(
                List.<ItemRating>of(),
                List.of(new ItemRating(first, 50)),
                List.of(new ItemRating(first, 50), new ItemRating(first, 60)),
                List.of(new ItemRating(first, 50), new ItemRating(second, 101)),
                List.of(new ItemRating(first, 50), new ItemRating(ANY, 50)),
                List.of(new ItemRating(first, 5), new ItemRating(second, 5), new ItemRating(second, 6))))
            assertThat(catchThrowableOfType(Refused.class, () -> ItemRating.ballot(items, wrong))
                            .refusal())
                    .isEqualTo(new BallotInvalid(2, 100));
    }

    private static EvaluationInput input(
            @Nullable String subject,
            @Nullable String otherBody,
            int days,
            int minimum,
            int appealDays,
            List<Item> items,
            List<Leg> legs,
            int voters) {
        return new EvaluationInput(
                "示例",
                subject == null ? null : new Reference(subject, ANY),
                otherBody,
                ANY,
                null,
                OPENS,
                OPENS.plusDays(days),
                minimum,
                appealDays,
                items,
                legs,
                IntStream.range(0, voters)
                        .mapToObj(n -> new Reference(n % 2 == 0 ? "Resident" : "Duty", new UUID(3, n)))
                        .toList());
    }

    private static EvaluationRule rule(EvaluationInput input) {
        return ((EvaluationInvalid)
                        catchThrowableOfType(Refused.class, input::check).refusal())
                .rule();
    }
}
