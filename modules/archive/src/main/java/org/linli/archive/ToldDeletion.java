package org.linli.archive;

import java.util.UUID;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Has operators know that a district is gone. What asks for it is written by the database, with the end itself. */
public final class ToldDeletion implements Kind {
    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record Of(UUID deletion) {}

    private final Deletions deletions = new Deletions();
    private final DistrictDatabase database;

    public ToldDeletion(DistrictDatabase database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "tell-deletion";
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID deletion = JSON.treeToValue(job.payload(), Of.class).deletion();
        return Work.onPlatform(database, work -> deletions.tell(work, deletion));
    }
}
