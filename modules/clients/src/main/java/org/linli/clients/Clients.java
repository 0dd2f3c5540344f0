package org.linli.clients;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.clients.ClientEvent.ClientChanged;
import org.linli.clients.ClientEvent.ClientGranted;
import org.linli.clients.ClientEvent.ClientRegistered;
import org.linli.clients.ClientEvent.ClientSecretRotated;
import org.linli.clients.ClientEvent.ClientWithdrawn;
import org.linli.clients.ClientOutcome.ClientSaved;
import org.linli.clients.ClientOutcome.ClientSecretGiven;
import org.linli.clients.ClientRefusal.ClientOfAnotherDistrict;
import org.linli.clients.ClientRefusal.ClientWithoutSecret;
import org.linli.clients.ClientRefusal.TooManyClients;
import org.linli.clients.ClientSecrets.Use;
import org.linli.clients.ClientStore.Granted;
import org.linli.clients.ClientStore.Held;
import org.linli.clients.ClientStore.Registration;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Mono;

/** What a district's IT does with clients. Here they are written as they shall be; {@link FollowedClient} has Keycloak follow. */
public final class Clients {
    private static final int MOST = 100;

    private final ClientStore store = new ClientStore();
    private final ClientSecrets secrets;

    public Clients(Sealer sealer) {
        this.secrets = new ClientSecrets(sealer);
    }

    @UseCase
    public Mono<ClientSaved> registerFrontend(
            Work work,
            String name,
            List<String> redirectAddresses,
            @Nullable List<String> origins,
            @Nullable Integer requestsPerMinute,
            @Nullable Boolean vendor) {
        ClientAddresses addresses = new ClientAddresses(redirectAddresses, requireNonNullElse(origins, List.of()))
                .checkedFor(ClientKind.FRONTEND);
        return register(work, ClientKind.FRONTEND, name, addresses, vendor, id -> null, requestsPerMinute)
                .map(ClientSaved::new);
    }

    /** The secret is ours to choose, so that it can be told now and be had by Keycloak a moment later, however often that is tried. */
    @UseCase
    public Mono<ClientSecretGiven> registerIntegration(
            Work work, String name, @Nullable Integer requestsPerMinute, @Nullable Boolean vendor) {
        String secret = ClientSecrets.fresh();
        return register(
                        work,
                        ClientKind.INTEGRATION,
                        name,
                        ClientAddresses.NONE,
                        vendor,
                        id -> secrets.seal(secret, Use.SECRET, id),
                        requestsPerMinute)
                .map(id -> new ClientSecretGiven(id, secret));
    }

    private Mono<UUID> register(
            Work work,
            ClientKind kind,
            String name,
            ClientAddresses addresses,
            @Nullable Boolean vendor,
            Function<UUID, @Nullable String> secret,
            @Nullable Integer requestsPerMinute) {
        UUID registration = work.newId();
        UUID id = work.newId();
        String azp = FollowedClient.azp(work.district().code(), id);
        return notTooMany(work)
                .then(store.register(work, registration, azp, kind, name, addresses, requireNonNullElse(vendor, false)))
                .then(store.add(work, id, registration, requestsPerMinute, secret.apply(id)))
                .then(follow(work, id))
                .then(work.append(new ClientRegistered(id)))
                .thenReturn(id);
    }

    private Mono<Void> notTooMany(Work work) {
        return store.count(work)
                .doOnNext(count -> {
                    if (count >= MOST) throw new Refused(new TooManyClients(MOST));
                })
                .then();
    }

    @UseCase
    public Mono<ClientSaved> changeClient(
            Work work,
            UUID client,
            @Nullable String name,
            @Nullable List<String> redirectAddresses,
            @Nullable List<String> origins,
            @Nullable Integer requestsPerMinute,
            int expectedVersion) {
        return held(work, client).flatMap(held -> {
            Registration known = held.registration();
            Granted granted = held.granted();
            VersionConflict.check(expectedVersion, granted.version());
            ClientStatus status = granted.status().changing();
            Integer limit = limit(requestsPerMinute, granted);
            boolean everywhere = name != null || redirectAddresses != null || origins != null;
            Mono<Void> changed = everywhere
                    ? describe(work, known, name, redirectAddresses, origins)
                            .then(store.move(work, client, status, limit))
                            .then(follow(work, client))
                    : store.move(work, client, granted.status(), limit);
            return changed.then(store.limit(work, known.azp(), limit))
                    .then(work.append(new ClientChanged(client)))
                    .thenReturn(new ClientSaved(client));
        });
    }

