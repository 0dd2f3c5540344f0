package org.linli.clients;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.linli.clients.ClientEvent.ClientHindered;
import org.linli.clients.ClientEvent.ClientReady;
import org.linli.clients.ClientSecrets.Use;
import org.linli.clients.FollowedStore.Keys;
import org.linli.clients.FollowedStore.Seen;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Accounts;
import org.linli.tenancy.provisioning.Accounts.Account;
import org.linli.tenancy.provisioning.ClientRegistrations;
import org.linli.tenancy.provisioning.ClientRegistrations.Facts;
import org.linli.tenancy.provisioning.DirectoryUnreachable;
import org.linli.tenancy.provisioning.Provisioner;
import org.linli.tenancy.sealing.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has Keycloak follow what a district says of a client: registered, changed, an account that acts in the district or does not, removed. It goes by
 * what is when it is done, so jobs may come late, twice or in any order.
 *
 * <p>A client is registered under an id that was written down before, as a shell with which nobody can log in, and is made what it shall be once
 * the token is kept with which alone it can be changed. Where the answer with that token was lost, Keycloak says at the next attempt that the id is in
 * use; then another one is written down, and what stays behind under the first is a shell that nobody knows of and no district grants.
 *
 * <p>One that was deleted by hand is registered in the same way once more: its token is forgotten when Keycloak refuses it and the id is free.
 */
public final class FollowedClient implements Kind {
    static final String NAME = "client";

    private static final Logger LOG = LoggerFactory.getLogger(FollowedClient.class);
    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record Followed(UUID client) {}

    /** Something was changed while Keycloak followed; it is looked at again. */
    private static final class Meanwhile extends RuntimeException {
        private static final long serialVersionUID = 1;

        Meanwhile(String what) {
            super(what, null, false, false);
        }
    }

    private final DistrictDatabase database;
    private final ClientRegistrations registrations;
    private final Provisioner provisioner;
    private final Accounts accounts;
    private final ClientSecrets secrets;
    private final FollowedStore store = new FollowedStore();

    public FollowedClient(
            DistrictDatabase database,
            ClientRegistrations registrations,
            Provisioner provisioner,
            Accounts accounts,
            Sealer sealer) {
        this.database = database;
        this.registrations = registrations;
        this.provisioner = provisioner;
        this.accounts = accounts;
        this.secrets = new ClientSecrets(sealer);
    }

    /** As what Keycloak shall know a client; the number is nobody else's. */
    static String azp(String code, UUID number) {
        String digits = number.toString().replace("-", "");
        return code + "-" + digits.substring(digits.length() - 12);
    }

    @Override
    public Lane lane() {
        return Lane.DIRECTORY;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID client = JSON.treeToValue(job.payload(), Followed.class).client();
        return in(job.districtId(), transaction -> store.seen(transaction, client))
                .flatMap(seen -> follow(seen)
                        .onErrorResume(failure -> hindered(seen, failure).then(Mono.error(failure))));
    }

    private Mono<Void> follow(Seen seen) {
        if (seen.closed()) return remove(seen);
        boolean acts = seen.kind() == ClientKind.INTEGRATION;
        if (seen.status() == ClientStatus.WITHDRAWN)
            return acts && seen.account() != null
                    ? provisioner.dismiss(seen.organization(), seen.itsAccount())
                    : Mono.empty();
        return (seen.atHome() ? registered(seen) : Mono.just(seen))
                .delayUntil(known -> acts
                        ? provisioner
                                .join(known.organization(), known.itsAccount())
                                .then(accounts.enter(known.organization(), Role.INTEGRATOR.name(), known.itsAccount()))
                        : Mono.empty())
                .flatMap(this::ready);
    }

    /** In Keycloak it is then what it shall be. */
    private Mono<Seen> registered(Seen seen) {
        return keys(seen)
                .flatMap(keys -> token(seen, keys)
                        .delayUntil(token -> registrations
                                .change(token, facts(seen, keys))
                                .switchIfEmpty(Mono.defer(() -> refused(seen, keys)))
                                .filter(newest -> !newest.equals(token))
                                .flatMap(newest -> keep(seen, newest)))
                        .flatMap(token -> keys.secret() == null ? Mono.empty() : endTokens(seen)))
                .then(Mono.defer(() -> seen.kind() == ClientKind.INTEGRATION && seen.account() == null
                        ? account(seen)
                        : Mono.just(seen)));
    }

    private Mono<Void> keep(Seen seen, String token) {
        return in(seen.home(), home -> store.keep(home, seen, secrets.seal(token, Use.REGISTRATION, seen.id())));
    }

    /** Tokens are told apart by seconds: those that it gets once it is ready are of a later one. */
    private Mono<Void> endTokens(Seen seen) {
        return in(seen.home(), home -> store.endTokens(home, seen))
                .filter(ended -> ended > 0)
                .delayElement(Duration.ofSeconds(1))
                .then();
    }

