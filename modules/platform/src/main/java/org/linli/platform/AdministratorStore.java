package org.linli.platform;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.staff.StaffInvitation;
import org.linli.staff.StaffRole;
import reactor.core.publisher.Mono;

/** SQL of administrators whom operators invite. */
final class AdministratorStore {
    /** @param before how far the invitation of the same person was; null where there was none */
    record Asked(UUID id, @Nullable AdministratorInvitationStatus before) {}

    Mono<Asked> request(Work work, UUID district, StaffInvitation invitation) {
        return work.row(
                Asked.class,
                """
                insert into administrator_invitation (district_id, id, target_id, username, email, name, requested_by, requested_at)
                values ($1, $2::uuid, $3::uuid, $4::text, $5::text, $6::text, $7::uuid, $8::timestamptz)
                    on conflict (district_id, target_id, username, email) do update
                   set name = excluded.name, status = 'REQUESTED', obstacle = null, account_failure = null, mailed_at = null,
                       requested_by = excluded.requested_by, requested_at = excluded.requested_at,
                       version = administrator_invitation.version + 1
                returning id, old.status as before
                """,
                work.newId(),
                district,
                invitation.username(),
                invitation.email(),
                invitation.name(),
                work.subject(),
                work.now());
    }

    // What the steps do, with nobody asking.

    /** How far it is, and what the next step needs. */
    record Way(
            UUID id,
            UUID targetId,
            String username,
            String email,
            String name,
            AdministratorInvitationStatus status,
            @Nullable UUID memberId,
            @Nullable OnboardingObstacle obstacle,
            UUID requestedBy,
            int version) {
        StaffInvitation invitation() {
            return new StaffInvitation(name, username, email, List.of(StaffRole.DISTRICT_ADMIN));
        }
    }

    /** Empty where the district was erased meanwhile. */
    Mono<Way> way(Work work, UUID invitation) {
        return work.row(Way.class, """
                select i.id, i.target_id, i.username, i.email, i.name, i.status, i.member_id, i.obstacle, i.requested_by, i.version
                  from administrator_invitation i
                 where i.district_id = $1 and i.id = $2::uuid
                """, invitation);
    }

    /** What a step has come to. */
    record Reached(
            AdministratorInvitationStatus status,
            @Nullable UUID member,
            @Nullable AccountFailure failure,
            @Nullable OffsetDateTime mailedAt) {}

    /** @return 0 where it was asked for anew meanwhile, or somebody else has moved it on */
    Mono<Long> advance(Work work, Way way, Reached reached) {
        AccountFailure failure = reached.failure();
        return work.change(
                """
                update administrator_invitation
                   set status = $4::administrator_invitation_status, member_id = coalesce($5::uuid, member_id), obstacle = null,
                       account_failure = $6::account_failure, mailed_at = $7::timestamptz, version = version + 1
                 where district_id = $1 and id = $2::uuid and version = $3::int
                """,
                way.id(),
                way.version(),
                reached.status().name(),
                reached.member(),
                failure == null ? null : failure.name(),
                reached.mailedAt());
    }

    Mono<Long> hinder(Work work, Way way, OnboardingObstacle obstacle) {
        return work.change("""
                update administrator_invitation set obstacle = $4::onboarding_obstacle, version = version + 1
                 where district_id = $1 and id = $2::uuid and version = $3::int
                """, way.id(), way.version(), obstacle.name());
    }

    /** Of an invitation that is over nobody needs the name and the address so long. */
    Mono<Long> erase(Work work, Duration kept) {
        return work.change("""
                delete from administrator_invitation
                 where district_id = $1 and status in ('CONNECTED', 'FAILED') and requested_at <= now() - make_interval(secs => $2::int)
                """, (int) kept.toSeconds());
    }
}
