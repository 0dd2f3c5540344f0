package org.linli.staff;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** SQL of comparing the register with the directory of accounts. */
final class StaffComparisonStore {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param kept whether it was compared before
     * @param at when it was looked at
     */
    record Register(UUID organization, boolean kept, OffsetDateTime at) {}

    /** An account that the directory has in a role. */
    record Found(
            UUID subject,
            StaffRole role,
            String name,
            String username,
            @Nullable String email,
            boolean enabled) {}

    /** @param username null where it is that of another person in the register, as the address may be */
    record Newcomer(
            UUID id,
            UUID subject,
            String name,
            @Nullable String username,
            @Nullable String email) {}

    record Added(UUID id) {}

    record Difference(
            UUID subject,
            StaffRole role,
            StaffDriftKind kind,
            String name,
            @Nullable String username,
            @Nullable String email) {}

    /** Somebody whose account was not there. */
    record Awaited(UUID id, UUID subject) {}

    /** Nobody is about to have the directory follow. */
    private static final String IN_VAIN = """
            g.settled_at is null and m.status = 'CONNECTED'
            and not exists (select from job j
                             where j.district_id = $1 and j.kind = '%s' and j.done_at is null and j.payload ->> 'member' = m.id::text)
            """.formatted(StaffAccounts.NAME);

    record Drift(UUID id, StaffRole role, StaffDriftKind kind, StaffDriftStatus status) {}

    /** Empty where there is nothing to compare with, as on the platform. */
    Mono<Register> register(Work work) {
        return work.row(Register.class, """
                select d.kc_org_id as organization, now() as at,
                       exists (select from staff_register r where r.district_id = $1) as kept
                  from district d where d.id = $1 and d.kc_org_id is not null
                """);
    }

    Mono<Long> keep(Work work) {
        return work.change("insert into staff_register (district_id) values ($1) on conflict do nothing");
    }

    /** Those who were not in the register. */
    Flux<Added> add(Work work, List<Newcomer> newcomers) {
        return work.rows(Added.class, """
                insert into staff_member (district_id, id, subject, name, username, email, status)
                select $1, n.id, n.subject, left(n.name, 60),
                       case when not exists (select from staff_member o
                                              where o.district_id = $1 and o.username = n.username and o.status <> 'FAILED')
                            then n.username end,
                       case when not exists (select from staff_member o
                                              where o.district_id = $1 and o.email = n.email and o.status <> 'FAILED')
                            then n.email end,
                       'CONNECTED'
                  from json_to_recordset($2::json) n(id uuid, subject uuid, name text, username text, email text)
                on conflict (district_id, subject) do nothing
                returning id
                """, JSON.writeValueAsString(newcomers));
    }

    /** Roles of which the register says nothing are given from now on. */
    Mono<Long> adopt(Work work, List<Found> found) {
        return work.change("""
                insert into role_grant (district_id, member_id, role, status, settled_at)
                select $1, m.id, f.role, 'GIVEN', now()
                  from json_to_recordset($2::json) f(subject uuid, role staff_role)
                  join staff_member m on m.district_id = $1 and m.subject = f.subject
                 where not exists (select from role_grant g
                                    where g.district_id = $1 and g.member_id = m.id and g.role = f.role)
                on conflict do nothing
                """, JSON.writeValueAsString(found));
    }

    /** Where the two differ in what was settled before this moment. */
    Flux<Difference> differences(Work work, List<Found> found, OffsetDateTime at) {
        return work.rows(Difference.class, """
                with f as (
                    select * from json_to_recordset($2::json) f(subject uuid, role staff_role, name text, username text, email text, enabled boolean))
                select f.subject, f.role, f.name, f.username, f.email,
                       case when exists (select from role_grant g
                                          where g.district_id = $1 and g.member_id = m.id and g.role = f.role
                                            and g.status in ('DECLINED', 'WITHDRAWN'))
                            then 'LINGERING' else 'UNREGISTERED' end as kind
                  from f
                  left join staff_member m on m.district_id = $1 and m.subject = f.subject
                 where not exists (select from role_grant g
                                    where g.district_id = $1 and g.member_id = m.id and g.role = f.role
                                      and (g.status = 'GIVEN'
                                           or (g.status <> 'PROPOSED' and (g.settled_at is null or g.settled_at >= $3::timestamptz))))
                union all
                select f.subject, f.role, f.name, f.username, f.email, 'DISABLED' as kind
                  from f
                  join staff_member m on m.district_id = $1 and m.subject = f.subject
                 where not f.enabled
                   and exists (select from role_grant g
                                where g.district_id = $1 and g.member_id = m.id and g.role = f.role and g.status = 'GIVEN')
                union all
                select m.subject, g.role, m.name, m.username, m.email, 'MISSING' as kind
                  from role_grant g
                  join staff_member m on m.district_id = $1 and m.id = g.member_id
                 where g.district_id = $1 and g.status = 'GIVEN' and (g.settled_at < $3::timestamptz or %s)
                   and not exists (select from f where f.subject = m.subject and f.role = g.role)
                """.formatted(IN_VAIN), JSON.writeValueAsString(found), at);
    }

    /** Those who have a role with which the directory did not follow. */
    Flux<Awaited> awaited(Work work) {
        return work.rows(Awaited.class, """
                select m.id, m.subject
                  from staff_member m
                 where m.district_id = $1
                   and exists (select from role_grant g
                                where g.district_id = $1 and g.member_id = m.id and g.status = 'GIVEN' and %s)
                """.formatted(IN_VAIN));
    }

    /** Reported ones that are there no more. */
    Flux<Drift> end(Work work, List<Difference> differences) {
        return work.rows(Drift.class, """
                update staff_drift d set status = 'OVER', ended_at = now()
                 where d.district_id = $1 and d.ended_at is null
                   and not exists (select
                                     from json_to_recordset($2::json) x(subject uuid, role staff_role, kind staff_drift_kind)
                                     join staff_member m on m.district_id = $1 and m.subject = x.subject
                                    where m.id = d.member_id and x.role = d.role and x.kind = d.kind)
                returning d.id, d.role, d.kind, d.status
                """, JSON.writeValueAsString(differences));
    }

    /** Those that are not reported yet. */
    Flux<Drift> report(Work work, List<Difference> differences) {
        return work.rows(Drift.class, """
                insert into staff_drift (district_id, member_id, role, kind, status, ended_at)
                select $1, m.id, x.role, x.kind,
                       case when x.kind = 'LINGERING' then 'REPAIRED' else 'REPORTED' end::staff_drift_status,
                       case when x.kind = 'LINGERING' then now() end
                  from json_to_recordset($2::json) x(subject uuid, role staff_role, kind staff_drift_kind)
                  join staff_member m on m.district_id = $1 and m.subject = x.subject
                on conflict do nothing
                returning id, role, kind, status
                """, JSON.writeValueAsString(differences));
    }

    /** Tokens of the account that were issued up to now are refused in this district. */
    Mono<Void> revoke(Work work, UUID drift) {
        return work.put("""
                insert into revocation (subject, district_id, before)
                select m.subject, $1, now()
                  from staff_drift d
                  join staff_member m on m.district_id = $1 and m.id = d.member_id
                 where d.district_id = $1 and d.id = $2::uuid and m.subject is not null
                on conflict (subject, district_id) do update set before = excluded.before where revocation.before < excluded.before
                """, drift);
    }
}
