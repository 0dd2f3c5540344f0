package org.linli.evaluations;

import static org.linli.evaluations.EvaluationCampaignStatus.ANNOUNCED;
import static org.linli.evaluations.EvaluationCampaignStatus.APPEAL;
import static org.linli.evaluations.EvaluationCampaignStatus.CLOSED;
import static org.linli.evaluations.EvaluationCampaignStatus.DRAFT;
import static org.linli.evaluations.EvaluationCampaignStatus.FINAL;
import static org.linli.evaluations.EvaluationCampaignStatus.LIFE;
import static org.linli.evaluations.EvaluationCampaignStatus.OPEN;
import static org.linli.evaluations.EvaluationCampaignStatus.PUBLISHED;
import static org.linli.evaluations.EvaluationCampaignStatus.SCORED;

import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
import org.linli.live.Refusal;
import org.linli.live.Refused;
import org.linli.live.TransitionRefused;
import org.linli.live.VersionConflict;

/**
 * What the rules need of a triad evaluation, and its rules. None of them changes anything; each throws the {@link Refused} that is
 * due.
 *
 * @param appealDays working days; null where the district's deadline holds
 * @param appealsUntil null while nothing is counted
 * @param scoredBy the account that counted
 * @param appealDecided null where nobody appealed
 */
record Campaign(
        UUID id,
        EvaluationCampaignStatus status,
        int version,
        int edition,
        UUID communityId,
        @Nullable UUID gridId,
        EvaluatedKind subjectKind,
        @Nullable UUID subjectId,
        OffsetDateTime opensAt,
        OffsetDateTime closesAt,
        int minimumBallots,
        @Nullable Integer appealDays,
        @Nullable OffsetDateTime appealsUntil,
        @Nullable UUID scoredBy,
        @Nullable Boolean appealDecided) {

    /**
     * What the caller is to it.
     *
     * @param subject whom it is about, or who answers for that body
     * @param organiser an officer whose duty covers all that evaluates
     * @param watcher an officer whose duty covers a part of that
     * @param worker of its community, or officer over a part of that
     * @param member whoever has a part in the district
     * @param partyVoter appointed
     * @param residentVoter lived there when it opened
     * @param neighbour lives there
     * @param voted here, under any account of the same resident
     * @param selfVoted whether the self leg has its one ballot
     */
    record Relation(
            boolean subject,
            boolean organiser,
            boolean watcher,
            boolean worker,
            boolean member,
            boolean partyVoter,
            boolean residentVoter,
            boolean neighbour,
            boolean voted,
            boolean selfVoted) {}

    /** As the read model of evaluations says: only who sees one is told why not. */
    boolean visible(Relation to) {
        boolean voter = to.partyVoter() || to.residentVoter() || to.neighbour();
        return to.organiser()
                || to.watcher()
                || (to.subject() && status != DRAFT)
                || (voter && EnumSet.of(ANNOUNCED, OPEN, CLOSED).contains(status))
                || (status == PUBLISHED
                        && (to.worker() || (to.member() && subjectKind != EvaluatedKind.SERVING_MEMBER)));
    }

    void see(Relation to) {
        refuse(!visible(to), new NotFound());
    }

    /** Whoever it is about has no hand in it, whatever else that person is. */
    void organise(Relation to) {
        see(to);
        refuse(!to.organiser(), new OutOfDuty());
        OwnWork.check(to.subject());
    }

    void change(int expectedVersion) {
        stay(DRAFT);
        VersionConflict.check(expectedVersion, version);
    }

    void open(OffsetDateTime now) {
        LIFE.check(status, OPEN);
        refuse(now.isBefore(opensAt), new TooEarly(opensAt));
    }

    /** Not before the time that was announced: somebody may still want to vote. */
    void close(OffsetDateTime now) {
        LIFE.check(status, CLOSED);
        refuse(now.isBefore(closesAt), new TooEarly(closesAt));
    }

    /** @param has whether the evaluation has this leg */
    void vote(Relation to, EvaluationLegKind leg, boolean has, OffsetDateTime now) {
        see(to);
        OwnWork.check(to.subject() && leg != EvaluationLegKind.SELF);
        boolean open = status == OPEN && !now.isBefore(opensAt) && now.isBefore(closesAt);
        refuse(!open, new NotOpen(opensAt, closesAt));
        boolean eligible = switch (leg) {
            case PARTY_ORGANISATION -> to.partyVoter();
            case RESIDENTS -> to.residentVoter();
            case SELF -> to.subject();
        };
        refuse(!has || !eligible, new NotEligible());
        refuse(to.voted() || (leg == EvaluationLegKind.SELF && to.selfVoted()), new AlreadyVoted());
    }

    void appeal(Relation to, OffsetDateTime now) {
        see(to);
        refuse(!to.subject(), new NotEligible());
        LIFE.check(status, APPEAL);
        if (appealsUntil != null) refuse(!now.isBefore(appealsUntil), new AppealPeriodOver(appealsUntil));
    }

    void decideAppeal(UUID account) {
        stay(APPEAL);
        refuse(Boolean.TRUE.equals(appealDecided), new AppealAlreadyDecided());
        OwnWork.check(account.equals(scoredBy));
    }

    /** Not before everybody concerned had the time that was announced to appeal, and was answered. */
    void finalise(OffsetDateTime now) {
        LIFE.check(status, FINAL);
        refuse(Boolean.FALSE.equals(appealDecided), new AppealUndecided());
        if (status == SCORED && appealsUntil != null) refuse(now.isBefore(appealsUntil), new TooEarly(appealsUntil));
    }

    /** What may only be done in this state, and does not end it. */
    private void stay(EvaluationCampaignStatus in) {
        refuse(
                status != in,
                new TransitionRefused(
                        status.name(),
                        LIFE.after(status).stream().map(Enum::name).toList()));
    }

    private static <R extends Record & Refusal> void refuse(boolean due, R refusal) {
        if (due) throw new Refused(refusal);
    }
}