    private Facts facts(Seen seen, Keys keys) {
        return seen.facts(keys.secret() == null ? null : secrets.open(keys.secret(), Use.SECRET, keys.id()));
    }

    private Mono<String> token(Seen seen, Keys keys) {
        if (keys.registrationToken() != null)
            return Mono.just(secrets.open(keys.registrationToken(), Use.REGISTRATION, keys.id()));
        return registrations
                .register(seen.azp(), seen.kind() == ClientKind.INTEGRATION)
                .switchIfEmpty(Mono.defer(() -> rename(seen)))
                .delayUntil(token -> first(seen, token));
    }

    /** Keeps the token; where somebody else was quicker, or the client is no longer wanted, it goes again. */
    private Mono<Void> first(Seen seen, String token) {
        String sealed = secrets.seal(token, Use.REGISTRATION, seen.id());
        return in(seen.home(), home -> store.lock(home, seen).then(Mono.defer(() -> store.first(home, seen, sealed))))
                .filter(kept -> !kept)
                .flatMap(unwanted -> registrations
                        .remove(seen.azp(), token)
                        .then(Mono.error(new Meanwhile("the client was registered or withdrawn"))));
    }

    /** It was disabled, and then only people can enable it; or it is gone, and is registered anew. */
    private <T> Mono<T> refused(Seen seen, Keys keys) {
        return registrations
                .free(seen.azp())
                .filter(free -> free)
                .switchIfEmpty(
                        Mono.error(() -> new IllegalStateException("Keycloak lets nobody of ours change a client")))
                .flatMap(gone -> in(
                        seen.home(),
                        home -> store.lock(home, seen)
                                .then(Mono.defer(() -> store.forget(home, seen, keys.registrationToken())))))
                .then(Mono.error(new Meanwhile("the client was deleted in Keycloak")));
    }

    private <T> Mono<T> rename(Seen seen) {
        LOG.warn("Keycloak has a client {} that nobody can use or change; it may be deleted there", seen.azp());
        String azp = azp(seen.code(), UUID.randomUUID());
        return in(seen.home(), home -> store.lock(home, seen).then(Mono.defer(() -> store.rename(home, seen, azp))))
                .then(Mono.error(new Meanwhile("an answer of Keycloak was lost; the client gets another id")));
    }

    private Mono<Seen> account(Seen seen) {
        return accounts.find("service-account-" + seen.azp(), null)
                .map(Account::id)
                .flatMap(account -> in(
                        seen.home(),
                        home -> store.account(home, seen, account)
                                .then(Mono.defer(() -> store.seen(home, seen.id())))));
    }

    /** Tells that it can be used, unless something has changed meanwhile. */
    private Mono<Void> ready(Seen seen) {
        return in(
                seen.district(),
                transaction -> store.lock(transaction, seen)
                        .then(Mono.defer(() -> store.seen(transaction, seen.id())))
                        .flatMap(now -> {
                            if (now.version() != seen.version() || now.closed())
                                return Mono.error(new Meanwhile("the client was changed"));
                            return now.status() == ClientStatus.READY ? Mono.empty() : ready(transaction, now);
                        }));
    }

    private Mono<Void> ready(Transaction transaction, Seen now) {
        return store.ready(transaction, now)
                .then(Work.ofPlatform(transaction))
                .flatMap(work -> work.append(new ClientReady(now.id(), now.status()))
                        .then(
                                now.vendor() && now.atHome() && now.status() == ClientStatus.CHANGING
                                        ? work.later(TellingGrantees.NAME, new Followed(now.id()))
                                        : Mono.empty()));
    }

    /** No district grants it any more, and with it goes its account. */
    private Mono<Void> remove(Seen seen) {
        return keys(seen).filter(keys -> keys.registrationToken() != null).flatMap(keys -> {
            String token = secrets.open(Objects.requireNonNull(keys.registrationToken()), Use.REGISTRATION, keys.id());
            return registrations.remove(seen.azp(), token).then(in(seen.home(), home -> store.removed(home, keys)));
        });
    }

    private Mono<Keys> keys(Seen seen) {
        return in(seen.home(), home -> store.keys(home, seen.registration()));
    }

    /** Told once for each problem: that it is tried again, and again in vain, is no news. */
    private Mono<Void> hindered(Seen seen, Throwable failure) {
        if (failure instanceof Meanwhile) return Mono.empty();
        ClientProblem problem = problem(failure);
        return in(
                seen.district(),
                transaction -> store.hindered(transaction, seen, problem)
                        .filter(news -> news)
                        .flatMap(news -> Work.ofPlatform(transaction))
                        .flatMap(work -> work.append(new ClientHindered(seen.id(), problem))));
    }

    private static ClientProblem problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof IOException || cause instanceof DirectoryUnreachable) return ClientProblem.UNREACHABLE;
        return ClientProblem.REFUSED;
    }

    private <T> Mono<T> in(UUID district, Function<Transaction, Mono<T>> something) {
        return database.transaction(district, something);
    }
}
