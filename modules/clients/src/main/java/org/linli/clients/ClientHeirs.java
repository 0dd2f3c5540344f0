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
import reactor.core.publisher.Mono;

/** Another district takes a client over, with what it is changed with. Done twice is as done once. */
final class ClientHeirs {
    private final DistrictDatabase database;
    private final ClientSecrets secrets;
    private final LeavingStore store = new LeavingStore();

    ClientHeirs(DistrictDatabase database, ClientSecrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    Mono<Void> inherit(UUID district, UUID heir, LeavingStore.Leaving client) {
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

    Mono<Void> follow(UUID home, UUID registration) {
        return in(home, there -> store.entry(there, registration).flatMap(entry -> follow(there, entry)));
    }

    private static Mono<Void> follow(Transaction there, LeavingStore.Entry entry) {
        return Work.ofPlatform(there).flatMap(work -> work.later(FollowedClient.NAME, new Followed(entry.id())));
    }

    private <T> Mono<T> in(UUID district, Function<Transaction, Mono<T>> something) {
        return database.transaction(district, something);
    }
}
