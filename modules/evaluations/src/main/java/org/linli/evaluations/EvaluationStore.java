package org.linli.evaluations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.residents.Leaver;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of triad evaluations, but for their ballots. */
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

    private record Id(UUID id) {}

    private static final String ABOUT = """
             where c.district_id = $1 and c.subject_kind = 'SERVING_MEMBER'
               and c.subject_id in (select s.id
                                      from serving_member s
                                      join volunteer v on v.district_id = $1 and v.id = s.volunteer_id
                                     where s.district_id = $1 and (v.resident_id = $2::uuid or v.subject = $3::uuid))
            """;

    /** Those about the service of a person, in the order of their ids, so that nobody waits in a circle. */
    Flux<UUID> lockAbout(Work work, Leaver leaver) {
        return work.rows(
                        Id.class,
                        "select c.id from evaluation_campaign c" + ABOUT + " order by c.id for update",
                        leaver.id(),
                        leaver.subject())
                .map(Id::id);
    }

    /** The same ones, which name nobody any more. */
    Flux<UUID> forget(Work work, Leaver leaver, String name) {
        return work.rows(
                        Id.class,
                        "update evaluation_campaign c set subject_name = $4::text, version = version + 1" + ABOUT
                                + " returning c.id",
                        leaver.id(),
                        leaver.subject(),
                        name)
                .map(Id::id);
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
