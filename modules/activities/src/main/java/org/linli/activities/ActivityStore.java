package org.linli.activities;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.activities.Enrolling.Applicant;
import org.linli.activities.Enrolling.Offer;
import org.linli.live.Work;
import org.linli.residents.ResidentStatus;
import org.linli.residents.Ward;
import org.linli.territory.Place;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of activities and enrolments. */
final class ActivityStore {
    /** Locked before anything is counted: a statement counts in the snapshot it began with. */
    Mono<Offer> lock(Work work, UUID activity) {
        return work.row(Offer.class, """
                select a.id, a.status, a.enrol_until, a.starts_at, a.capacity, a.waitlist, a.audience, a.points_cost
                  from activity a
                 where a.district_id = $1 and a.id = $2::uuid and a.published_at is not null
                   for update
                """, activity);
    }

    /** The activities that are not over and in which a resident has a place, in the order of their ids, so that nobody waits in a circle. */
    Flux<Offer> lockHeld(Work work, UUID resident) {
        return work.rows(Offer.class, """
                select a.id, a.status, a.enrol_until, a.starts_at, a.capacity, a.waitlist, a.audience, a.points_cost
                  from activity a
                 where a.district_id = $1 and a.published_at is not null
                   and exists (select from enrolment e
                                where e.district_id = $1 and e.activity_id = a.id and e.resident_id = $2::uuid
                                  and e.status in ('CONFIRMED', 'WAITLISTED'))
                 order by a.id
                   for update
                """, resident);
    }

    /** Whoever has left meanwhile is not there, and who is there leaves only once this is done. */
    Mono<Applicant> applicant(Work work, UUID activity, UUID resident) {
        return work.row(
                Applicant.class,
                "select r.id as resident_id, r.grid_id, " + Ward.COLUMNS + """
                     , r.tags, e.id as enrolment_id, e.status, s.taken, s.waiting
                  from (select count(*) filter (where c.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW'))::int as taken,
                               count(*) filter (where c.status = 'WAITLISTED')::int as waiting
                          from enrolment c
                         where c.district_id = $1 and c.activity_id = $2::uuid) s
                  join resident r on true
                  left join enrolment e on e.district_id = $1 and e.activity_id = $2::uuid and e.resident_id = r.id
                 where r.district_id = $1 and r.id = $3::uuid
                   and\s""" + ResidentStatus.LIVES + """
                   for key share of r
                """,
                activity,
                resident);
    }

    /** Who comes after has to wait for the lock, so the moment of writing is the order of arrival, even if the clock was put back. */
    Mono<Void> enrol(Work work, UUID id, UUID activity, Applicant applicant, EnrolmentStatus status) {
        return work.put("""
                insert into enrolment (district_id, id, activity_id, resident_id, grid_id, status, enrolled_at)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::text::enrolment_status,
                        greatest(coalesce($7::timestamptz, clock_timestamp()),
                                 case when $6::text = 'WAITLISTED' then
                                   (select max(c.enrolled_at) + interval '1 microsecond' from enrolment c
                                     where c.district_id = $1 and c.activity_id = $3::uuid and c.status = 'WAITLISTED')
                                 end))
                on conflict (district_id, activity_id, resident_id) do update
                   set grid_id = excluded.grid_id, status = excluded.status, enrolled_at = excluded.enrolled_at,
                       version = enrolment.version + 1
                """, id, activity, applicant.residentId(), applicant.gridId(), status.name(), work.at());
    }

    /** A place in an activity, and whose it is. */
    record Seat(UUID id, UUID activityId, UUID residentId, EnrolmentStatus status) {}

    /** A place, and who may act for whom it is. */
    record HeldSeat(
            UUID id,
            UUID activityId,
            UUID residentId,
            EnrolmentStatus status,
            @Nullable UUID guardianId,
            @Nullable LocalDate birthDate,
            boolean entrusted) {
        Ward ward() {
            return new Ward(residentId, guardianId, birthDate, entrusted);
        }

        Seat seat() {
            return new Seat(id, activityId, residentId, status);
        }
    }

    /** Of an activity that is locked. */
    Mono<HeldSeat> seat(Work work, UUID activity, UUID resident) {
        return work.row(
                HeldSeat.class,
                "select e.id, e.activity_id, e.resident_id, e.status, " + Ward.COLUMNS + """
                  from enrolment e
                  join resident r on r.district_id = $1 and r.id = e.resident_id
                 where e.district_id = $1 and e.activity_id = $2::uuid and e.resident_id = $3::uuid
                """,
                activity,
                resident);
    }

    /** Who waits longest. */
    Mono<Seat> next(Work work, UUID activity) {
        return work.row(Seat.class, """
                select e.id, e.activity_id, e.resident_id, e.status
                  from enrolment e
                 where e.district_id = $1 and e.activity_id = $2::uuid and e.status = 'WAITLISTED'
                 order by e.enrolled_at, e.id
                 limit 1
                """, activity);
    }

