package org.linli.live.settings;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
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

    Mono<Versioned> version(Work work) {
        return work.row(
                Versioned.class,
                "select s.district_id as id, s.version from district_settings s where s.district_id = $1");
    }
}
