package org.linli.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.linli.evaluations.EvaluationLegKind.PARTY_ORGANISATION;
import static org.linli.evaluations.EvaluationLegKind.RESIDENTS;
import static org.linli.evaluations.EvaluationLegKind.SELF;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.linli.evaluations.Campaign.Relation;
import org.linli.evaluations.EvaluationRefusal.AlreadyVoted;
import org.linli.evaluations.EvaluationRefusal.AppealAlreadyDecided;
import org.linli.evaluations.EvaluationRefusal.AppealPeriodOver;
import org.linli.evaluations.EvaluationRefusal.AppealUndecided;
import org.linli.evaluations.EvaluationRefusal.NotEligible;
import org.linli.evaluations.EvaluationRefusal.NotOpen;
import org.linli.evaluations.EvaluationRefusal.TooEarly;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.TransitionRefused;
import org.linli.live.VersionConflict;

class CampaignTest {
    private static final OffsetDateTime OPENS = OffsetDateTime.parse("2024-06-01T00:00:00+08:00");
    private static final OffsetDateTime CLOSES = OffsetDateTime.parse("2024-07-01T00:00:00+08:00");
    private static final OffsetDateTime BETWEEN = OPENS.plusDays(3);
    private static final OffsetDateTime APPEALS = CLOSES.plusDays(7);
    private static final UUID COUNTED = new UUID(7, 7);

    @Test
    void aDraftIsForOfficersOnly() {
        for (String other : List.of("subject", "voter", "worker", "member"))
            assertThat(campaign("DRAFT").visible(is(other))).as(other).isFalse();
        assertThat(campaign("DRAFT").visible(is("organiser"))).isTrue();
        assertThat(campaign("DRAFT").visible(is("watcher"))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"ANNOUNCED", "OPEN", "CLOSED"})
    void votersSeeItUntilItIsCounted(EvaluationCampaignStatus status) {
        assertThat(campaign(status.name()).visible(is("voter"))).isTrue();
        assertThat(campaign("SCORED").visible(is("voter"))).isFalse();
    }

    @Test
    void aPublishedOneAboutAMemberIsForTheWorkersOfItsCommunity() {
        assertThat(campaign("PUBLISHED").visible(is("member"))).isFalse();
        assertThat(campaign("PUBLISHED").visible(is("worker"))).isTrue();
        assertThat(about(EvaluatedKind.UNIT, "PUBLISHED").visible(is("member"))).isTrue();
        assertThat(about(EvaluatedKind.UNIT, "FINAL").visible(is("member"))).isFalse();
    }

    @Test
    void onlyAnOfficerOverAllThatEvaluatesOrganises() {
        Campaign campaign = campaign("DRAFT");
        assertThatCode(() -> campaign.organise(is("organiser"))).doesNotThrowAnyException();
        refuses(new OutOfDuty(), () -> campaign.organise(is("watcher")));
        refuses(new NotFound(), () -> campaign.organise(is("voter")));
    }

    @Test
    void nobodyOrganisesTheEvaluationOfTheOwnWork() {
        refuses(new OwnWork(), () -> campaign("OPEN").organise(is("organiser subject")));
    }

    @Test
    void aChangeIsOfTheCurrentDraft() {
        assertThatCode(() -> campaign("DRAFT").change(3)).doesNotThrowAnyException();
        refuses(new VersionConflict(3), () -> campaign("DRAFT").change(2));
        refuses(
                new TransitionRefused("ANNOUNCED", List.of("OPEN")),
                () -> campaign("ANNOUNCED").change(3));
    }

    @Test
    void itOpensAndClosesWhenAnnounced() {
        refuses(new TooEarly(OPENS), () -> campaign("ANNOUNCED").open(OPENS.minusNanos(1)));
        assertThatCode(() -> campaign("ANNOUNCED").open(OPENS)).doesNotThrowAnyException();
        refuses(new TooEarly(CLOSES), () -> campaign("OPEN").close(CLOSES.minusNanos(1)));
        assertThatCode(() -> campaign("OPEN").close(CLOSES)).doesNotThrowAnyException();
        refuses(
                new TransitionRefused("DRAFT", List.of("ANNOUNCED")),
                () -> campaign("DRAFT").open(OPENS));
    }

    @ParameterizedTest
    @CsvSource({"voter, RESIDENTS", "party, PARTY_ORGANISATION", "subject, SELF"})
    void everyVoiceVotesOnce(String who, EvaluationLegKind leg) {
        assertThatCode(() -> campaign("OPEN").vote(is(who), leg, true, BETWEEN)).doesNotThrowAnyException();
        refuses(new AlreadyVoted(), () -> campaign("OPEN").vote(is(who + " voted"), leg, true, BETWEEN));
    }

    @ParameterizedTest
    @CsvSource({"voter, PARTY_ORGANISATION", "party, RESIDENTS", "voter, SELF", "organiser, RESIDENTS", "watcher, SELF"
    })
    void nobodyVotesInAnothersVoice(String who, EvaluationLegKind leg) {
        refuses(new NotEligible(), () -> campaign("OPEN").vote(is(who), leg, true, BETWEEN));
    }