    Mono<Long> move(Work work, UUID enrolment, EnrolmentStatus to) {
        return work.change("""
                update enrolment set status = $3::enrolment_status, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, enrolment, to.name());
    }

    Mono<Running> running(Work work, UUID activity) {
        return work.row(Running.class, """
                select a.id, a.status, a.version, a.published_at is not null as published, a.points_cost, a.points_reward,
                       array(select g.id
                               from grid g
                               join community c on c.district_id = $1 and c.id = g.community_id
                              where g.district_id = $1
                                and case when a.grid_id is not null then g.id = a.grid_id
                                         when a.community_id is not null then g.community_id = a.community_id
                                         when a.street_id is not null then c.street_id = a.street_id
                                         else true end) as grids,
                       exists (select from event e
                                where e.district_id = $1 and e.subject_id = a.id and e.actor = $3::uuid
                                  and (e.to_state in ('DRAFT', 'SUBMITTED') or e.from_state = e.to_state)) as own
                  from activity a
                 where a.district_id = $1 and a.id = $2::uuid
                   for update of a
                """, activity, work.subject());
    }

    Mono<Long> write(Work work, UUID id, ActivityInput input, Place place) {
        return work.change(
                """
                insert into activity (district_id, id, kind, title, summary, street_id, community_id, grid_id, host, venue,
                                      starts_at, ends_at, enrol_until, capacity, waitlist, audience, points_cost, points_reward)
                values ($1, $2::uuid, $3::activity_kind, $4::text, $5::text, $6::uuid, $7::uuid, $8::uuid, $9::text, $10::text,
                        $11::timestamptz, $12::timestamptz, $13::timestamptz, $14::int, $15::int, $16::audience, $17::int, $18::int)
                on conflict (district_id, id) do update
                   set kind = excluded.kind, title = excluded.title, summary = excluded.summary, street_id = excluded.street_id,
                       community_id = excluded.community_id, grid_id = excluded.grid_id, host = excluded.host,
                       venue = excluded.venue, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
                       enrol_until = excluded.enrol_until, capacity = excluded.capacity, waitlist = excluded.waitlist,
                       audience = excluded.audience, points_cost = excluded.points_cost, points_reward = excluded.points_reward,
                       version = activity.version + 1
                """,
                id,
                input.kind().name(),
                input.title(),
                input.summary(),
                place.streetId(),
                place.communityId(),
                place.gridId(),
                input.host(),
                input.venue(),
                input.startsAt(),
                input.endsAt(),
                input.enrolUntil(),
                input.capacity(),
                input.waitlist(),
                input.audience().name(),
                input.pointsCost(),
                input.pointsReward());
    }

    /** @param reason why it was called off, for everybody; kept only then */
    Mono<Long> move(Work work, UUID activity, ActivityStatus to, @Nullable String reason) {
        return work.change("""
                update activity
                   set status = $3::activity_status, version = version + 1, approve_by = null,
                       published_at = case when $3::text = 'PUBLISHED' then $5::timestamptz else published_at end,
                       cancel_reason = case when $3::text = 'CANCELLED' then $4::text end
                 where district_id = $1 and id = $2::uuid
                """, activity, to.name(), reason, work.now());
    }

    Mono<Long> approveBy(Work work, UUID activity, OffsetDateTime due) {
        return work.change(
                "update activity set approve_by = $3::timestamptz where district_id = $1 and id = $2::uuid",
                activity,
                due);
    }

    /** The enrolments of a locked activity in one of these states, in the order of arrival. */
    Flux<Seat> seats(Work work, UUID activity, EnrolmentStatus... in) {
        return work.rows(
                Seat.class, """
                select e.id, e.activity_id, e.resident_id, e.status
                  from enrolment e
                 where e.district_id = $1 and e.activity_id = $2::uuid and e.status = any($3::enrolment_status[])
                 order by e.enrolled_at, e.id
                """, activity, Arrays.stream(in).map(Enum::name).toArray(String[]::new));
    }

    Mono<Long> moveAll(Work work, UUID activity, EnrolmentStatus from, EnrolmentStatus to) {
        return work.change("""
                update enrolment set status = $4::enrolment_status, version = version + 1
                 where district_id = $1 and activity_id = $2::uuid and status = $3::enrolment_status
                """, activity, from.name(), to.name());
    }

    Mono<Long> keepCode(Work work, UUID enrolment, String hash, OffsetDateTime validUntil) {
        return work.change("""
                update enrolment set check_in_hash = $3::text, check_in_until = $4::timestamptz
                 where district_id = $1 and id = $2::uuid
                """, enrolment, hash, validUntil);
    }

    /** Who has a seat, or had one and sat on it: a code of a seat that was given up proves nothing. */
    Mono<EnrolmentCheckIn> shown(Work work, UUID activity, String hash) {
        return work.row(EnrolmentCheckIn.class, """
                select e.id, e.status, e.resident_id, e.check_in_until as valid_until
                  from enrolment e
                 where e.district_id = $1 and e.activity_id = $2::uuid and e.check_in_hash = $3::text
                   and e.status in ('CONFIRMED', 'ATTENDED')
                """, activity, hash);
    }

    /** With the figures of attendance as they are now. */
    Mono<Long> report(Work work, UUID activity, String text) {
        return work.change("""
                insert into activity_report (district_id, id, text, created_at, attended, no_shows)
                select $1, $2::uuid, $3::text, $4::timestamptz,
                       count(*) filter (where e.status = 'ATTENDED'), count(*) filter (where e.status = 'NO_SHOW')
                  from enrolment e
                 where e.district_id = $1 and e.activity_id = $2::uuid
                returning id
                """, activity, text, work.now());
    }
}
