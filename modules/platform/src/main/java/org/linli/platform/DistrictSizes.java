package org.linli.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import reactor.core.publisher.Mono;

/**
 * Measures how large a district is, each hour. What counts stands with whose it is: each file {@code size/<column>.sql} of a module is a select
 * of one value that binds {@code :district}.
 */
public final class DistrictSizes implements Kind {
    private final DistrictDatabase database;
    private final String sql;

    public DistrictSizes(DistrictDatabase database) {
        this.database = database;
        this.sql = measure();
    }

    private static String measure() {
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        StringBuilder changes = new StringBuilder();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:size/*.sql")) {
                String column = String.valueOf(file.getFilename()).replace(".sql", "");
                columns.append(", ").append(column);
                values.append(", (")
                        .append(file.getContentAsString(StandardCharsets.UTF_8)
                                .strip()
                                .replaceAll(":district\\b", "\\$1"))
                        .append(')');
                changes.append(", %1$s = excluded.%1$s".formatted(column));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return """
                insert into district_size (district_id, measured_at %s)
                select $1, now() %s
                on conflict (district_id) do update set measured_at = excluded.measured_at %s
                """.formatted(columns, values, changes);
    }

    @Override
    public String name() {
        return "measure-district";
    }

    @Override
    public Mono<Void> run(Job job) {
        return database.transaction(job.districtId(), transaction -> transaction.change(sql))
                .then();
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }
}
