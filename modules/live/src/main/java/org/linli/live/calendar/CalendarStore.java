package org.linli.live.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

    // Each is written by who has seen the version that there is, or, with none, that there is none; else no row is
    // touched.

    Mono<Versioned> setDay(
            Work work, LocalDate day, CalendarDayKind kind, String name, @Nullable Integer expectedVersion) {
        return work.row(Versioned.class, """
                insert into calendar_day (district_id, id, day, kind, name)
                select $1, $2::uuid, $3::date, $4::calendar_day_kind, $5::text
                 where $6::int is null
                    or exists (select from calendar_day c where c.district_id = $1 and c.day = $3::date)
                on conflict (district_id, day) do update
                   set kind = excluded.kind, name = excluded.name, version = calendar_day.version + 1
                 where calendar_day.version = $6::int
                returning id, version
                """, work.newId(), day, kind.name(), name, expectedVersion);
    }

    Mono<Versioned> removeDay(Work work, LocalDate day, int expectedVersion) {
        return work.row(Versioned.class, """
                delete from calendar_day where district_id = $1 and day = $2::date and version = $3::int returning id, version
                """, day, expectedVersion);
    }

    Mono<Versioned> day(Work work, LocalDate day) {
        return work.row(Versioned.class, """
                select c.id, c.version from calendar_day c where c.district_id = $1 and c.day = $2::date
                """, day);
    }

    Mono<Versioned> setWeek(Work work, @Nullable Integer expectedVersion) {
        return work.row(Versioned.class, """
                insert into working_week (district_id)
                select $1
                 where $2::int is null or exists (select from working_week w where w.district_id = $1)
                on conflict (district_id) do update set version = working_week.version + 1
                 where working_week.version = $2::int
                returning district_id as id, version
                """, expectedVersion);
    }

    Mono<Versioned> week(Work work) {
        return work.row(
                Versioned.class, "select w.district_id as id, w.version from working_week w where w.district_id = $1");
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

    Mono<Versioned> setDeadline(
            Work work, DeadlineKind kind, int amount, DeadlineUnit unit, @Nullable Integer expectedVersion) {
        return work.row(Versioned.class, """
                insert into deadline (district_id, id, kind, amount, unit)
                select $1, $2::uuid, $3::deadline_kind, $4::int, $5::deadline_unit
                 where $6::int is null
                    or exists (select from deadline d where d.district_id = $1 and d.kind = $3::deadline_kind)
                on conflict (district_id, kind) do update
                   set amount = excluded.amount, unit = excluded.unit, version = deadline.version + 1
                 where deadline.version = $6::int
                returning id, version
                """, work.newId(), kind.name(), amount, unit.name(), expectedVersion);
    }

    Mono<Versioned> deadline(Work work, DeadlineKind kind) {
        return work.row(Versioned.class, """
                select d.id, d.version from deadline d where d.district_id = $1 and d.kind = $2::deadline_kind
                """, kind.name());
    }
}