    /** @return null for the usual one */
    private static @Nullable Integer limit(@Nullable Integer given, Granted granted) {
        if (given == null) return granted.requestsPerMinute();
        return given == 0 ? null : given;
    }

    private Mono<Void> describe(
            Work work,
            Registration known,
            @Nullable String name,
            @Nullable List<String> redirectAddresses,
            @Nullable List<String> origins) {
        atHome(known);
        ClientAddresses addresses = new ClientAddresses(
                        requireNonNullElse(redirectAddresses, known.redirectAddresses()),
                        requireNonNullElse(origins, known.origins()))
                .checkedFor(known.kind());
        return store.describe(work, known.id(), requireNonNullElse(name, known.name()), addresses);
    }

    @UseCase
    public Mono<ClientSecretGiven> rotateClientSecret(Work work, UUID client) {
        String secret = ClientSecrets.fresh();
        return held(work, client).flatMap(held -> {
            atHome(held.registration());
            if (held.registration().kind() == ClientKind.FRONTEND) throw new Refused(new ClientWithoutSecret());
            Granted granted = held.granted();
            return store.move(work, client, granted.status().changing(), granted.requestsPerMinute())
                    .then(store.secret(work, client, secrets.seal(secret, Use.SECRET, client)))
                    .then(follow(work, client))
                    .then(work.append(new ClientSecretRotated(client)))
                    .thenReturn(new ClientSecretGiven(client, secret));
        });
    }

    @UseCase
    public Mono<ClientSaved> withdrawClient(Work work, UUID client) {
        return held(work, client).flatMap(held -> {
            Granted granted = held.granted();
            ClientStatus.LIFE.check(granted.status(), ClientStatus.WITHDRAWN);
            return store.withdraw(work, held.registration())
                    .then(store.move(work, client, ClientStatus.WITHDRAWN, granted.requestsPerMinute()))
                    .then(follow(work, client))
                    .then(work.append(new ClientWithdrawn(client, granted.status())))
                    .thenReturn(new ClientSaved(client));
        });
    }

    @UseCase
    public Mono<ClientSaved> grantVendorClient(Work work, String clientId, @Nullable Integer requestsPerMinute) {
        return store.ofVendor(work, clientId)
                .switchIfEmpty(NotFound.mono())
                .flatMap(registration -> store.granted(work, registration.id())
                        .flatMap(granted -> again(work, granted, requestsPerMinute))
                        .switchIfEmpty(Mono.defer(() -> first(work, registration, requestsPerMinute)))
                        .flatMap(client -> store.grant(work, registration.azp(), requestsPerMinute)
                                .then(follow(work, client))
                                .thenReturn(new ClientSaved(client))));
    }

    private Mono<UUID> again(Work work, Granted granted, @Nullable Integer requestsPerMinute) {
        ClientStatus.LIFE.check(granted.status(), ClientStatus.REGISTERING);
        return notTooMany(work)
                .then(store.move(work, granted.id(), ClientStatus.REGISTERING, requestsPerMinute))
                .then(work.append(new ClientGranted(granted.id(), granted.status())))
                .thenReturn(granted.id());
    }

    private Mono<UUID> first(Work work, Registration registration, @Nullable Integer requestsPerMinute) {
        UUID id = work.newId();
        return notTooMany(work)
                .then(store.add(work, id, registration.id(), requestsPerMinute, null))
                .then(work.append(new ClientGranted(id, null)))
                .thenReturn(id);
    }

    private Mono<Held> held(Work work, UUID client) {
        return store.held(work, client).switchIfEmpty(NotFound.mono());
    }

    private static void atHome(Registration registration) {
        if (!registration.here()) throw new Refused(new ClientOfAnotherDistrict());
    }

    private static Mono<Void> follow(Work work, UUID client) {
        return work.later(FollowedClient.NAME, new FollowedClient.Followed(client));
    }
}
