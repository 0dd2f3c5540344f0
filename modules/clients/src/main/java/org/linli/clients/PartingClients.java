package org.linli.clients;

import java.util.UUID;
import org.linli.clients.ClientEvent.ClientWithdrawn;
import org.linli.clients.FollowedClient.Followed;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Mono;

/**
 * What becomes of the clients that a district shares when it goes where the others do not: one that it registered is at home with another one that
 * grants it from then on, and what it grants of others it grants no more. Done twice is as done once.
 */
public final class PartingClients {
    private final DistrictDatabase database;
    private final ClientHeirs heirs;
    private final LeavingStore store = new LeavingStore();

    public PartingClients(DistrictDatabase database, Sealer sealer) {
        this.database = database;
        this.heirs = new ClientHeirs(database, new ClientSecrets(sealer));
    }

    /** @return whether that is done in Keycloak as well */
    public Mono<Boolean> part(UUID district) {
        return database.transaction(district, parting -> store.granted(parting).collectList())
                .flatMapIterable(all -> all)
                .concatMap(client -> heirs.inherit(district, client.itsHeir(), client))
                .then(database.transaction(
                        district, parting -> withdraw(parting).then(store.followed(parting))));
    }

    private Mono<Void> withdraw(Transaction parting) {
        return store.withdraw(parting)
                .collectList()
                .flatMapIterable(all -> all)
                .concatMap(client -> Work.ofPlatform(parting)
                        .flatMap(work -> work.append(new ClientWithdrawn(client.id(), client.status()))
                                .then(work.later(FollowedClient.NAME, new Followed(client.id())))))
                .then();
    }
}
