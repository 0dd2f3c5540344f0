package org.linli.evaluations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.evaluations.Count.Item;
import org.linli.evaluations.Count.Leg;
import org.linli.evaluations.Count.Tally;
import org.linli.live.Work;
import org.linli.schema.Role;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of triad evaluations. */
final class EvaluationStore {
    /** Selects of {@link Subject}, one of each kind, from the module that has its table. */
    private static final Map<EvaluatedKind, String> SUBJECTS = subjects();

    Mono<Campaign> lock(Work work, UUID campaign) {
        return work.row(Campaign.class, """
                select c.id, c.status, c.version, c.edition, c.community_id, c.grid_id, c.subject_kind, c.subject_id, c.opens_at,
                       c.closes_at, c.minimum_ballots, c.appeal_days, c.appeals_until, c.scored_by,
                       (select a.decision is not null from evaluation_appeal a
                         where a.district_id = $1 and a.campaign_id = c.id) as appeal_decided
                  from evaluation_campaign c
                 where c.district_id = $1 and c.id = $2::uuid
                   for update of c
                """, campaign);
    }

    /**
     * Whom or what an evaluation is about.
     *
     * @param communityId where it has one, the only one that evaluates it
     * @param accounts of the person, or of those who answer for the body
     */
    record Subject(String name, @Nullable UUID communityId, List<UUID> accounts) {}

    /** Empty where there is none, as of another body. */
    Mono<Subject> subject(Work work, EvaluatedKind kind, @Nullable UUID id) {
        String sql = SUBJECTS.get(kind);
        return sql == null || id == null ? Mono.empty() : work.row(Subject.class, sql, id);
    }

