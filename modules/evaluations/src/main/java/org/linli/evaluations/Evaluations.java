package org.linli.evaluations;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.evaluations.BallotStore.Votes;
import org.linli.evaluations.Campaign.Relation;
import org.linli.evaluations.Count.Item;
import org.linli.evaluations.Count.Leg;
import org.linli.evaluations.EvaluationRefusal.LegNotCounted;
import org.linli.evaluations.EvaluationStore.Area;
import org.linli.evaluations.EvaluationStore.Subject;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.live.calendar.DeadlineKind;
import org.linli.live.calendar.Deadlines;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/** What officers, voters and subjects do with triad evaluations. */
public final class Evaluations {
    private final EvaluationStore store = new EvaluationStore();
    private final BallotStore ballots = new BallotStore();
    private final Deadlines deadlines = new Deadlines();

    private record Known(Campaign campaign, Relation relation) {}

    @UseCase
    public Mono<EvaluationMoved> draftEvaluation(Work work, EvaluationInput evaluation) {
        UUID id = work.newId();
        return nameOfSubject(work, evaluation)
                .flatMap(name -> store.add(work, id, evaluation, name)
                        .then(store.fill(work, id, 1, evaluation))
                        .then(moved(work, id, null, EvaluationCampaignStatus.DRAFT)));
    }

    @UseCase
    public Mono<EvaluationMoved> changeEvaluation(
            Work work, UUID evaluation, int expectedVersion, EvaluationInput change) {
        return organised(work, evaluation)
                .doOnNext(campaign -> campaign.change(expectedVersion))
                .flatMap(campaign -> nameOfSubject(work, change)
                        .flatMap(name -> store.clear(work, evaluation)
                                .then(store.change(work, evaluation, change, name))
                                .then(store.fill(work, evaluation, campaign.edition() + 1, change)))
                        .then(moved(work, evaluation, campaign.status(), campaign.status())));
    }

    @UseCase
    public Mono<EvaluationMoved> announceEvaluation(Work work, UUID evaluation) {
        return organised(work, evaluation)
                .doOnNext(campaign ->
                        EvaluationCampaignStatus.LIFE.check(campaign.status(), EvaluationCampaignStatus.ANNOUNCED))
                .flatMap(campaign -> move(work, campaign, EvaluationCampaignStatus.ANNOUNCED));
    }

    @UseCase
    public Mono<EvaluationMoved> openEvaluation(Work work, UUID evaluation) {
        return organised(work, evaluation)
                .doOnNext(campaign -> campaign.open(work.now()))
                .flatMap(campaign -> ballots.enrolResidents(work, campaign)
                        .then(move(work, campaign, EvaluationCampaignStatus.OPEN)));
    }

    @UseCase
    public Mono<BallotCast> castBallot(Work work, UUID evaluation, EvaluationLegKind leg, List<ItemRating> scores) {
        UUID receipt = UUID.randomUUID();
        return known(work, evaluation)
                .flatMap(known -> ballots.legs(work, evaluation)
                        .filter(each -> each.kind() == leg)
                        .collectList()
                        .doOnNext(found -> known.campaign().vote(known.relation(), leg, !found.isEmpty(), work.now()))
                        .flatMap(found -> cast(work, known.campaign(), found.getFirst(), scores, receipt)))
                .thenReturn(new BallotCast(receipt, evaluation));
    }

    private Mono<Void> cast(Work work, Campaign campaign, Leg leg, List<ItemRating> scores, UUID receipt) {
        return ballots.items(work, campaign)
                .collectList()
                .map(items -> ItemRating.ballot(items, scores))
                .flatMap(ballot -> ballots.addReceipt(work, receipt, campaign.id())
                        .then(ballots.addBallot(work, campaign.id(), leg.id(), ballot)))
                .then(work.append(new BallotReceived(leg.id())));
    }

    @UseCase
    public Mono<EvaluationMoved> closeEvaluation(Work work, UUID evaluation) {
        return organised(work, evaluation)
                .doOnNext(campaign -> campaign.close(work.now()))
                .flatMap(campaign ->
                        ballots.shuffle(work, evaluation).then(move(work, campaign, EvaluationCampaignStatus.CLOSED)));
    }

