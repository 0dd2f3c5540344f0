package org.linli.demo;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;

/** How units come into the alliance, which compounds they answer for, and the rules they gave themselves. */
final class Allies {
    /** @param street where it has its seat */
    record Ally(int n, String name, String kind, int street, String phone) {}

    /** @param organiser who invites, and judges what the unit applies for */
    record Pair(int n, int unit, int compound, Caller organiser) {}

    private final Script script;
    private final IntFunction<Caller> organisers;
    private final UUID account;
    private final UUID resident;

    /**
     * @param organisers who organises the alliance of a street
     * @param account that answers for the first unit
     * @param resident whose account that is
     */
    Allies(Script script, IntFunction<Caller> organisers, UUID account, int resident) {
        this.script = script;
        this.organisers = organisers;
        this.account = account;
        this.resident = script.id("0010", resident);
    }

    Caller contact(int unit) {
        return script.contact(unit, unit == 1 ? account : null);
    }

    private UUID unit(int n) {
        return script.id("0030", n);
    }

    void isRegistered(Ally ally, OffsetDateTime at) {
        script.play(
                at,
                organisers.apply(ally.street()),
                "registerUnit",
                List.of(unit(ally.n())),
                "input",
                Script.given(
                        "code", "DW0" + ally.n(),
                        "name", ally.name(),
                        "kind", ally.kind(),
                        "street", script.id("0001", ally.street()),
                        "contactName", "示例联络人 " + ally.n(),
                        "contactPhone", ally.phone(),
                        "contact", ally.n() == 1 ? resident : null));
    }

    void isRewarded(int unit, int points, Caller officer, OffsetDateTime at) {
        script.play(at, officer, "rewardUnit", List.of(), "unit", unit(unit), "points", points, "reason", "示例：结对服务奖励");
    }

    // Compounds.

    void isInvited(Pair pair, OffsetDateTime at) {
        both(pair, pair.organiser(), at, "inviteUnit", List.of(script.id("0031", pair.n())), null);
    }

    /** Without having been invited. */
    void applies(Pair pair, OffsetDateTime at) {
        both(pair, contact(pair.unit()), at, "applyToAlliance", List.of(script.id("0031", pair.n())), null);
    }

    /** In force from this moment on, after two weeks in which the unit was invited, applied and was approved. */
    void comesInForce(Pair pair, OffsetDateTime at) {
        isInvited(pair, at.minusDays(14));
        both(pair, contact(pair.unit()), at.minusDays(10), "applyToAlliance", List.of(), null);
        judge(pair, at.minusDays(3), "approveUnit", 2);
        both(pair, pair.organiser(), at, "pairUnit", List.of(), 3);
    }

    /** After its first year. */
    void isReviewed(Pair pair, OffsetDateTime at) {
        judge(pair, at, "reviewPairing", 4, "review", "示例评议：一年来走访住户，办成三件实事。");
    }

    /** After its review. */
    void isRenewed(Pair pair, OffsetDateTime at) {
        judge(pair, at, "renewPairing", 5);
    }

    /** In its first year. */
    void ends(Pair pair, OffsetDateTime at) {
        judge(pair, at, "endPairing", 4, "reason", "示例：单位调整，另行结对。");
    }

    private void both(
            Pair pair, Caller by, OffsetDateTime at, String useCase, List<UUID> ids, @Nullable Integer version) {
        script.play(
                at,
                by,
                useCase,
                ids,
                "unit",
                unit(pair.unit()),
                "compound",
                script.id("0003", pair.compound()),
                "expectedVersion",
                version);
    }

    private void judge(Pair pair, OffsetDateTime at, String useCase, int version, Object... words) {
        Object[] arguments = new Object[words.length + 4];
        arguments[0] = "pairing";
        arguments[1] = script.id("0031", pair.n());
        arguments[2] = "expectedVersion";
        arguments[3] = version;
        System.arraycopy(words, 0, arguments, 4, words.length);
        script.play(at, pair.organiser(), useCase, List.of(), arguments);
    }

    // Rules.

    void opensRules(int set, String title, int street, OffsetDateTime at) {
        script.play(
                at,
                organisers.apply(street),
                "openRuleSet",
                List.of(script.id("0032", set)),
                "street",
                script.id("0001", street),
                "code",
                "ZD0" + set,
                "title",
                title);
    }

    /** @param edition counted from 1, each once */
    void publishes(int set, int edition, int street, LocalDate from, OffsetDateTime at) {
        script.play(
                at,
                organisers.apply(street),
                "publishRule",
                List.of(edition(set, edition)),
                "ruleSet",
                script.id("0032", set),
                "expectedVersion",
                edition,
                "text",
                "示例文本，第" + edition + "版。",
                "effectiveFrom",
                from);
    }

    /** Of the first edition of the first set. */
    void takesNote(int unit, OffsetDateTime at) {
        script.play(
                at,
                contact(unit),
                "acknowledgeRule",
                List.of(script.id("003b", unit)),
                "edition",
                edition(1, 1),
                "unit",
                unit(unit));
    }

    private UUID edition(int set, int edition) {
        return script.id("0033", set * 10 + edition);
    }
}
