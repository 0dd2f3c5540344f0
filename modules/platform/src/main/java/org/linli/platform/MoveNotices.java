package org.linli.platform;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.live.Event;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Tells those who follow a district when it cannot be written in, and when it can again. As a job, some time before. */
public final class MoveNotices implements Kind {
    static final String NAME = "announce-move";

    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record Of(UUID district, OffsetDateTime at) {}

    /** What is told in the district itself. */
    private sealed interface Notice extends Event {
        @Override
        default String type() {
            return "District";
        }
    }

    private record WritesPaused(UUID id, OffsetDateTime pausedAt) implements Notice {}

    private record WritesResumed(UUID id) implements Notice {}

    private final DistrictDatabase database;

    public MoveNotices(DistrictDatabase database) {
        this.database = database;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        Of of = JSON.treeToValue(job.payload(), Of.class);
        return Work.ofPlatform(database, of.district(), work -> work.append(new WritesPaused(of.district(), of.at())));
    }

    /** From now on. */
    Mono<Void> paused(UUID district) {
        return Work.ofPlatform(database, district, work -> work.append(new WritesPaused(district, work.now())));
    }

    Mono<Void> resumed(UUID district) {
        return Work.ofPlatform(database, district, work -> work.append(new WritesResumed(district)));
    }
}
