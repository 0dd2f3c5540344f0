package org.linli.staff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.schema.Role;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of use cases of the staff. */
final class StaffStore {
    private static final String HAD_OFFICER = "select " + rule("had_officer").replace(":district", "$1") + " as had";

    private static String rule(String name) {
        try (InputStream file =
                Objects.requireNonNull(StaffStore.class.getResourceAsStream("/rule/" + name + ".sql"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Known(UUID id) {}

    /** @param mailed whether a letter was sent */
    record Person(
            UUID id,
            @Nullable UUID subject,
            @Nullable String username,
            @Nullable String email,
            StaffStatus status,
            boolean mailed) {}

    /** A role that a person has, or may get. */
    record Held(UUID id, StaffRole role) {}

    record Officers(boolean had) {}

    /** Somebody of this username or address, who did not fail. */
    Mono<Known> named(Work work, @Nullable String username, @Nullable String email) {
        return work.row(Known.class, """
                select m.id from staff_member m
                 where m.district_id = $1 and m.status <> 'FAILED' and (m.username = $2::text or m.email = $3::text)
                 order by m.id
                 limit 1
                """, username, email);
    }

    /** One whom an operator named. */
    record First(
            UUID id,
            StaffStatus status,
            @Nullable StaffFailure failure,
            @Nullable OffsetDateTime mailedAt) {}

    Mono<First> first(Work work, UUID member) {
        return work.row(First.class, """
                select m.id, m.status, m.failure, m.mailed_at from staff_member m where m.district_id = $1 and m.id = $2::uuid
                """, member);
    }

    /** Whoever is meant: who did not fail before who did, and by the username before the address, as accounts are looked for. */
    Mono<Known> known(Work work, UUID member, StaffInvitation invitation) {
        return work.row(Known.class, """
                select m.id from staff_member m
                 where m.district_id = $1
                   and (m.id = $2::uuid or (m.status <> 'FAILED' and (m.username = $3::text or m.email = $4::text)))
                 order by m.status = 'FAILED', m.username is not distinct from $3::text desc, m.id
                 limit 1
                """, member, invitation.username(), invitation.email());
    }

    /** Empty where somebody of this username or address is there. */
    Mono<Known> add(Work work, UUID id, StaffInvitation invitation, StaffLetter letter) {
        return work.row(
                Known.class,
                """
                insert into staff_member (district_id, id, name, username, email, invited_by, letter)
                values ($1, $2::uuid, $3::text, $4::text, $5::text, $6::uuid, $7::staff_letter)
                on conflict do nothing
                returning id
                """,
                id,
                invitation.name(),
                invitation.username(),
                invitation.email(),
                work.subject(),
                letter.name());
    }

    Mono<StaffImports.Connected> connected(Work work, UUID id) {
        return work.row(StaffImports.Connected.class, """
                select m.subject, m.name, m.status = 'FAILED' as failed
                  from staff_member m where m.district_id = $1 and m.id = $2::uuid
                """, id);
    }

    Mono<Person> lock(Work work, UUID id) {
        return work.row(Person.class, """
                select m.id, m.subject, m.username, m.email, m.status, m.mailed_at is not null as mailed
                  from staff_member m where m.district_id = $1 and m.id = $2::uuid for update
                """, id);
    }

    Mono<Long> again(Work work, UUID id) {
        return work.change("""
                update staff_member
                   set status = case when status = 'FAILED' then 'INVITED' else status end, failure = null, mailed_at = null,
                       letter = case when letter = 'OPENED' then letter else 'INVITED' end
                 where district_id = $1 and id = $2::uuid
                """, id);
    }

    /** A role is to be told; who is not connected yet is invited with it. */
    Mono<Void> tell(Work work, UUID member) {
        return work.put("""
                update staff_member set letter = 'ROLE'
                 where district_id = $1 and id = $2::uuid and status = 'CONNECTED' and letter is null
                """, member);
    }

    /** As {@link #again}, of somebody who may have been found in the directory of accounts. */
    Mono<Long> invite(Work work, UUID id) {
        return again(work, id)
                .then(work.change(
                        "update staff_member set invited_by = coalesce(invited_by, $3::uuid) where district_id = $1 and id = $2::uuid",
                        id,
                        work.subject()));
    }

    /** The directory of accounts is to follow once more. */
    Mono<Long> settleAnew(Work work, UUID member, StaffRole role) {
        return work.change("""
                update role_grant set settled_at = null
                 where district_id = $1 and member_id = $2::uuid and role = $3::staff_role and status = 'GIVEN'
                """, member, role.name());
    }

    Flux<Held> held(Work work, UUID member) {
        return work.rows(Held.class, """
                select g.id, g.role from role_grant g
                 where g.district_id = $1 and g.member_id = $2::uuid and g.status in ('PROPOSED', 'GIVEN')
                """, member);
    }

    Mono<Void> add(Work work, Grant grant) {
        return work.put(
                """
                insert into role_grant (district_id, id, member_id, role, status, proposed_by)
                values ($1, $2::uuid, $3::uuid, $4::staff_role, $5::role_grant_status, $6::uuid)
                """,
                grant.id(),
                grant.memberId(),
                grant.role().name(),
                grant.status().name(),
                grant.proposedBy());
    }

    private static final String GRANT = """
            select g.id, g.member_id, m.subject, g.role, g.status, g.proposed_by
              from role_grant g
              join staff_member m on m.district_id = $1 and m.id = g.member_id
             where g.district_id = $1""";

    Mono<Grant> find(Work work, UUID id) {
        return work.row(Grant.class, GRANT + " and g.id = $2::uuid", id);
    }

    /** The one that is proposed or given. */
    Mono<Grant> open(Work work, UUID member, StaffRole role) {
        return work.row(
                Grant.class,
                GRANT + " and g.member_id = $2::uuid and g.role = $3::staff_role and g.status in ('PROPOSED', 'GIVEN')",
                member,
                role.name());
    }

    record Rights(boolean held) {}

    /**
     * Whether the client is granted, and none of the roles was taken away: by the register, or in the directory, where the account may be gone or
     * disabled. A role of which the register does not know yet is the directory's to give.
     */
    Mono<Rights> rights(Work work, Set<Role> roles) {
        return work.row(
                Rights.class,
                """
                select exists (select from client_grant c where (c.district_id = $1 or c.district_id is null) and c.azp = $2::text)
                       and not exists (
                           select from staff_member m
                             cross join unnest($4::staff_role[]) r(role)
                            where m.district_id = $1 and m.subject = $3::uuid
                              and (exists (select from staff_drift d
                                            where d.district_id = $1 and d.member_id = m.id and d.role = r.role
                                              and d.kind in ('MISSING', 'DISABLED') and d.ended_at is null)
                                   or not exists (select from role_grant g
                                                   where g.district_id = $1 and g.member_id = m.id and g.role = r.role and g.status = 'GIVEN')
                                      and (exists (select from role_grant g
                                                    where g.district_id = $1 and g.member_id = m.id and g.role = r.role
                                                      and g.status in ('DECLINED', 'WITHDRAWN'))
                                           or (select bool_and(d.ended_at is not null) from staff_drift d
                                                where d.district_id = $1 and d.member_id = m.id and d.role = r.role
                                                  and d.kind = 'UNREGISTERED')))) as held
                """,
                work.caller().client(),
                work.subject(),
                roles.stream().map(Role::name).toArray(String[]::new));
    }

    /** Those who have it, with an account to use it. */
    Flux<Held> lockHolders(Work work, StaffRole role) {
        return work.rows(Held.class, """
                select g.id, g.role
                  from role_grant g
                  join staff_member m on m.district_id = $1 and m.id = g.member_id
                 where g.district_id = $1 and g.role = $2::staff_role and g.status = 'GIVEN' and m.subject is not null
                 order by g.id
                   for update of g
                """, role.name());
    }

    Mono<Officers> hadOfficers(Work work) {
        return work.row(Officers.class, HAD_OFFICER);
    }

    Mono<Long> move(Work work, Grant grant, @Nullable UUID confirmedBy) {
        return work.change("""
                update role_grant
                   set status = $3::role_grant_status, confirmed_by = coalesce($4::uuid, confirmed_by), settled_at = null
                 where district_id = $1 and id = $2::uuid
                """, grant.id(), grant.status().name(), confirmedBy);
    }

    /** Whether the directory is known to have a role that was never given here. */
    Mono<Known> unregistered(Work work, UUID member, StaffRole role) {
        return work.row(Known.class, """
                select d.id from staff_drift d
                 where d.district_id = $1 and d.member_id = $2::uuid and d.role = $3::staff_role
                   and d.kind = 'UNREGISTERED' and d.ended_at is null
                """, member, role.name());
    }

    /** Tokens of the account issued up to now are refused in this district. */
    Mono<Void> revoke(Work work, UUID subject) {
        return work.put("""
                insert into revocation (subject, district_id, before) values ($2::uuid, $1, now())
                on conflict (subject, district_id) do update set before = excluded.before where revocation.before < excluded.before
                """, subject);
    }
}
