package org.linli.platform;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import reactor.core.publisher.Mono;

/**
 * Measures how large a district is, each hour and when it goes live, where it lives, and keeps that at home, where operators look. What counts stands with whose it is: each file {@code size/<column>.sql} of a module is a select
 * of one value that binds {@code :district}.
 */
public final class DistrictSizes implements Kind {
    private final DistrictDatabase database;
    private final String measure;
    private final String keep;

    public DistrictSizes(DistrictDatabase database) {
        this.database = database;
        Map<String, String> values = values();
        this.measure = values.entrySet().stream()
                .map(value -> "'" + value.getKey() + "', (" + value.getValue() + ")")
                .collect(joining(", ", "select json_build_object(", ")"));
        this.keep = """
                insert into district_size (district_id, measured_at, %1$s)
                select $2::uuid, now(), %1$s from json_populate_record(null::district_size, $3::json) where $2::uuid <> $1
                on conflict (district_id) do update set measured_at = excluded.measured_at, %2$s
                """.formatted(
                String.join(", ", values.keySet()),
                values.keySet().stream().map("%1$s = excluded.%1$s"::formatted).collect(joining(", ")));
    }

    private static Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:size/*.sql"))
                values.put(
                        String.valueOf(file.getFilename()).replace(".sql", ""),
                        file.getContentAsString(StandardCharsets.UTF_8).strip().replaceAll(":district\\b", "\\$1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    @Override
    public String name() {
        return "measure-district";
    }

    @Override
    public Mono<Void> run(Job job) {
        return measure(job.districtId());
    }

    public Mono<Void> measure(UUID district) {
        return database.read(district, measure, List.of(), true)
                .map(json -> new String(json, StandardCharsets.UTF_8))
                .flatMap(sizes -> database.transaction(
                        Statements.NO_DISTRICT, registry -> registry.change(keep, district, sizes)))
                .then();
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }
}
