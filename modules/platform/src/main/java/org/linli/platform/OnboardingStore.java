package org.linli.platform;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.live.calendar.WorkingTime;
import org.linli.schema.Language;
import org.linli.staff.StaffInvitation;
import org.linli.staff.StaffRole;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of districts on their way in. */
final class OnboardingStore {
    /** Of what was asked for, what is there already. */
    record There(int row, @Nullable UUID known, List<String> differs, boolean codeTaken, boolean nameTaken) {}

    /** A district that is asked for. */
    record Asked(
            int row,
            UUID id,
            UUID targetId,
            String code,
            String name,
            String timeZone,
            boolean sample,
            String cell,
            String adminUsername,
            String adminEmail,
            String adminName,
            @Nullable List<String> packages,
            @Nullable List<WorkingTime> workingTimes,
            @Nullable Language language) {
        static Asked of(int row, NewDistrict district, String cell, Work work) {
            return new Asked(
                    row,
                    work.newId(),
                    work.newId(),
                    district.code(),
                    district.name(),
                    district.zone(),
                    district.invented(),
                    cell,
                    district.administrator().username(),
                    district.email(),
                    district.administrator().name(),
                    district.packages() == null
                            ? null
                            : district.packages().stream().distinct().sorted().toList(),
                    district.workingTimes(),
                    district.language());
        }
    }

    record Held(UUID id, OnboardingStatus status) {}

    record Id(UUID id) {}

    Flux<There> there(Work work, List<Asked> asked) {
        return work.rows(There.class, """
                select a.row,
                       case when o.differs = '{}' then o.id end as known,
                       coalesce(o.differs, '{}') as differs,
                       exists (select from district d where d.code = a.code)
                         or exists (select from onboarding o
                                     where o.district_id = $1 and o.status <> 'CANCELLED' and o.code = a.code) as code_taken,
                       exists (select from district d where d.name = a.name and d.code <> a.code)
                         or exists (select from onboarding o
                                     where o.district_id = $1 and o.status <> 'CANCELLED' and o.name = a.name
                                       and o.code <> a.code) as name_taken
                  from json_to_recordset($2::json)
                       as a(row int, code text, name text, time_zone text, sample boolean, cell text, admin_username text, admin_email text,
                            admin_name text, packages package[], working_times jsonb, language language)
                  left join lateral (
                       select o.id, array_remove(array[
                                  case when o.name <> a.name then 'name' end,
                                  case when o.time_zone <> a.time_zone then 'timeZone' end,
                                  case when o.sample <> a.sample then 'sample' end,
                                  case when o.cell <> a.cell then 'cell' end,
                                  case when (o.admin_username, o.admin_email, o.admin_name)
                                         is distinct from (a.admin_username, a.admin_email, a.admin_name) then 'administrator' end,
                                  case when o.packages is distinct from a.packages then 'packages' end,
                                  case when o.working_times is distinct from a.working_times then 'workingTimes' end,
                                  case when coalesce(o.language, 'ZH_CN') <> coalesce(a.language, 'ZH_CN') then 'language' end], null) as differs
                         from onboarding o
                        where o.district_id = $1 and o.status <> 'CANCELLED' and o.code = a.code) o on true
                 order by a.row
                """, Work.json(asked));
    }

    /** @return those that nobody else asked for meanwhile */
    Flux<Id> request(Work work, List<Asked> asked) {
        return work.rows(Id.class, """
                insert into onboarding (district_id, id, target_id, code, name, time_zone, sample, cell, admin_username, admin_email, admin_name, packages,
                                        working_times, language, requested_at, requested_by)
                select $1, a.id, a.target_id, a.code, a.name, a.time_zone, a.sample, a.cell, a.admin_username, a.admin_email, a.admin_name,
                       a.packages, a.working_times, a.language, $3::timestamptz, $4::uuid
                  from json_to_recordset($2::json)
                       as a(row int, id uuid, target_id uuid, code text, name text, time_zone text, sample boolean, cell text, admin_username text,
                            admin_email text, admin_name text, packages package[], working_times jsonb, language language)
                 order by a.row
                    on conflict do nothing
                returning id
                """, Work.json(asked), work.now(), work.subject());
    }

    /** One after the other, at a pace that leaves room for what else there is to do. */
    Mono<Long> begin(Work work, List<UUID> ids) {
        work.callForJobs();
        return work.change("""
                insert into job (district_id, kind, payload, next_at)
                select $1, $3::text, json_build_object('onboarding', o.id), now() + (o.place - 1) * interval '500 ms'
                  from unnest($2::uuid[]) with ordinality as o(id, place)
                returning id
                """, ids.toArray(UUID[]::new), OnboardingSteps.NAME);
    }

    Mono<Held> lock(Work work, UUID onboarding) {
        return work.row(
                Held.class,
                "select o.id, o.status from onboarding o where o.district_id = $1 and o.id = $2::uuid for update",
                onboarding);
    }

