package org.linli.live.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** SQL of the calendar. */
final class CalendarStore {
    record Day(LocalDate day, CalendarDayKind kind) {}

    record Term(DeadlineKind kind, int amount, DeadlineUnit unit) {}

    /** What clocks need that start today. */
    record Loaded(List<WorkingTime> week, List<Day> days, List<Term> terms) {
        Term term(DeadlineKind kind) {
            return terms.stream()
                    .filter(term -> term.kind() == kind)
                    .findFirst()
                    .orElseThrow();
        }

        DistrictCalendar calendar(ZoneId zone) {
            Map<DayOfWeek, List<WorkingTime>> times = week.stream()
                    .sorted(WorkingTime.IN_ORDER)
                    .collect(Collectors.groupingBy(
                            WorkingTime::weekday, () -> new EnumMap<>(DayOfWeek.class), Collectors.toList()));
            return new DistrictCalendar(zone, times, days.stream().collect(Collectors.toMap(Day::day, Day::kind)));
        }
    }

    Mono<Loaded> load(Work work) {
        return work.row(Loaded.class, """
                select (select json_agg(t)
                          from (select w.weekday, w.opens_at, w.closes_at from working_time w where w.district_id = $1
                                 union all
                                select w.weekday, w.opens_at, w.closes_at from usual_working_time w
                                 where not exists (select from working_week k where k.district_id = $1)) t) as week,
                       (select coalesce(json_agg(t), '[]')
                          from (select c.day, c.kind from calendar_day c where c.district_id = $1 and c.day >= $2::date
                                 union all
                                select s.day, s.kind from statutory_day s
                                 where s.day >= $2::date
                                   and not exists (select from calendar_day o
                                                    where o.district_id = $1 and o.day = s.day)) t) as days,
                       (select json_agg(t)
                          from (select u.kind, coalesce(d.amount, u.amount) as amount, coalesce(d.unit, u.unit) as unit
                                  from usual_deadline u
                                  left join deadline d on d.district_id = $1 and d.kind = u.kind) t) as terms
                """, work.today());
    }

    /** A record that is changed under its version. */
    record Versioned(UUID id, int version) {}

    Mono<Versioned> lockDay(Work work, LocalDate day) {
        return work.row(Versioned.class, """
                select c.id, c.version from calendar_day c where c.district_id = $1 and c.day = $2::date for update
                """, day);
    }

    /** Touches no row where somebody else has just added the day. */
    Mono<Long> addDay(Work work, UUID id, LocalDate day, CalendarDayKind kind, String name) {
        return work.change("""
                insert into calendar_day (district_id, id, day, kind, name)
                values ($1, $2::uuid, $3::date, $4::calendar_day_kind, $5::text)
                on conflict (district_id, day) do nothing
                """, id, day, kind.name(), name);
    }

    Mono<Long> changeDay(Work work, UUID id, CalendarDayKind kind, String name) {
        return work.change("""
                update calendar_day set kind = $3::calendar_day_kind, name = $4::text, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, id, kind.name(), name);
    }

    Mono<Long> removeDay(Work work, UUID id) {
        return work.change("delete from calendar_day where district_id = $1 and id = $2::uuid", id);
    }

    Mono<Versioned> lockWeek(Work work) {
        return work.row(Versioned.class, """
                select w.district_id as id, w.version from working_week w where w.district_id = $1 for update
                """);
    }

    /** Touches no row where somebody else has just written the district's first week. */
    Mono<Long> addWeek(Work work) {
        return work.change("insert into working_week (district_id) values ($1) on conflict (district_id) do nothing");
    }

    Mono<Long> changeWeek(Work work) {
        return work.change("update working_week set version = version + 1 where district_id = $1");
    }

    /** Writes the stretches of a week that is held. */
    Mono<Long> fillWeek(Work work, List<WorkingTime> times) {
        return work.change("delete from working_time where district_id = $1")
                .then(work.change(
                        """
                        insert into working_time (district_id, weekday, opens_at, closes_at)
                        select $1, t.weekday::weekday, t.opens_at::time, t.closes_at::time
                          from unnest($2::text[], $3::text[], $4::text[]) as t (weekday, opens_at, closes_at)
                        returning id
                        """,
                        times.stream().map(time -> time.weekday().name()).toArray(String[]::new),
                        times.stream().map(time -> time.opensAt().toString()).toArray(String[]::new),
                        times.stream().map(time -> time.closesAt().toString()).toArray(String[]::new)));
    }

    Mono<Versioned> lockDeadline(Work work, DeadlineKind kind) {
        return work.row(Versioned.class, """
                select d.id, d.version from deadline d where d.district_id = $1 and d.kind = $2::deadline_kind for update
                """, kind.name());
    }

    /** Touches no row where somebody else has just set it. */
    Mono<Long> addDeadline(Work work, UUID id, DeadlineKind kind, int amount, DeadlineUnit unit) {
        return work.change("""
                insert into deadline (district_id, id, kind, amount, unit)
                values ($1, $2::uuid, $3::deadline_kind, $4::int, $5::deadline_unit)
                on conflict (district_id, kind) do nothing
                """, id, kind.name(), amount, unit.name());
    }

    Mono<Long> changeDeadline(Work work, UUID id, int amount, DeadlineUnit unit) {
        return work.change("""
                update deadline set amount = $3::int, unit = $4::deadline_unit, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, id, amount, unit.name());
    }
}
