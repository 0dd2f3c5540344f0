package org.linli.platform;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import reactor.core.publisher.Mono;

/**
 * Has a district count, where it lives, what those see who look at a whole city, and keeps that at home. What fewer than ten people are behind does not leave the district. What counts stands with
 * whose it is and binds {@code :district}: each file {@code city/standing/<key>.sql} of a module selects one {@code value} and how many {@code people} are behind it, none where it is not about people;
 * each {@code city/monthly/<key>.sql} selects what happened {@code at} a moment, its {@code amount} and the {@code person}, if there is one.
 */
public final class CityFigures implements Kind {
    private static final String MONTHS = """
            with month as (
                select m::date as month, m as begins, z.time_zone
                  from (select d.time_zone, date_trunc('month', now() at time zone d.time_zone) as runs from district d where d.id = $1) z
                 cross join lateral generate_series(z.runs - interval '12 months', z.runs, interval '1 month') m),
            figure as (:figures)
            select coalesce(json_agg(json_build_object(
                       'key', f.key, 'month', f.month, 'value', case when f.people not between 1 and 9 then f.value end)), '[]')
              from figure f
            """;

    private static final String STANDING = """
            select '%s' as key, (select max(m.month) from month m) as month, s.value::bigint as value, s.people from (%s) s
            """;

    private static final String MONTHLY = """
            select '%s', m.month, coalesce(sum(e.amount), 0)::bigint, count(distinct e.person)
              from month m
              left join (%s) e on date_trunc('month', e.at at time zone m.time_zone) = m.begins and e.at >= now() - interval '14 months'
             group by m.month
            """;

    private static final String KEEP = """
            insert into city_figure (district_id, key, month, value, counted_at)
            select $2::uuid, f.key, f.month, f.value, now()
              from json_to_recordset($3::json) as f(key city_figure_key, month date, value bigint)
             where $2::uuid <> $1
                on conflict (district_id, key, month) do update set value = excluded.value, counted_at = excluded.counted_at
            """;

    private final DistrictDatabase database;
    private final String count;

    public CityFigures(DistrictDatabase database) {
        this.database = database;
        this.count =
                MONTHS.replace(":figures", figures("standing", STANDING) + " union all " + figures("monthly", MONTHLY));
    }

    private static String figures(String kind, String statement) {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver()
                            .getResources("classpath*:city/" + kind + "/*.sql"))
                    .map(file -> statement.formatted(
                            String.valueOf(file.getFilename())
                                    .replace(".sql", "")
                                    .toUpperCase(Locale.ROOT),
                            text(file)))
                    .collect(joining(" union all "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Resource file) {
        try {
            return file.getContentAsString(StandardCharsets.UTF_8).strip().replaceAll(":district\\b", "\\$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "count-for-city";
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID district = job.districtId();
        return database.read(district, count, List.of(), true)
                .map(json -> new String(json, StandardCharsets.UTF_8))
                .flatMap(figures -> database.transaction(
                        Statements.NO_DISTRICT, registry -> registry.change(KEEP, district, figures)))
                .then();
    }

    @Override
    public Duration every() {
        return Duration.ofDays(1);
    }
}