    Mono<Long> hurry(Work work, UUID onboarding) {
        work.callForJobs();
        return work.change("""
                update job set next_at = now()
                 where district_id = $1 and kind = $3::text and done_at is null and payload ->> 'onboarding' = $2::uuid::text
                """, onboarding, OnboardingSteps.NAME);
    }

    Mono<Long> cancel(Work work, UUID onboarding) {
        return work.change("""
                update onboarding set status = 'CANCELLED', obstacle = null, account_failure = null, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, onboarding);
    }

    // What the steps do, with nobody asking.

    /**
     * How far it is, and what the next step needs.
     *
     * @param applied whether its administrator has applied for it
     */
    record Way(
            UUID id,
            UUID targetId,
            @Nullable UUID registeredId,
            String code,
            String name,
            String timeZone,
            boolean sample,
            String cell,
            @Nullable String adminUsername,
            @Nullable String adminEmail,
            @Nullable String adminName,
            @Nullable List<String> packages,
            @Nullable List<WorkingTime> workingTimes,
            @Nullable Language language,
            OnboardingStatus status,
            @Nullable UUID kcOrgId,
            UUID requestedBy,
            @Nullable OnboardingObstacle obstacle,
            @Nullable AccountFailure accountFailure,
            boolean applied) {
        StaffInvitation administrator() {
            return new StaffInvitation(
                    requireNonNull(adminName), adminUsername, adminEmail, List.of(StaffRole.DISTRICT_ADMIN));
        }
    }

    Mono<Way> way(Work work, UUID onboarding) {
        return work.row(Way.class, """
                select o.id, o.target_id, o.registered_id, o.code, o.name, o.time_zone, o.sample, o.cell, o.admin_username, o.admin_email, o.admin_name, o.packages,
                       o.working_times, o.language, o.status,
                       o.kc_org_id, o.requested_by, o.obstacle, o.account_failure,
                       exists (select from district_application a
                                where a.district_id = $1 and a.onboarding_id = o.id and a.email = o.admin_email) as applied
                  from onboarding o
                 where o.district_id = $1 and o.id = $2::uuid
                """, onboarding);
    }

    Mono<Long> register(Work work, Way way) {
        return work.change("""
                insert into district (id, code, name, time_zone, sample, cell, state, live_since)
                select o.target_id, o.code, o.name, o.time_zone, o.sample, o.cell, 'OPENING', null
                  from onboarding o
                 where o.district_id = $1 and o.id = $2::uuid
                    on conflict (id) do nothing
                """, way.id());
    }

    Mono<Long> organize(Work work, Way way, UUID organization) {
        return work.change("""
                update district set kc_org_id = $3::uuid where id = $2::uuid and id <> $1 and state = 'OPENING'
                """, way.targetId(), organization);
    }

    Mono<Long> open(Work work, Way way) {
        return work.change("""
                update district set state = 'ACTIVE' where id = $2::uuid and id <> $1 and state = 'OPENING'
                """, way.targetId());
    }

    /** @return 0 where somebody else has moved it on */
    Mono<Long> advance(
            Work work, Way way, OnboardingStatus to, @Nullable UUID organization, @Nullable OffsetDateTime mailedAt) {
        return work.change("""
                update onboarding
                   set status = $4::onboarding_status, obstacle = null, account_failure = null, version = version + 1,
                       kc_org_id = coalesce($5::uuid, kc_org_id), mailed_at = coalesce($6::timestamptz, mailed_at),
                       registered_id = case when $4::onboarding_status = 'REGISTERED' then target_id else registered_id end,
                       ready_at = case when $4::onboarding_status = 'READY' then now() end
                 where district_id = $1 and id = $2::uuid and status = $3::onboarding_status
                """, way.id(), way.status().name(), to.name(), organization, mailedAt);
    }

    Mono<Long> hinder(Work work, Way way, OnboardingObstacle obstacle, @Nullable AccountFailure account) {
        return work.change(
                """
                update onboarding set obstacle = $4::onboarding_obstacle, account_failure = $5::account_failure, version = version + 1
                 where district_id = $1 and id = $2::uuid and status = $3::onboarding_status
                """, way.id(), way.status().name(), obstacle.name(), account == null ? null : account.name());
    }

    /** As long after a district is ready as an invitation is kept, nobody needs its first administrator's name and address here. */
    Mono<Long> forgetAdministrators(Work work, Duration kept) {
        return work.change("""
                update onboarding set admin_username = null, admin_email = null, admin_name = null, version = version + 1
                 where district_id = $1 and admin_email is not null and ready_at <= now() - make_interval(secs => $2::int)
                """, (int) kept.toSeconds());
    }

    /** One that was never registered, with the name and the address of who was to be its administrator. */
    Mono<Long> forget(Work work, Way way) {
        return work.change(
                "delete from onboarding where district_id = $1 and id = $2::uuid and status = 'CANCELLED'", way.id());
    }

    /** What was made for one that was cancelled; with its district goes the onboarding itself. */
    Mono<Long> unregister(Work work, Way way) {
        return work.change(
                "select forget_unopened($2::uuid) from onboarding o where o.district_id = $1 and o.id = $3::uuid",
                way.targetId(),
                way.id());
    }
}
