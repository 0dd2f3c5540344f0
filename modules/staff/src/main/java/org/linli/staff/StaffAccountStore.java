package org.linli.staff;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.schema.Language;
import org.linli.tenancy.provisioning.Accounts.Account;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of what follows in Keycloak. */
final class StaffAccountStore {
    /**
     * @param mailed whether the letter was sent
     * @param invited whether there is to be one at all
     * @param due whether a letter of ours is
     * @param code of the district
     * @param language of the district
     */
    record Invited(
            UUID id,
            @Nullable UUID subject,
            String name,
            @Nullable String username,
            @Nullable String email,
            StaffStatus status,
            boolean mailed,
            boolean invited,
            boolean due,
            UUID organization,
            String code,
            Language language) {

        /**
         * Nobody becomes a member by a username alone that somebody knows. Nor does whoever registers with an address that is somebody
         * else's get what is meant for that person; an account that still waits for its letter is safe, since that goes to the address.
         */
        Optional<StaffFailure> refuses(Account account) {
            return refusal(email, account);
        }

        static Optional<StaffFailure> refusal(@Nullable String email, Account account) {
            if (!Objects.equals(email, account.email())) return Optional.of(StaffFailure.ADDRESS_DIFFERS);
            boolean known = account.email() == null || account.verified() || account.invited();
            return known ? Optional.empty() : Optional.of(StaffFailure.ADDRESS_UNVERIFIED);
        }
    }

    record Conflict(@Nullable StaffFailure failure) {}

    /** A role with which the directory is to be brought in line. */
    record Settling(StaffRole role, boolean given) {}

    record Settled(UUID id) {}

    Mono<Invited> invited(Work work, UUID id) {
        return work.row(Invited.class, """
                select m.id, m.subject, m.name, m.username, m.email, m.status, m.mailed_at is not null as mailed,
                       m.invited_by is not null as invited, m.letter is not null as due, d.kc_org_id as organization, d.code,
                       language_of(d.id) as language
                  from staff_member m
                  join district d on d.id = $1
                 where m.district_id = $1 and m.id = $2::uuid
                """, id);
    }

    /** Why the account cannot be this person's. */
    Mono<Conflict> conflict(Work work, UUID id, Account account) {
        return work.row(Conflict.class, """
                select case when exists (select from staff_member m
                                          where m.district_id = $1 and m.id <> $2::uuid and m.status <> 'FAILED'
                                            and (m.subject = $3::uuid or m.username = $4::text or m.email = $5::text))
                            then 'ALREADY_STAFF'
                            when exists (select from role_grant g
                                          where g.district_id = $1 and g.member_id = $2::uuid
                                            and $3::uuid in (g.proposed_by, g.confirmed_by))
                            then 'OWN_ACCOUNT' end as failure
                """, id, account.id(), account.username(), account.email());
    }

    Mono<Long> connect(Work work, UUID id, Account account) {
        return work.change("""
                update staff_member
                   set subject = $3::uuid, username = $4::text, email = $5::text, status = 'CONNECTED'
                 where district_id = $1 and id = $2::uuid and status = 'INVITED'
                """, id, account.id(), account.username(), account.email());
    }

    Mono<Long> fail(Work work, UUID id, StaffFailure failure) {
        return work.change("""
                update staff_member set status = 'FAILED', failure = $3::staff_failure
                 where district_id = $1 and id = $2::uuid and status = 'INVITED'
                """, id, failure.name());
    }

    Mono<Long> mailed(Work work, UUID id) {
        return work.change(
                "update staff_member set mailed_at = now() where district_id = $1 and id = $2::uuid and mailed_at is null",
                id);
    }

    private record Claim(boolean taken) {}

    /** Empty where no letter is due, or the district is suspended; fails where somebody else is about it. */
    Mono<Long> claim(Work work, UUID id, UUID by, boolean ours) {
        return work.row(Claim.class, """
                select coalesce(m.letter_claimed_at > now() - interval '2 minutes' and m.letter_claimed_by <> $4::uuid, false) as taken
                  from staff_member m
                  join district d on d.id = $1
                 where m.district_id = $1 and m.id = $2::uuid and m.subject is not null and d.state not in ('SUSPENDED', 'LEAVING')
                   and case when $3::boolean then m.letter is not null else m.mailed_at is null and m.invited_by is not null end
                   for update of m
                """, id, ours, by)
                .doOnNext(claim -> {
                    if (claim.taken()) throw new IllegalStateException("somebody else writes to the person");
                })
                .flatMap(claim -> work.change(
                        "update staff_member set letter_claimed_at = now(), letter_claimed_by = $3::uuid where district_id = $1 and id = $2::uuid",
                        id,
                        by));
    }

    Mono<Long> release(Work work, UUID id) {
        return work.change(
                "update staff_member set letter_claimed_at = null, letter_claimed_by = null where district_id = $1 and id = $2::uuid",
                id);
    }

