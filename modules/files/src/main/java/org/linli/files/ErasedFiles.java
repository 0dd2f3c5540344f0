package org.linli.files;

import java.util.UUID;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Deletes what a withdrawn file held. */
public final class ErasedFiles implements Kind {
    static final String NAME = "erase-file";

    /** What a job of this kind says. */
    record Erased(UUID file) {}

    private static final JsonMapper JSON = new JsonMapper();

    private final Storage storage;

    public ErasedFiles(Storage storage) {
        this.storage = storage;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID file = JSON.treeToValue(job.payload(), Erased.class).file();
        return VirtualThreads.run(() -> storage.delete(Storage.key(job.districtId(), file)));
    }
}