    @UseCase
    public Mono<EvaluationMoved> scoreEvaluation(Work work, UUID evaluation) {
        return organised(work, evaluation)
                .doOnNext(campaign ->
                        EvaluationCampaignStatus.LIFE.check(campaign.status(), EvaluationCampaignStatus.SCORED))
                .flatMap(campaign -> move(work, campaign, EvaluationCampaignStatus.SCORED)
                        .flatMap(moved -> appealsUntil(work, campaign)
                                .flatMap(until -> store.scored(work, evaluation, until))
                                .then(count(work, campaign))
                                .thenReturn(moved)));
    }

    private Mono<OffsetDateTime> appealsUntil(Work work, Campaign campaign) {
        Integer days = campaign.appealDays();
        if (days == null) return deadlines.due(work, DeadlineKind.EVALUATION_APPEAL);
        return days == 0 ? Mono.just(work.now()) : deadlines.due(work, days);
    }

    private Mono<Void> count(Work work, Campaign campaign) {
        return ballots.items(work, campaign)
                .collectList()
                .flatMap(items -> ballots.legs(work, campaign.id())
                        .collectList()
                        .flatMap(legs -> count(work, campaign, items, legs)));
    }

    private Mono<Void> count(Work work, Campaign campaign, List<Item> items, List<Leg> legs) {
        return ballots.tallies(work, campaign.id())
                .collectList()
                .map(tallies -> Count.of(campaign.minimumBallots(), items, legs, tallies))
                .flatMap(count -> ballots.keep(work, campaign.id(), count));
    }

    @UseCase
    public Mono<EvaluationMoved> appealEvaluation(Work work, UUID evaluation, String reason) {
        return known(work, evaluation)
                .doOnNext(known -> known.campaign().appeal(known.relation(), work.now()))
                .flatMap(known -> store.addAppeal(work, evaluation, reason)
                        .then(move(work, known.campaign(), EvaluationCampaignStatus.APPEAL)));
    }

    @UseCase
    public Mono<AppealDecided> decideAppeal(
            Work work, UUID evaluation, @Nullable EvaluationLegKind strike, String decision) {
        return organised(work, evaluation)
                .doOnNext(campaign -> campaign.decideAppeal(work.subject()))
                .flatMap(campaign -> strike == null
                        ? decide(work, evaluation, null, decision)
                        : ballots.counted(work, evaluation, strike)
                                .switchIfEmpty(Mono.error(() -> new Refused(new LegNotCounted())))
                                .flatMap(leg -> ballots.strike(work, leg.id())
                                        .then(count(work, campaign))
                                        .then(decide(work, evaluation, strike, decision))));
    }

    private Mono<AppealDecided> decide(
            Work work, UUID evaluation, @Nullable EvaluationLegKind struck, String decision) {
        return store.decideAppeal(work, evaluation, struck, decision)
                .then(work.append(new EvaluationAppealDecided(evaluation, struck)))
                .thenReturn(new AppealDecided(evaluation));
    }

    @UseCase
    public Mono<EvaluationMoved> finaliseEvaluation(Work work, UUID evaluation) {
        return organised(work, evaluation)
                .doOnNext(campaign -> campaign.finalise(work.now()))
                .flatMap(campaign -> move(work, campaign, EvaluationCampaignStatus.FINAL));
    }

    @UseCase
    public Mono<EvaluationMoved> publishEvaluation(Work work, UUID evaluation) {
        return organised(work, evaluation)
                .doOnNext(campaign ->
                        EvaluationCampaignStatus.LIFE.check(campaign.status(), EvaluationCampaignStatus.PUBLISHED))
                .flatMap(campaign -> move(work, campaign, EvaluationCampaignStatus.PUBLISHED));
    }

    private Mono<EvaluationMoved> move(Work work, Campaign campaign, EvaluationCampaignStatus to) {
        return store.move(work, campaign.id(), to).then(moved(work, campaign.id(), campaign.status(), to));
    }

