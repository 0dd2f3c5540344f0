package org.linli.clients;

import static org.linli.clients.ClientDifference.BLOCKED;
import static org.linli.clients.ClientDifference.CHANGED;
import static org.linli.clients.ClientDifference.MISSING;
import static org.linli.clients.ClientDifference.NO_INTEGRATOR;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.linli.clients.ClientEvent.ClientDrifted;
import org.linli.clients.ClientEvent.ClientHindered;
import org.linli.clients.ClientSecrets.Use;
import org.linli.clients.FollowedClient.Followed;
import org.linli.clients.FollowedStore.Seen;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Accounts;
import org.linli.tenancy.provisioning.ClientRegistrations;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Mono;

/**
 * Compares a district's clients with Keycloak. What differs is told, and made what the district says of it once more by {@link FollowedClient}; one that was
 * disabled lets nobody of ours near it, so that it is reported.
 */
public final class ClientComparison implements Kind {
    /** Those who run the platform. */
    public interface Operators {
        /** A client of the district that others use, too, was put right. */
        Mono<Void> vendorClientChanged(UUID district);

        /** Whether the district has a client that only they can enable again. */
        Mono<Void> blocked(UUID district, boolean any);
    }

    private final DistrictDatabase database;
    private final ClientRegistrations registrations;
    private final Accounts accounts;
    private final ClientSecrets secrets;
    private final Operators operators;
    private final FollowedStore store = new FollowedStore();

    public ClientComparison(
            DistrictDatabase database,
            ClientRegistrations registrations,
            Accounts accounts,
            Sealer sealer,
            Operators operators) {
        this.database = database;
        this.registrations = registrations;
        this.accounts = accounts;
        this.secrets = new ClientSecrets(sealer);
        this.operators = operators;
    }

    @Override
    public String name() {
        return "compare-clients";
    }

    @Override
    public Lane lane() {
        return Lane.COMPARISON;
    }

    @Override
    public Duration every() {
        return Duration.ofDays(1);
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID district = job.districtId();
        return in(district, transaction -> store.ready(transaction).collectList())
                .flatMapIterable(ready -> ready)
                .concatMap(ready -> compared(district, ready.id()))
                .filter(difference -> difference == BLOCKED)
                .hasElements()
                .flatMap(blocked -> operators.blocked(district, blocked));
    }

    private Mono<ClientDifference> compared(UUID district, UUID client) {
        return in(district, transaction -> store.seen(transaction, client))
                .filter(seen -> seen.status() == ClientStatus.READY && !seen.closed())
                .flatMap(seen -> difference(seen).flatMap(difference -> told(seen, difference)));
    }

    private Mono<ClientDifference> difference(Seen seen) {
        Mono<ClientDifference> described = seen.atHome() ? described(seen) : Mono.empty();
        return seen.kind() == ClientKind.INTEGRATION ? described.switchIfEmpty(acting(seen)) : described;
    }

    private Mono<ClientDifference> described(Seen seen) {
        return in(seen.home(), home -> store.keys(home, seen.registration()))
                .mapNotNull(FollowedStore.Keys::registrationToken)
                .map(kept -> secrets.open(kept, Use.REGISTRATION, seen.id()))
                .flatMap(token -> registrations.keeps(token, seen.facts(null)).map(Optional::of))
                .defaultIfEmpty(Optional.empty())
                .flatMap(keeps -> keeps.isEmpty()
                        ? refused(seen)
                        : keeps.get() && seen.problem() == null ? Mono.empty() : Mono.just(CHANGED));
    }

    /** What is not ours to change is gone, and then its id is free, or it was disabled, and then only people can enable it. */
    private Mono<ClientDifference> refused(Seen seen) {
        return registrations.free(seen.azp()).map(free -> free ? MISSING : BLOCKED);
    }

    private Mono<ClientDifference> acting(Seen seen) {
        return Mono.justOrEmpty(seen.account())
                .flatMap(account -> accounts.groups(seen.organization(), account))
                .flatMap(groups -> groups.contains(Role.INTEGRATOR.name()) ? Mono.empty() : Mono.just(NO_INTEGRATOR));
    }

    /** Where it was changed here meanwhile, it is compared once more. */
    private Mono<ClientDifference> told(Seen seen, ClientDifference difference) {
        return in(
                        seen.district(),
                        transaction -> store.lock(transaction, seen)
                                .then(Mono.defer(() -> store.seen(transaction, seen.id())))
                                .filter(now -> now.version() == seen.version() && !now.closed())
                                .delayUntil(now -> difference == BLOCKED
                                        ? blocked(transaction, now)
                                        : anew(transaction, now, difference)))
                .delayUntil(now -> now.vendor() && now.atHome() && difference != BLOCKED
                        ? operators.vendorClientChanged(now.district())
                        : Mono.empty())
                .map(now -> difference)
                .switchIfEmpty(Mono.defer(() -> compared(seen.district(), seen.id())));
    }

    private Mono<Void> blocked(Transaction transaction, Seen now) {
        return store.hindered(transaction, now, ClientProblem.REFUSED)
                .filter(news -> news)
                .flatMap(news -> Work.ofPlatform(transaction))
                .flatMap(work -> work.append(new ClientHindered(now.id(), ClientProblem.REFUSED)));
    }

    private Mono<Void> anew(Transaction transaction, Seen now, ClientDifference difference) {
        return store.anew(transaction, now)
                .then(Work.ofPlatform(transaction))
                .flatMap(work -> work.append(new ClientDrifted(now.id(), difference, now.status()))
                        .then(work.later(FollowedClient.NAME, new Followed(now.id()))));
    }

    private <T> Mono<T> in(UUID district, Function<Transaction, Mono<T>> something) {
        return database.transaction(district, something);
    }
}
