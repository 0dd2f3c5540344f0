package org.linli.clients;

import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.clients.ClientEvent.ClientChanged;
import org.linli.clients.ClientSecrets.Use;
import org.linli.clients.FollowedClient.Followed;
import org.linli.live.Work;
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
    private final LeavingStore store = new LeavingStore();

    public LeavingClients(DistrictDatabase database, ClientRegistrations registrations, Sealer sealer) {
        this.database = database;
        this.registrations = registrations;
        this.secrets = new ClientSecrets(sealer);
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
        if (!client.here()) return client.closed() ? follow(client.home(), client.registration()) : Mono.empty();
        Mono<Void> gone = client.closed() && client.registrationToken() != null
                ? registrations.remove(
                        client.azp(), secrets.open(client.registrationToken(), Use.REGISTRATION, client.id()))
                : Mono.empty();
        UUID heir = client.heir();
        return gone.then(heir == null ? Mono.empty() : inherit(district, heir, client));
    }

    private Mono<Void> inherit(UUID district, UUID heir, LeavingStore.Leaving client) {
        return in(
                heir,
                there -> store.entry(there, client.registration())
                        .delayUntil(entry -> store.inherit(
                                there,
                                district,
                                client.registration(),
                                entry.id(),
                                client.closed()
                                        ? null
                                        : resealed(client.registrationToken(), Use.REGISTRATION, client, entry),
                                client.closed() ? null : resealed(client.secret(), Use.SECRET, client, entry)))
                        .flatMap(entry -> follow(there, entry)
                                .then(Work.ofPlatform(there))
                                .flatMap(work -> work.append(new ClientChanged(entry.id())))));
    }

    private @Nullable String resealed(
            @Nullable String sealed, Use use, LeavingStore.Leaving client, LeavingStore.Entry entry) {
        return sealed == null ? null : secrets.seal(secrets.open(sealed, use, client.id()), use, entry.id());
    }

    private Mono<Void> follow(UUID home, UUID registration) {
        return in(home, there -> store.entry(there, registration).flatMap(entry -> follow(there, entry)));
    }

    private static Mono<Void> follow(Transaction there, LeavingStore.Entry entry) {
        return Work.ofPlatform(there).flatMap(work -> work.later(FollowedClient.NAME, new Followed(entry.id())));
    }

    private <T> Mono<T> in(UUID district, Function<Transaction, Mono<T>> something) {
        return database.transaction(district, something);
    }
}