    private static Mono<EvaluationMoved> moved(
            Work work, UUID id, @Nullable EvaluationCampaignStatus from, EvaluationCampaignStatus to) {
        return work.append(new EvaluationCampaignMoved(id, from, to)).thenReturn(new EvaluationMoved(id));
    }

    /** The evaluation, locked, and what the caller is to it. */
    private Mono<Known> known(Work work, UUID id) {
        return store.lock(work, id)
                .switchIfEmpty(NotFound.mono())
                .flatMap(campaign -> store.areas(work, campaign.communityId(), campaign.gridId())
                        .collectList()
                        .flatMap(areas -> ballots.votes(work, id)
                                .flatMap(votes -> isSubject(work, campaign)
                                        .map(subject -> new Known(campaign, relation(work, areas, votes, subject))))));
    }

    private Mono<Campaign> organised(Work work, UUID id) {
        return known(work, id)
                .doOnNext(known -> known.campaign().organise(known.relation()))
                .map(Known::campaign);
    }

    private static Relation relation(Work work, List<Area> areas, Votes votes, boolean subject) {
        return new Relation(
                subject,
                covers(work, areas),
                areas.stream().anyMatch(area -> area.evaluates() && work.sees(area.gridId(), Role.STREET_OFFICER)),
                areas.stream().anyMatch(area -> work.sees(area.gridId(), Role.STREET_OFFICER, Role.COMMUNITY_WORKER)),
                work.caller().isAny(Role.PART),
                votes.partyVoter(),
                votes.residentVoter(),
                votes.neighbour(),
                votes.voted(),
                votes.selfVoted());
    }

    /** Whether the caller organises what all of these grids evaluate; where there is none, only the district does. */
    private static boolean covers(Work work, List<Area> areas) {
        List<Area> evaluating = areas.stream().filter(Area::evaluates).toList();
        return work.sees(null, Role.DISTRICT_OFFICER)
                || (!evaluating.isEmpty()
                        && evaluating.stream().allMatch(area -> work.sees(area.gridId(), Role.STREET_OFFICER)));
    }

    /** Through any hat: an account of the person or body, or a record of it that the caller owns. */
    private Mono<Boolean> isSubject(Work work, Campaign campaign) {
        UUID id = campaign.subjectId();
        boolean own = id != null
                && work.owns(id, Role.SERVING_MEMBER, Role.UNIT_CONTACT, Role.PROPERTY_MANAGER, Role.MERCHANT);
        return store.subject(work, campaign.subjectKind(), id)
                .map(subject -> own || subject.accounts().contains(work.subject()))
                .defaultIfEmpty(own);
    }

    /** Judges what an officer wrote, and finds the name of whom it is about. */
    private Mono<String> nameOfSubject(Work work, EvaluationInput input) {
        return store.areas(work, input.community(), input.grid()).collectList().flatMap(areas -> {
            boolean there =
                    input.grid() == null ? !areas.isEmpty() : areas.stream().anyMatch(Area::evaluates);
            if (!there) return NotFound.mono();
            if (!covers(work, areas)) return Mono.error(new Refused(new OutOfDuty()));
            input.check();
            return allSeen(work, input).then(subjectName(work, input));
        });
    }

    private Mono<String> subjectName(Work work, EvaluationInput input) {
        if (input.otherBody() != null) return Mono.just(input.otherBody());
        return store.subject(work, input.subjectKind(), input.subjectId())
                .filter(subject ->
                        subject.communityId() == null || subject.communityId().equals(input.community()))
                .switchIfEmpty(NotFound.mono())
                .doOnNext(subject -> OwnWork.check(subject.accounts().contains(work.subject())))
                .map(Subject::name);
    }

    private Mono<Void> allSeen(Work work, EvaluationInput input) {
        UUID[] residents = input.voters("Resident");
        UUID[] duties = input.voters("Duty");
        UUID[] grids = work.sees(null, Role.DISTRICT_OFFICER) ? null : work.grids(Role.STREET_OFFICER);
        return store.seen(work, residents, duties, grids)
                .filter(seen -> seen == residents.length + duties.length)
                .switchIfEmpty(NotFound.mono())
                .then();
    }
}
