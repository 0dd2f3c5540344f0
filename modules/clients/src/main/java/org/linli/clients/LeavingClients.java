package org.linli.clients;

import java.util.UUID;
import java.util.function.Function;
import org.linli.clients.ClientSecrets.Use;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.provisioning.ClientRegistrations;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Mono;

/**
 * What becomes of the clients of a district that is being erased: those that nobody else grants go from Keycloak; a vendor's that others have is at home
 * with one of them from then on, with what it is changed with. Done twice is as done once.
 */
public final class LeavingClients {
    private final DistrictDatabase database;
    private final ClientRegistrations registrations;
    private final ClientSecrets secrets;
    private final ClientHeirs heirs;
    private final LeavingStore store = new LeavingStore();

    public LeavingClients(DistrictDatabase database, ClientRegistrations registrations, Sealer sealer) {
        this.database = database;
        this.registrations = registrations;
        this.secrets = new ClientSecrets(sealer);
        this.heirs = new ClientHeirs(database, secrets);
    }

    /** Ends when nothing of them is left but rows of the district. */
    public Mono<Void> leave(UUID district) {
        return in(
                        district,
                        leaving -> store.close(leaving)
                                .thenMany(store.leaving(leaving))
                                .collectList())
                .flatMapIterable(all -> all)
                .concatMap(client -> leave(district, client))
                .then();
    }

    private Mono<Void> leave(UUID district, LeavingStore.Leaving client) {
        if (!client.here()) return client.closed() ? heirs.follow(client.home(), client.registration()) : Mono.empty();
        Mono<Void> gone = client.closed() && client.registrationToken() != null
                ? registrations.remove(
                        client.azp(), secrets.open(client.registrationToken(), Use.REGISTRATION, client.id()))
                : Mono.empty();
        UUID heir = client.heir();
        return gone.then(heir == null ? Mono.empty() : heirs.inherit(district, heir, client));
    }

    private <T> Mono<T> in(UUID district, Function<Transaction, Mono<T>> something) {
        return database.transaction(district, something);
    }
}