    /**
     * A letter of ours.
     *
     * @param language of the district
     */
    record Due(UUID id, UUID subject, StaffLetter letter, String code, String name, Language language) {}

    /** Empty where none is due, or there is no account to which it could go. */
    Mono<Due> due(Work work, UUID id) {
        return work.row(Due.class, """
                select m.id, m.subject, m.letter, d.code, d.name, language_of(d.id) as language
                  from staff_member m
                  join district d on d.id = $1
                 where m.district_id = $1 and m.id = $2::uuid and m.letter is not null and m.subject is not null
                """, id);
    }

    /** A role that a letter names. */
    record Held(StaffRole role, boolean given) {}

    Flux<Held> roles(Work work, UUID member) {
        return work.rows(Held.class, """
                select g.role, g.status = 'GIVEN' as given
                  from role_grant g
                 where g.district_id = $1 and g.member_id = $2::uuid and g.status in ('PROPOSED', 'GIVEN')
                 order by g.role
                """, member);
    }

    /**
     * The letter is due no more, unless there are other roles meanwhile.
     *
     * @param last whether no other one follows
     */
    Mono<Long> written(Work work, UUID member, List<Held> roles, boolean last) {
        return work.change(
                """
                update staff_member set letter = null, mailed_at = case when $4::boolean then now() else mailed_at end
                 where district_id = $1 and id = $2::uuid and letter is not null
                   and $3::text[] = array(select g.role || ' ' || (g.status = 'GIVEN')
                                            from role_grant g
                                           where g.district_id = $1 and g.member_id = $2::uuid and g.status in ('PROPOSED', 'GIVEN')
                                           order by g.role)
                """,
                member,
                roles.stream().map(held -> held.role() + " " + held.given()).toArray(String[]::new),
                last);
    }

    /** What the directory has not followed yet, role by role. */
    Flux<Settling> unsettled(Work work, UUID member) {
        return work.rows(Settling.class, """
                select g.role, bool_or(g.status = 'GIVEN') as given
                  from role_grant g
                 where g.district_id = $1 and g.member_id = $2::uuid
                 group by g.role
                having bool_or(g.settled_at is null and g.status <> 'PROPOSED')
                 order by g.role
                """, member);
    }

    /** Empty where it was decided otherwise meanwhile, or settled by somebody else. */
    Flux<Settled> settle(Work work, UUID member, Settling role) {
        return work.rows(Settled.class, """
                update role_grant g set settled_at = now()
                 where g.district_id = $1 and g.member_id = $2::uuid and g.role = $3::staff_role
                   and g.settled_at is null and g.status <> 'PROPOSED'
                   and $4::boolean = exists (select from role_grant o
                                              where o.district_id = $1 and o.member_id = $2::uuid and o.role = $3::staff_role
                                                and o.status = 'GIVEN')
                returning g.id
                """, member, role.role().name(), role.given());
    }

    /** As many as there are to whom something is to be written. */
    Mono<Long> followDue(Work work, String kind) {
        work.callForJobs();
        return work.change("""
                insert into job (district_id, kind, payload)
                select $1, $2::text, json_build_object('member', m.id)
                  from staff_member m
                 where m.district_id = $1 and m.status = 'CONNECTED'
                   and (m.letter is not null or (m.mailed_at is null and m.invited_by is not null))
                returning id
                """, kind);
    }

    /** For a node that has a mail server; one that has not begun yet is enough. */
    Mono<Long> leave(Work work, UUID member, String kind) {
        work.callForJobs();
        return work.change("""
                insert into job (district_id, kind, payload)
                select $1, $3::text, json_build_object('member', $2::uuid)
                 where not exists (select from job j
                                    where j.district_id = $1 and j.kind = $3::text and j.done_at is null and j.attempt = 0
                                      and j.payload ->> 'member' = $2::uuid::text)
                returning id
                """, member, kind);
    }

    /** Nobody is in any group. */
    Mono<Long> unsettle(Work work) {
        return work.change(
                "update role_grant g set settled_at = null where g.district_id = $1 and g.status = 'GIVEN' and g.settled_at is not null");
    }

    Mono<Long> followAll(Work work, String kind) {
        work.callForJobs();
        return work.change("""
                insert into job (district_id, kind, payload)
                select $1, $2::text, json_build_object('member', m.id) from staff_member m where m.district_id = $1 and m.status <> 'FAILED'
                returning id
                """, kind);
    }

    /** Nothing where it is as it was done. */
    Mono<Long> unsettle(Work work, UUID member, Settling role) {
        return work.change("""
                update role_grant g set settled_at = null
                 where g.district_id = $1 and g.member_id = $2::uuid and g.role = $3::staff_role and g.status <> 'PROPOSED'
                   and $4::boolean <> exists (select from role_grant o
                                               where o.district_id = $1 and o.member_id = $2::uuid and o.role = $3::staff_role
                                                 and o.status = 'GIVEN')
                """, member, role.role().name(), role.given());
    }
}