    @Test
    void aNeighbourWhoMovedInLaterHasNoVote() {
        refuses(new NotEligible(), () -> campaign("OPEN").vote(is("neighbour"), RESIDENTS, true, BETWEEN));
    }

    @Test
    void aLegThatWasNotPlannedTakesNoBallot() {
        refuses(new NotEligible(), () -> campaign("OPEN").vote(is("party"), PARTY_ORGANISATION, false, BETWEEN));
    }

    @Test
    void theSubjectRatesItselfInTheSelfLegOnly() {
        for (EvaluationLegKind leg : List.of(PARTY_ORGANISATION, RESIDENTS))
            refuses(new OwnWork(), () -> campaign("OPEN").vote(is("subject voter party"), leg, true, BETWEEN));
    }

    @Test
    void theSelfLegHasOneBallotThroughWhateverAccount() {
        refuses(new AlreadyVoted(), () -> campaign("OPEN").vote(is("subject selfVoted"), SELF, true, BETWEEN));
    }

    @Test
    void ballotsAreTakenWhileItIsOpen() {
        NotOpen notOpen = new NotOpen(OPENS, CLOSES);
        refuses(notOpen, () -> campaign("ANNOUNCED").vote(is("neighbour"), RESIDENTS, true, BETWEEN));
        refuses(notOpen, () -> campaign("OPEN").vote(is("voter"), RESIDENTS, true, CLOSES));
        refuses(notOpen, () -> campaign("CLOSED").vote(is("voter"), RESIDENTS, true, BETWEEN));
        refuses(new NotFound(), () -> campaign("SCORED").vote(is("voter"), RESIDENTS, true, BETWEEN));
    }

    @Test
    void theSubjectAppealsInTime() {
        assertThatCode(() -> campaign("SCORED").appeal(is("subject"), CLOSES)).doesNotThrowAnyException();
        refuses(new AppealPeriodOver(APPEALS), () -> campaign("SCORED").appeal(is("subject"), APPEALS));
        refuses(new NotEligible(), () -> campaign("SCORED").appeal(is("watcher"), CLOSES));
        refuses(
                new TransitionRefused("APPEAL", List.of("FINAL")),
                () -> campaign("APPEAL").appeal(is("subject"), CLOSES));
    }

    @Test
    void anotherOfficerDecidesAnAppealOnce() {
        assertThatCode(() -> appealed(false).decideAppeal(new UUID(8, 8))).doesNotThrowAnyException();
        refuses(new OwnWork(), () -> appealed(false).decideAppeal(COUNTED));
        refuses(new AppealAlreadyDecided(), () -> appealed(true).decideAppeal(new UUID(8, 8)));
        refuses(
                new TransitionRefused("SCORED", List.of("APPEAL", "FINAL")),
                () -> campaign("SCORED").decideAppeal(new UUID(8, 8)));
    }

    @Test
    void aScoreIsFinalWhenNobodyCanObjectAnyMore() {
        refuses(new TooEarly(APPEALS), () -> campaign("SCORED").finalise(APPEALS.minusNanos(1)));
        assertThatCode(() -> campaign("SCORED").finalise(APPEALS)).doesNotThrowAnyException();
        refuses(new AppealUndecided(), () -> appealed(false).finalise(APPEALS));
        assertThatCode(() -> appealed(true).finalise(CLOSES)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"SCORED", "APPEAL"})
    void onlyAScoreBecomesFinal(EvaluationCampaignStatus status) {
        assertThat(refusal(() -> campaign(status.name()).finalise(APPEALS))).isInstanceOf(TransitionRefused.class);
    }

    private static Campaign campaign(String status) {
        return about(EvaluatedKind.SERVING_MEMBER, status);
    }

    private static Campaign about(EvaluatedKind kind, String status) {
        return campaign(kind, EvaluationCampaignStatus.valueOf(status), null);
    }

    private static Campaign appealed(boolean decided) {
        return campaign(EvaluatedKind.SERVING_MEMBER, EvaluationCampaignStatus.APPEAL, decided);
    }

    private static Campaign campaign(EvaluatedKind kind, EvaluationCampaignStatus status, @Nullable Boolean decided) {
        UUID any = new UUID(1, 1);
        return new Campaign(any, status, 3, 1, any, null, kind, any, OPENS, CLOSES, 5, null, APPEALS, COUNTED, decided);
    }

    /** Somebody who is all of these. */
    private static Relation is(String hats) {
        List<String> all = List.of(hats.split(" "));
        return new Relation(
                all.contains("subject"),
                all.contains("organiser"),
                all.contains("watcher"),
                all.contains("worker"),
                all.contains("member"),
                all.contains("party"),
                all.contains("voter"),
                all.contains("neighbour"),
                all.contains("voted"),
                all.contains("selfVoted"));
    }

    private static void refuses(Object refusal, Runnable rule) {
        assertThat(refusal(rule)).isEqualTo(refusal);
    }

    private static Object refusal(Runnable rule) {
        Refused refused = catchThrowableOfType(Refused.class, rule::run);
        assertThat(refused).isNotNull();
        return refused.refusal();
    }
}
