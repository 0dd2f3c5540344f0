package org.linli.activities;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.activities.Enrolling.Applicant;
import org.linli.activities.Enrolling.Offer;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** SQL of activities and enrolments. */
final class ActivityStore {
    /** Locked before anything is counted: a statement counts in the snapshot it began with. */
    Mono<Offer> lock(Work work, UUID activity) {
        return work.row(Offer.class, """
                select a.id, a.status, a.enrol_until, a.starts_at, a.capacity, a.waitlist, a.audience
                  from activity a
                 where a.district_id = $1 and a.id = $2::uuid and a.published_at is not null
                   for update
                """, activity);
    }

    Mono<Applicant> applicant(Work work, UUID activity, UUID resident) {
        return work.row(Applicant.class, """
                select r.id as resident_id, r.guardian_id, r.birth_date, r.tags, e.id as enrolment_id, e.status,
                       (select count(*)::int from enrolment c
                         where c.district_id = $1 and c.activity_id = $2::uuid
                           and c.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')) as taken,
                       (select count(*)::int from enrolment c
                         where c.district_id = $1 and c.activity_id = $2::uuid and c.status = 'WAITLISTED') as waiting
                  from resident r
                  left join enrolment e on e.district_id = $1 and e.activity_id = $2::uuid and e.resident_id = r.id
                 where r.district_id = $1 and r.id = $3::uuid
                """, activity, resident);
    }

    /** Who comes after has to wait for the lock, so the moment of writing is the order of arrival. */
    Mono<Long> enrol(Work work, UUID id, UUID activity, UUID resident, EnrolmentStatus status) {
        return work.change("""
                insert into enrolment (district_id, id, activity_id, resident_id, status, enrolled_at)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::enrolment_status, clock_timestamp())
                on conflict (district_id, activity_id, resident_id) do update
                   set status = excluded.status, enrolled_at = excluded.enrolled_at, version = enrolment.version + 1
                """, id, activity, resident, status.name());
    }

    /** An enrolment, and of which person. */
    record Place(
            UUID id,
            UUID activityId,
            UUID residentId,
            @Nullable UUID guardianId,
            EnrolmentStatus status) {}

    /** Of an activity that is locked. */
    Mono<Place> place(Work work, UUID activity, UUID resident) {
        return work.row(Place.class, """
                select e.id, e.activity_id, e.resident_id, r.guardian_id, e.status
                  from enrolment e
                  join resident r on r.district_id = $1 and r.id = e.resident_id
                 where e.district_id = $1 and e.activity_id = $2::uuid and e.resident_id = $3::uuid
                """, activity, resident);
    }

    /** Who waits longest. */
    Mono<Place> next(Work work, UUID activity) {
        return work.row(Place.class, """
                select e.id, e.activity_id, e.resident_id, null::uuid as guardian_id, e.status
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
}
