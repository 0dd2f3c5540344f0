package org.linli.evaluations;

import java.math.BigDecimal;
import java.util.UUID;
import org.linli.evaluations.Count.Item;
import org.linli.evaluations.Count.Leg;
import org.linli.evaluations.Count.Tally;
import org.linli.live.Work;
import org.linli.residents.Ward;
import org.linli.schema.Role;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of ballots: who may cast one, what was cast, and what it comes to. */
final class BallotStore {
    /**
     * The residents' voters: adults whose residence was verified, as they live there now. Who moves in later has no vote, who moves
     * out keeps it.
     */
    Mono<Long> enrolResidents(Work work, Campaign campaign) {
        return work.change(
                """
                insert into evaluation_voter (district_id, campaign_id, kind, resident_id)
                select $1, $2::uuid, 'RESIDENTS', r.id
                  from resident r
                 where r.district_id = $1 and r.community_id = $4::uuid and r.grid_id = coalesce($5::uuid, r.grid_id)
                   and r.status in ('RESIDENCE_VERIFIED', 'ACTIVE') and %s
                   and exists (select from evaluation_leg l
                                where l.district_id = $1 and l.campaign_id = $2::uuid and l.kind = 'RESIDENTS')
                    on conflict do nothing
                """.formatted(Ward.OF_AGE), campaign.id(), work.today(), campaign.communityId(), campaign.gridId());
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
}
