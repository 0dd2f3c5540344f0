package org.linli.setup;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Has operators know that a district went live, and how large it is by then: in the registry, also of one which lives in another cell, and in its history. */
public final class LiveTold implements Kind {
    static final String NAME = "tell-live";
    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record At(OffsetDateTime since) {}

    /** How large a district is, measured anew. */
    public interface Sizes {
        Mono<Void> measure(UUID district);
    }

    private record Told(UUID id) {}

    /** In a statement of its own, so that who waits for it sees what was told meanwhile. */
    private static final String LOCKED =
            "select d.id from district d where d.id = $2::uuid and d.id <> $1 for no key update";

    private static final String TELLS = """
            update district d set live_since = coalesce(d.live_since, $3::timestamptz)
             where d.id = $2::uuid and d.id <> $1
               and not exists (select from event e
                                where e.district_id = $1 and e.subject_id = d.id and e.name = 'DISTRICT_WENT_LIVE')
            returning d.id
            """;

    private final DistrictDatabase database;
    private final Sizes sizes;

    public LiveTold(DistrictDatabase database, Sizes sizes) {
        this.database = database;
        this.sizes = sizes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        OffsetDateTime since = JSON.treeToValue(job.payload(), At.class).since();
        return sizes.measure(job.districtId())
                .then(Work.onPlatform(
                        database,
                        work -> work.row(Told.class, LOCKED, job.districtId())
                                .flatMap(district -> work.row(Told.class, TELLS, district.id(), since))
                                .flatMap(told -> work.append(new DistrictWentLive(told.id())))));
    }
}
