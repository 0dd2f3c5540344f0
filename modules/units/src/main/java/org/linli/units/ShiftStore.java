package org.linli.units;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.residents.ResidentStatus;
import org.linli.units.RegistrationStore.Row;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of projects, shifts and outcomes. */
final class ShiftStore {
    /** Nothing where the code is taken. */
    Mono<Long> open(Work work, UUID id, ProjectInput input) {
        return work.change(
                """
                insert into project (district_id, id, code, title, kind, street_id, description, starts_on, ends_on, points_per_hour)
                values ($1, $2::uuid, $3::text, $4::text, $5::project_kind, $6::uuid, $7::text, $8::date, $9::date, $10::int)
                on conflict (district_id, code) do nothing
                """,
                id,
                input.code(),
                input.title(),
                input.kind().name(),
                input.street(),
                input.description(),
                input.startsOn(),
                input.endsOn(),
                input.pointsPerHour());
    }

    Mono<Project> project(Work work, UUID id) {
        return project(work, "p.id = $2::uuid", id);
    }

    Mono<Project> projectOf(Work work, UUID shift) {
        return project(
                work, "p.id = (select s.project_id from shift s where s.district_id = $1 and s.id = $2::uuid)", shift);
    }

    /** Locked so that who signs up for a shift, and so takes part in the project, need not wait. */
    private static Mono<Project> project(Work work, String which, UUID id) {
        return work.row(Project.class, """
                select p.id, p.kind, p.version, p.starts_on, p.ends_on,
                       array(select g.id
                               from grid g
                               join community c on c.district_id = $1 and c.id = g.community_id
                              where g.district_id = $1 and (p.street_id is null or c.street_id = p.street_id)) as grids
                  from project p
                 where p.district_id = $1 and %s
                   for no key update of p
                """.formatted(which), id);
    }

    Mono<Long> close(Work work, UUID project, LocalDate endsOn) {
        return work.change("""
                update project set ends_on = $3::date, version = version + 1 where district_id = $1 and id = $2::uuid
                """, project, endsOn);
    }

    Mono<Long> open(Work work, UUID id, UUID project, ShiftInput input) {
        return work.change(
                """
                insert into shift (district_id, id, project_id, starts_at, ends_at, place, mode, capacity)
                values ($1, $2::uuid, $3::uuid, $4::timestamptz, $5::timestamptz, $6::text, $7::shift_mode, $8::int)
                """,
                id,
                project,
                input.startsAt(),
                input.endsAt(),
                input.place(),
                input.mode().name(),
                input.capacity());
    }

    /** Locked before anything is counted: a statement counts in the snapshot it began with. */
    Mono<Shift> shift(Work work, UUID id) {
        return work.row(Shift.class, """
                select s.id, s.project_id, s.starts_at, s.ends_at, s.capacity, s.version, s.cancel_reason
                  from shift s
                 where s.district_id = $1 and s.id = $2::uuid
                   for update
                """, id);
    }

    /** Whether a volunteer serves: of one who is a resident, while that person lives here, who leaves only once this is done. */
    Mono<Boolean> serves(Work work, UUID volunteer) {
        return work.row(Row.class, """
                        select v.id
                          from volunteer v
                         where v.district_id = $1 and v.id = $2::uuid
                           and (v.resident_id is null
                                or exists (select from resident r
                                            where r.district_id = $1 and r.id = v.resident_id
                                              and\s""" + ResidentStatus.LIVES + """
                                              for key share))
                        """, volunteer).hasElement();
    }

    Mono<Boolean> isVolunteer(Work work, UUID id) {
        return work.row(Row.class, """
                        select v.id from volunteer v where v.district_id = $1 and v.id = $2::uuid
                        """, id).hasElement();
    }

    Mono<Long> teach(Work work, UUID shift, @Nullable UUID volunteer) {
        return work.change("""
                update shift set teacher_id = $3::uuid, version = version + 1 where district_id = $1 and id = $2::uuid
                """, shift, volunteer);
    }

    Mono<Long> joinUnit(Work work, UUID project, UUID unit) {
        return work.change("""
                insert into project_unit (district_id, id, project_id, unit_id)
                values ($1, $2::uuid, $3::uuid, $4::uuid)
                on conflict (district_id, project_id, unit_id) do nothing
                """, work.newId(), project, unit);
    }

    /** Once for each project, however often one serves in it. */
    Mono<Long> takePart(Work work, UUID project, UUID volunteer) {
        return work.change("""
                insert into participation (district_id, id, project_id, volunteer_id, joined_on)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::date)
                on conflict (district_id, project_id, volunteer_id) do nothing
                """, work.newId(), project, volunteer, work.today());
    }

    Mono<Shift.Places> places(Work work, UUID shift, UUID volunteer) {
        return work.row(Shift.Places.class, """
                select (select count(*)::int from shift_sign_up u
                         where u.district_id = $1 and u.shift_id = $2::uuid and u.status <> 'CANCELLED') as taken,
                       o.id as own, o.status
                  from (select) one
                  left join shift_sign_up o on o.district_id = $1 and o.shift_id = $2::uuid and o.volunteer_id = $3::uuid
                """, shift, volunteer);
    }

