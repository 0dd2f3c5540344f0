package org.linli.units;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.residents.ResidentStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of service registrations. */
final class RegistrationStore {
    /** Where a resident lives. */
    record Home(UUID communityId) {}

    /** Locks the resident, who registers once at a time; empty where the person has left, and where there is no such unit. */
    Mono<Home> home(Work work, UUID resident, UUID unit) {
        return work.row(Home.class, """
                select r.community_id
                  from resident r
                  join unit u on u.district_id = $1 and u.id = $3::uuid
                 where r.district_id = $1 and r.id = $2::uuid
                   and\s""" + ResidentStatus.LIVES + """
                   for update of r
                """, resident, unit);
    }

    /** A row by its id alone. */
    record Row(UUID id) {}

    /** The registration of a resident, as any volunteer that this person is, that is neither closed nor ended. */
    Mono<Row> current(Work work, UUID resident) {
        return work.row(Row.class, """
                select s.id
                  from serving_member s
                  join volunteer v on v.district_id = $1 and v.id = s.volunteer_id
                 where s.district_id = $1 and (v.resident_id = $2::uuid or v.subject = $3::uuid)
                   and s.status not in ('TRANSFERRED', 'ENDED')
                 order by s.id
                 limit 1
                """, resident, work.subject());
    }

    /** A registration that is neither closed nor ended. */
    record Open(UUID id, MemberStatus status) {}

    Flux<Open> open(Work work, List<UUID> volunteers) {
        return work.rows(Open.class, """
                select s.id, s.status
                  from serving_member s
                 where s.district_id = $1 and s.volunteer_id = any($2::uuid[]) and s.status not in ('TRANSFERRED', 'ENDED')
                 order by s.id
                   for update
                """, (Object) volunteers.toArray(UUID[]::new));
    }

    /** What was said of the members, or by them, in words. */
    Mono<Long> forget(Work work, List<UUID> volunteers) {
        return work.change("""
                update serving_member
                   set availability = null, pledge = null, review = null, end_reason = null, version = version + 1
                 where district_id = $1 and volunteer_id = any($2::uuid[])
                """, (Object) volunteers.toArray(UUID[]::new));
    }

    /** @param confirmBy until when unit and community are to confirm it */
    Mono<Long> file(
            Work work,
            UUID id,
            UUID volunteer,
            UUID unit,
            UUID community,
            @Nullable String availability,
            @Nullable String pledge,
            OffsetDateTime confirmBy) {
        return work.change("""
                insert into serving_member (district_id, id, volunteer_id, unit_id, community_id, registered_on, availability, pledge,
                                            confirm_by)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::date, $7::text, $8::text, $9::timestamptz)
                """, id, volunteer, unit, community, work.today(), availability, pledge, confirmBy);
    }

    Mono<Registration> registration(Work work, UUID id) {
        return work.row(Registration.class, """
                select s.id, s.volunteer_id, s.unit_id, s.status, s.version, coalesce(s.reviewed_on, s.registered_on) as since,
                       array(select g.id from grid g where g.district_id = $1 and g.community_id = s.community_id) as grids,
                       exists (select from volunteer v
                                where v.district_id = $1 and v.id = s.volunteer_id
                                  and (v.subject = $3::uuid
                                       or exists (select from resident r
                                                   where r.district_id = $1 and r.id = v.resident_id
                                                     and r.subject = $3::uuid))) as own
                  from serving_member s
                 where s.district_id = $1 and s.id = $2::uuid
                   for update of s
                """, id, work.subject());
    }

    /** The volunteer's registration, if it was accepted and no shift was served yet. */
    Mono<Row> accepted(Work work, UUID volunteer) {
        return work.row(Row.class, """
                select s.id
                  from serving_member s
                 where s.district_id = $1 and s.volunteer_id = $2::uuid and s.status = 'COMMUNITY_ACCEPTED'
                   for update
                """, volunteer);
    }

    Mono<Long> move(Work work, UUID id, MemberStatus to) {
        return work.change("""
                update serving_member
                   set status = $3::member_status, version = version + 1,
                       confirm_by = case when $3::text = 'UNIT_CONFIRMED' then confirm_by end
                 where district_id = $1 and id = $2::uuid
                """, id, to.name());
    }

    Mono<Long> review(Work work, UUID id, String review) {
        return work.change("""
                update serving_member set review = $3::text, reviewed_on = $4::date
                 where district_id = $1 and id = $2::uuid
                """, id, review, work.today());
    }

    Mono<Long> close(Work work, UUID id, MemberStatus to, @Nullable String reason) {
        return work.change("""
                update serving_member
                   set status = $3::member_status, version = version + 1, ended_on = $4::date, end_reason = $5::text,
                       confirm_by = null
                 where district_id = $1 and id = $2::uuid
                """, id, to.name(), work.today(), reason);
    }

    Mono<Boolean> isThere(Work work, UUID unit, UUID community) {
        return work.row(Row.class, """
                        select u.id
                          from unit u
                          join community c on c.district_id = $1 and c.id = $3::uuid
                         where u.district_id = $1 and u.id = $2::uuid
                        """, unit, community).hasElement();
    }

    Mono<Long> follow(Work work, UUID id, UUID closed, UUID unit, UUID community, OffsetDateTime confirmBy) {
        return work.change("""
                insert into serving_member (district_id, id, volunteer_id, unit_id, community_id, registered_on, availability,
                                            pledge, predecessor_id, confirm_by)
                select $1, $2::uuid, s.volunteer_id, $4::uuid, $5::uuid, $6::date, s.availability, s.pledge, s.id, $7::timestamptz
                  from serving_member s
                 where s.district_id = $1 and s.id = $3::uuid
                returning id
                """, id, closed, unit, community, work.today(), confirmBy);
    }
}
