package org.linli.clients;

import java.util.UUID;
import org.linli.clients.ClientEvent.ClientChanged;
import org.linli.clients.FollowedClient.Followed;
import org.linli.clients.FollowedStore.Grantee;
import org.linli.clients.FollowedStore.Seen;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Tells other districts that grant a client that it was changed where it is registered: they may look whether they still want to. */
public final class TellingGrantees implements Kind {
    static final String NAME = "tell-grantees";

    private static final JsonMapper JSON = new JsonMapper();

    private final DistrictDatabase database;
    private final FollowedStore store = new FollowedStore();

    public TellingGrantees(DistrictDatabase database) {
        this.database = database;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Lane lane() {
        return Lane.DIRECTORY;
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID client = JSON.treeToValue(job.payload(), Followed.class).client();
        return database.transaction(
                        job.districtId(),
                        home -> store.seen(home, client)
                                .flatMap(seen -> store.grantees(home, seen)
                                        .collectList()
                                        .map(grantees ->
                                                Flux.fromIterable(grantees).concatMap(grantee -> tell(grantee, seen)))))
                .flatMap(Flux::then);
    }

    private Mono<Void> tell(Grantee grantee, Seen seen) {
        return Work.ofPlatform(
                database,
                grantee.district(),
                work -> store.granted(work, seen).flatMap(client -> work.append(new ClientChanged(client.id()))));
    }
}
