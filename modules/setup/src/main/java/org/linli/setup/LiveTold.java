package org.linli.setup;

import java.time.OffsetDateTime;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Platform;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Has the registry, where operators look, know that a district which lives in another cell went live. */
public final class LiveTold implements Kind {
    static final String NAME = "tell-live";
    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record At(OffsetDateTime since) {}

    private final DistrictDatabase database;

    public LiveTold(DistrictDatabase database) {
        this.database = database;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        OffsetDateTime since = JSON.treeToValue(job.payload(), At.class).since();
        return database.transaction(Platform.ID, registry -> registry.change("""
                        update district set live_since = $3::timestamptz where id = $2::uuid and id <> $1 and live_since is null
                        """, job.districtId(), since))
                .then();
    }
}