    private static Map<EvaluatedKind, String> subjects() {
        Map<EvaluatedKind, String> subjects = new EnumMap<>(EvaluatedKind.class);
        for (EvaluatedKind kind : EvaluatedKind.values()) {
            String name = "/evaluated/" + kind.name().toLowerCase(Locale.ROOT) + ".sql";
            try (InputStream file = EvaluationStore.class.getResourceAsStream(name)) {
                if (file != null) subjects.put(kind, new String(file.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return subjects;
    }

    /** A grid of a community, and whether it is among those that evaluate; no grid where the community has none. */
    record Area(@Nullable UUID gridId, boolean evaluates) {}

    /** @param grid null where the whole community evaluates */
    Flux<Area> areas(Work work, UUID community, @Nullable UUID grid) {
        return work.rows(Area.class, """
                select g.id as grid_id, g.id is not null and g.id = coalesce($3::uuid, g.id) as evaluates
                  from community c
                  left join grid g on g.district_id = $1 and g.community_id = c.id
                 where c.district_id = $1 and c.id = $2::uuid
                """, community, grid);
    }

    record Votes(boolean partyVoter, boolean residentVoter, boolean neighbour, boolean voted, boolean selfVoted) {}

    /** What the caller may do with a ballot, and has done. */
    Mono<Votes> votes(Work work, UUID campaign) {
        return work.row(Votes.class, """
                select exists (select from evaluation_voter v
                                where v.district_id = $1 and v.campaign_id = c.id and v.kind = 'PARTY_ORGANISATION'
                                  and (v.account = $3::uuid or v.resident_id = $4::uuid)) as party_voter,
                       exists (select from evaluation_voter v
                                where v.district_id = $1 and v.campaign_id = c.id and v.kind = 'RESIDENTS'
                                  and v.resident_id = $4::uuid) as resident_voter,
                       exists (select from resident r
                                where r.district_id = $1 and r.id = $4::uuid and r.community_id = c.community_id
                                  and r.grid_id = coalesce(c.grid_id, r.grid_id)) as neighbour,
                       exists (select from evaluation_receipt t
                                where t.district_id = $1 and t.campaign_id = c.id
                                  and (t.account = $3::uuid or t.resident_id = $4::uuid)) as voted,
                       exists (select from evaluation_ballot b
                                 join evaluation_leg l on l.district_id = $1 and l.id = b.leg_id
                                where b.district_id = $1 and b.campaign_id = c.id and l.kind = 'SELF') as self_voted
                  from evaluation_campaign c
                 where c.district_id = $1 and c.id = $2::uuid
                """, campaign, work.subject(), work.own(Role.RESIDENT));
    }

    Mono<Long> add(Work work, UUID id, EvaluationInput input, String subjectName) {
        return work.change(
                """
                insert into evaluation_campaign (district_id, id, community_id, grid_id, title, subject_kind, subject_id, subject_name,
                                                 opens_at, closes_at, minimum_ballots, appeal_days)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::evaluated_kind, $7::uuid, $8::text,
                        $9::timestamptz, $10::timestamptz, $11::int, $12::int)
                """,
                id,
                input.community(),
                input.grid(),
                input.title(),
                input.subjectKind().name(),
                input.subjectId(),
                subjectName,
                input.opensAt(),
                input.closesAt(),
                input.minimumBallots(),
                input.appealDays());
    }

    Mono<Long> change(Work work, UUID id, EvaluationInput input, String subjectName) {
        return work.change(
                """
                update evaluation_campaign
                   set community_id = $3::uuid, grid_id = $4::uuid, title = $5::text, subject_kind = $6::evaluated_kind,
                       subject_id = $7::uuid, subject_name = $8::text, opens_at = $9::timestamptz, closes_at = $10::timestamptz,
                       minimum_ballots = $11::int, appeal_days = $12::int, edition = edition + 1, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """,
                id,
                input.community(),
                input.grid(),
                input.title(),
                input.subjectKind().name(),
                input.subjectId(),
                subjectName,
                input.opensAt(),
                input.closesAt(),
                input.minimumBallots(),
                input.appealDays());
    }

    /** Nobody has voted yet, so nothing refers to a draft's legs and voters. */
    Mono<Void> clear(Work work, UUID campaign) {
        return work.change("delete from evaluation_leg where district_id = $1 and campaign_id = $2::uuid", campaign)
                .then(work.change(
                        "delete from evaluation_voter where district_id = $1 and campaign_id = $2::uuid", campaign))
                .then();
    }

    /** Items of an edition, legs, which take new ids in this order, and the voters whom the officer appointed. */
    Mono<Void> fill(Work work, UUID campaign, int edition, EvaluationInput input) {
        return work.change(
                        """
                        insert into evaluation_item (district_id, id, campaign_id, edition, number, title, weight)
                        select $1, i.id, $2::uuid, $3::int, i.number, i.title, i.weight
                          from unnest($4::text[], $5::int[], $6::uuid[]) with ordinality i (title, weight, id, number)
                            on conflict do nothing
                        """,
                        campaign,
                        edition,
                        input.items().stream().map(EvaluationInput.Item::title).toArray(String[]::new),
                        input.items().stream().map(EvaluationInput.Item::weight).toArray(Integer[]::new),
                        newIds(work, input.items().size()))
                .then(work.change(
                        """
                        insert into evaluation_leg (district_id, id, campaign_id, kind, weight)
                        select $1, l.id, $2::uuid, l.kind::evaluation_leg_kind, l.weight
                          from unnest($3::text[], $4::int[], $5::uuid[]) l (kind, weight, id)
                            on conflict do nothing
                        """,
                        campaign,
                        input.legs().stream().map(leg -> leg.kind().name()).toArray(String[]::new),
                        input.legs().stream().map(EvaluationInput.Leg::weight).toArray(Integer[]::new),
                        newIds(work, input.legs().size())))
                .then(work.change("""
                        insert into evaluation_voter (district_id, campaign_id, kind, resident_id, duty_id, account)
                        select $1, $2::uuid, 'PARTY_ORGANISATION'::evaluation_leg_kind, r.id, null::uuid, null::uuid
                          from resident r where r.district_id = $1 and r.id = any ($3::uuid[])
                         union all
                        select $1, $2::uuid, 'PARTY_ORGANISATION', null::uuid, d.id, d.subject
                          from duty d where d.district_id = $1 and d.id = any ($4::uuid[])
                            on conflict do nothing
                        """, campaign, input.voters("Resident"), input.voters("Duty")))
                .then();
    }

    private static UUID[] newIds(Work work, int several) {
        return Stream.generate(work::newId).limit(several).toArray(UUID[]::new);
    }

    private record Found(int number) {}

    /**
     * How many of these an officer sees, each as the read model of its type says.
     *
     * @param grids within the officer's duties; null for one of the whole district
     */
    Mono<Integer> seen(Work work, UUID[] residents, UUID[] duties, UUID @Nullable [] grids) {
        return work.row(Found.class, """
                        select ((select count(*) from resident r
                                  where r.district_id = $1 and r.id = any ($2::uuid[])
                                    and ($4::uuid[] is null or r.grid_id = any ($4::uuid[])))
                              + (select count(*) from duty d
                                  where d.district_id = $1 and d.id = any ($3::uuid[])
                                    and ($4::uuid[] is null
                                         or exists (select from grid g
                                                      join community c on c.district_id = $1 and c.id = g.community_id
                                                     where g.district_id = $1 and g.id = any ($4::uuid[])
                                                       and case when d.grid_id is not null then g.id = d.grid_id
                                                                when d.community_id is not null then g.community_id = d.community_id
                                                                when d.street_id is not null then c.street_id = d.street_id
                                                                else true end))))::int as number
                        """, residents, duties, grids).map(Found::number);
    }

    Mono<Long> move(Work work, UUID campaign, EvaluationCampaignStatus to) {
        return work.change("""
                update evaluation_campaign
                   set status = $3::evaluation_campaign_status, version = version + 1,
                       published_at = case $3::evaluation_campaign_status when 'PUBLISHED' then $4::timestamptz end
                 where district_id = $1 and id = $2::uuid
                """, campaign, to.name(), work.now());
    }

    /**
     * The residents' voters: adults whose residence was verified, as they live there now. Who moves in later has no vote, who moves
     * out keeps it.
     *
     * @param bornBy the last birthday of an adult
     */
    Mono<Long> enrolResidents(Work work, Campaign campaign, LocalDate bornBy) {
        return work.change("""
                insert into evaluation_voter (district_id, campaign_id, kind, resident_id)
                select $1, $2::uuid, 'RESIDENTS', r.id
                  from resident r
                 where r.district_id = $1 and r.community_id = $3::uuid and r.grid_id = coalesce($4::uuid, r.grid_id)
                   and r.status in ('RESIDENCE_VERIFIED', 'ACTIVE')
                   and r.guardian_id is null and coalesce(r.birth_date, '1900-01-01') <= $5::date
                   and exists (select from evaluation_leg l
                                where l.district_id = $1 and l.campaign_id = $2::uuid and l.kind = 'RESIDENTS')
                    on conflict do nothing
                """, campaign.id(), campaign.communityId(), campaign.gridId(), bornBy);
    }

    Flux<Item> items(Work work, Campaign campaign) {
        return work.rows(Item.class, """
                select i.id, i.number, i.weight
                  from evaluation_item i
                 where i.district_id = $1 and i.campaign_id = $2::uuid and i.edition = $3::int
                 order by i.number
                """, campaign.id(), campaign.edition());
    }

    Flux<Leg> legs(Work work, UUID campaign) {
        return work.rows(Leg.class, """
                select l.id, l.kind, l.weight, l.struck
                  from evaluation_leg l
                 where l.district_id = $1 and l.campaign_id = $2::uuid
                """, campaign);
    }

    Mono<Long> addReceipt(Work work, UUID id, UUID campaign) {
        return work.change("""
                insert into evaluation_receipt (district_id, id, campaign_id, account, resident_id)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::uuid)
                """, id, campaign, work.subject(), work.own(Role.RESIDENT));
    }

    Mono<Long> addBallot(Work work, UUID campaign, UUID leg, Integer[] scores) {
        return work.change("""
                insert into evaluation_ballot (district_id, campaign_id, leg_id, scores)
                values ($1, $2::uuid, $3::uuid, $4::int[])
                """, campaign, leg, scores);
    }

    /**
     * Writes ballots and receipts anew, each in a random order and all in this transaction: up to now a ballot lay where, and in
     * the transaction in which, its receipt was written.
     */
    Mono<Void> shuffle(Work work, UUID campaign) {
        return work.change("""
                        with taken as (
                            delete from evaluation_ballot b where b.district_id = $1 and b.campaign_id = $2::uuid
                            returning b.leg_id, b.scores)
                        insert into evaluation_ballot (district_id, campaign_id, leg_id, scores)
                        select $1, $2::uuid, t.leg_id, t.scores from taken t order by gen_random_uuid()
                            on conflict do nothing
                        """, campaign).then(work.change("""
                        with taken as (
                            delete from evaluation_receipt r where r.district_id = $1 and r.campaign_id = $2::uuid
                            returning r.id, r.account, r.resident_id)
                        insert into evaluation_receipt (district_id, id, campaign_id, account, resident_id)
                        select $1, t.id, $2::uuid, t.account, t.resident_id from taken t order by gen_random_uuid()
                            on conflict do nothing
                        """, campaign)).then();
    }

    Flux<Tally> tallies(Work work, UUID campaign) {
        return work.rows(Tally.class, """
                select b.leg_id, s.item::int as item, count(*)::int as ballots, sum(s.score) as sum
                  from evaluation_ballot b, unnest(b.scores) with ordinality s (score, item)
                 where b.district_id = $1 and b.campaign_id = $2::uuid
                 group by b.leg_id, s.item
                """, campaign);
    }

    /** A leg of this kind, where it has a score. */
    Mono<Leg> counted(Work work, UUID campaign, EvaluationLegKind kind) {
        return work.row(Leg.class, """
                select l.id, l.kind, l.weight, l.struck
                  from evaluation_leg l
                 where l.district_id = $1 and l.campaign_id = $2::uuid and l.kind = $3::evaluation_leg_kind
                   and l.score is not null
                """, campaign, kind.name());
    }

    /** Its score goes with the count that follows. */
    Mono<Void> strike(Work work, UUID leg) {
        return work.change(
                        "update evaluation_leg set struck = true, score = null where district_id = $1 and id = $2::uuid",
                        leg)
                .then();
    }

    /** Keeps a count in the place of an earlier one. */
    Mono<Void> keep(Work work, UUID campaign, Count count) {
        return work.change("""
                        delete from evaluation_item_score s
                         using evaluation_leg l
                         where s.district_id = $1 and l.district_id = $1 and l.id = s.leg_id and l.campaign_id = $2::uuid
                        """, campaign)
                .thenMany(Flux.fromIterable(count.legs()))
                .concatMap(leg -> work.change("""
                        update evaluation_leg set score = $3::numeric, ballot_count = $4::int, version = version + 1
                         where district_id = $1 and id = $2::uuid
                        """, leg.legId(), leg.score(), leg.ballots()))
                .then(work.change(
                        """
                        insert into evaluation_item_score (district_id, leg_id, item_id, score)
                        select $1, s.leg_id, s.item_id, s.score
                          from unnest($2::uuid[], $3::uuid[], $4::numeric[]) s (leg_id, item_id, score)
                            on conflict do nothing
                        """,
                        count.items().stream().map(Count.ItemScore::legId).toArray(UUID[]::new),
                        count.items().stream().map(Count.ItemScore::itemId).toArray(UUID[]::new),
                        count.items().stream().map(Count.ItemScore::score).toArray(BigDecimal[]::new)))
                .then(work.change(
                        "update evaluation_campaign set score = $3::numeric where district_id = $1 and id = $2::uuid",
                        campaign,
                        count.score()))
                .then();
    }

    /** From now on the subject may appeal. */
    Mono<Long> scored(Work work, UUID campaign, OffsetDateTime appealsUntil) {
        return work.change("""
                update evaluation_campaign set scored_at = $5::timestamptz, scored_by = $3::uuid, appeals_until = $4::timestamptz
                 where district_id = $1 and id = $2::uuid
                """, campaign, work.subject(), appealsUntil, work.now());
    }

    Mono<Long> addAppeal(Work work, UUID campaign, String reason) {
        return work.change("""
                insert into evaluation_appeal (district_id, campaign_id, reason, filed_at) values ($1, $2::uuid, $3::text, $4::timestamptz)
                """, campaign, reason, work.now());
    }

    Mono<Long> decideAppeal(Work work, UUID campaign, @Nullable EvaluationLegKind struck, String decision) {
        return work.change("""
                update evaluation_appeal
                   set struck_leg = $3::evaluation_leg_kind, decision = $4::text, decided_at = $5::timestamptz, version = version + 1
                 where district_id = $1 and campaign_id = $2::uuid
                """, campaign, struck == null ? null : struck.name(), decision, work.now());
    }
}
