package org.linli.live.settings;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.schema.Language;
import reactor.core.publisher.Mono;

/** SQL of settings. */
final class SettingsStore {
    record Versioned(UUID id, int version) {}

    /** Written by who has seen the version that there is, or, with none, that there is none; else no row is touched. */
    Mono<Versioned> setPackages(Work work, List<String> packages, @Nullable Integer expectedVersion) {
        return work.row(
                Versioned.class,
                "select id, version from set_packages($1, $2::text[]::package[], $3::int)",
                packages.toArray(String[]::new),
                expectedVersion);
    }

    /** What is null stays as it is. */
    Mono<Versioned> change(
            Work work, @Nullable Language language, @Nullable Retention retention, @Nullable Integer expectedVersion) {
        return work.row(
                Versioned.class,
                "select id, version from change_settings($1, $2::text::language, $3::text::retention, $4::int)",
                language == null ? null : language.name(),
                retention == null ? null : retention.name(),
                expectedVersion);
    }

    Mono<Versioned> version(Work work) {
        return work.row(
                Versioned.class,
                "select s.district_id as id, s.version from district_settings s where s.district_id = $1");
    }
}