    Mono<Long> signUp(Work work, UUID id, UUID shift, UUID volunteer) {
        return work.change("""
                insert into shift_sign_up (district_id, id, shift_id, volunteer_id, signed_up_at)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::timestamptz)
                on conflict (district_id, shift_id, volunteer_id) do update
                   set status = excluded.status, signed_up_at = excluded.signed_up_at, checked_in_at = null,
                       version = shift_sign_up.version + 1
                """, id, shift, volunteer, work.now());
    }

    Mono<Long> cancel(Work work, UUID shift, String reason) {
        return work.change("""
                update shift set cancelled_at = $3::timestamptz, cancel_reason = $4::text, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, shift, work.now(), reason);
    }

    /** A part in a locked shift that can still be given up. */
    record Part(UUID id, UUID shiftId, SignUpStatus status) {}

    Flux<Part> parts(Work work, UUID shift) {
        return work.rows(Part.class, """
                select u.id, u.shift_id, u.status from shift_sign_up u
                 where u.district_id = $1 and u.shift_id = $2::uuid and u.status in ('SIGNED_UP', 'CHECKED_IN')
                 order by u.id
                """, shift);
    }

    Mono<Long> endParts(Work work, UUID shift) {
        return work.change("""
                update shift_sign_up set status = 'CANCELLED', version = version + 1
                 where district_id = $1 and shift_id = $2::uuid and status in ('SIGNED_UP', 'CHECKED_IN')
                """, shift);
    }

    private record Locked(UUID id) {}

    /** The shifts to come in which these serve or teach, in the order of their ids, so that nobody waits in a circle. */
    Flux<?> lockComing(Work work, List<UUID> volunteers) {
        return work.rows(Locked.class, """
                select s.id
                  from shift s
                 where s.district_id = $1 and s.starts_at > $3::timestamptz
                   and (s.teacher_id = any($2::uuid[])
                        or exists (select from shift_sign_up u
                                    where u.district_id = $1 and u.shift_id = s.id and u.volunteer_id = any($2::uuid[])))
                 order by s.id
                   for update
                """, volunteers.toArray(UUID[]::new), work.now());
    }

    /** The parts of these in shifts to come. */
    Flux<Part> coming(Work work, List<UUID> volunteers) {
        return work.rows(Part.class, """
                select u.id, u.shift_id, u.status
                  from shift_sign_up u
                  join shift s on s.district_id = $1 and s.id = u.shift_id
                 where u.district_id = $1 and u.volunteer_id = any($2::uuid[]) and u.status in ('SIGNED_UP', 'CHECKED_IN')
                   and s.starts_at > $3::timestamptz
                 order by u.id
                """, volunteers.toArray(UUID[]::new), work.now());
    }

    /** A shift to come with a teacher. */
    record Lesson(UUID id, UUID projectId) {}

    Flux<Lesson> lessons(Work work, List<UUID> volunteers) {
        return work.rows(Lesson.class, """
                select s.id, s.project_id
                  from shift s
                 where s.district_id = $1 and s.teacher_id = any($2::uuid[]) and s.starts_at > $3::timestamptz
                 order by s.id
                """, volunteers.toArray(UUID[]::new), work.now());
    }

    Mono<SignUp> signUp(Work work, UUID id) {
        return signUp(work, "x.id = $3::uuid", id);
    }

    Mono<SignUp> signUpOf(Work work, UUID shift, UUID volunteer) {
        return signUp(work, "x.shift_id = $3::uuid and x.volunteer_id = $4::uuid", shift, volunteer);
    }

    private static Mono<SignUp> signUp(Work work, String which, UUID... ids) {
        Object[] parameters = new Object[ids.length + 1];
        parameters[0] = work.subject();
        System.arraycopy(ids, 0, parameters, 1, ids.length);
        return work.row(SignUp.class, """
                select x.id, x.shift_id, x.status, x.version, x.checked_in_at, x.minutes, p.points_per_hour, v.resident_id,
                       array(select g.id from grid g where g.district_id = $1 and g.community_id = v.community_id) as grids,
                       coalesce(v.subject = $2::uuid, false)
                       or exists (select from resident r
                                   where r.district_id = $1 and r.id = v.resident_id and r.subject = $2::uuid) as own
                  from shift_sign_up x
                  join volunteer v on v.district_id = $1 and v.id = x.volunteer_id
                  join shift s on s.district_id = $1 and s.id = x.shift_id
                  join project p on p.district_id = $1 and p.id = s.project_id
                 where x.district_id = $1 and %s
                   for update of x
                """.formatted(which), parameters);
    }

    Mono<Long> checkIn(Work work, UUID id, OffsetDateTime at) {
        return work.change("""
                update shift_sign_up set status = 'CHECKED_IN', checked_in_at = $3::timestamptz, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, id, at);
    }

    Mono<Long> checkOut(Work work, UUID id, OffsetDateTime at, int minutes) {
        return work.change("""
                update shift_sign_up
                   set status = 'CHECKED_OUT', checked_out_at = $3::timestamptz, minutes = $4::int, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, id, at, minutes);
    }

    Mono<Long> move(Work work, UUID id, SignUpStatus to) {
        return work.change("""
                update shift_sign_up set status = $3::sign_up_status, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, id, to.name());
    }

    Mono<Long> record(Work work, UUID id, UUID shift, UUID volunteer, String note) {
        return work.change("""
                insert into shift_outcome (district_id, id, shift_id, volunteer_id, note, recorded_at)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::timestamptz)
                """, id, shift, volunteer, note, work.now());
    }
}
