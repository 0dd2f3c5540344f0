package org.linli.staff;

import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.staff.StaffAccountStore.Invited;
import org.linli.staff.StaffAccountStore.Settling;
import org.linli.staff.StaffEvent.RoleSettled;
import org.linli.staff.StaffEvent.StaffMailed;
import org.linli.staff.StaffEvent.StaffMoved;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Accounts;
import org.linli.tenancy.provisioning.Accounts.Account;
import org.linli.tenancy.provisioning.Membership;
import org.linli.tenancy.provisioning.Membership.AccountMissing;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has Keycloak follow the register for one person: the account is there, is a member, has had its letter, and is in the groups of its roles
 * and in no other. Each step looks first, and goes by what the register says when it is done, so jobs may come late, twice or in any order. A role of an
 * account that is not there, as in a district that came without it, is left to {@link StaffComparison}, which tells of it and looks for it.
 */
public final class StaffAccounts implements Kind {
    static final String NAME = "staff-account";

    /** What a job of this kind says. */
    record Person(UUID member) {}

    private static final JsonMapper JSON = new JsonMapper();

    private final DistrictDatabase database;
    private final Accounts accounts;
    private final Membership membership;
    private final String client;
    private final URI console;
    private final @Nullable StaffLetters letters;
    private final LetterClaims claims;
    private final StaffAccountStore store = new StaffAccountStore();

    /**
     * @param client by which people log in to the console
     * @param console to which an invitation leads in the end
     * @param letters null where they are left to a node that has a mail server
     */
    public StaffAccounts(
            DistrictDatabase database,
            Accounts accounts,
            Membership membership,
            String client,
            URI console,
            @Nullable StaffLetters letters) {
        this.database = database;
        this.accounts = accounts;
        this.membership = membership;
        this.client = client;
        this.console = console;
        this.letters = letters;
        this.claims = new LetterClaims(database);
    }

    static Mono<Void> follow(Work work, UUID member) {
        return work.later(NAME, new Person(member));
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
        return follow(
                job.districtId(), JSON.treeToValue(job.payload(), Person.class).member(), job.id());
    }

    /** @param by whose work it is, of which there is one at a time */
    Mono<Void> follow(UUID district, UUID member, UUID by) {
        return invited(district, member)
                .flatMap(person -> connect(district, person))
                .then(invited(district, member))
                .filter(person -> person.subject() != null)
                .flatMap(person -> settle(district, person)
                        .then(Mono.defer(() -> tell(district, person, by)))
                        .then(Mono.defer(() -> write(district, person, by))));
    }

    /** Has the directory follow the whole register once more, as after the district's organization was made anew. */
    public Mono<Void> followAnew(UUID district) {
        return in(
                district,
                work -> store.unsettle(work).then(store.followAll(work, NAME)).then());
    }

    /** Has what became due while the district was suspended be written. */
    public Mono<Void> followDue(UUID district) {
        return in(district, work -> store.followDue(work, NAME)).then();
    }

    private Mono<Invited> invited(UUID district, UUID member) {
        return in(district, work -> store.invited(work, member));
    }

    private <T> Mono<T> in(UUID district, Function<Work, Mono<T>> step) {
        return Work.ofPlatform(database, district, step);
    }

    private Mono<Void> connect(UUID district, Invited person) {
        if (person.status() != StaffStatus.INVITED) return Mono.empty();
        return account(district, person)
                .flatMap(account -> person.refuses(account)
                        .map(failure -> fail(district, person, failure))
                        .orElseGet(() -> take(district, person, account)))
                .switchIfEmpty(Mono.defer(() -> fail(
                        district,
                        person,
                        person.email() == null ? StaffFailure.ADDRESS_NEEDED : StaffFailure.REFUSED)));
    }

    private Mono<Account> account(UUID district, Invited person) {
        Mono<Account> found = accounts.find(person.username(), person.email());
        String email = person.email();
        if (email == null) return found;
        String username = Objects.requireNonNullElse(person.username(), email);
        return found.switchIfEmpty(accounts.create(district, username, email, person.name(), person.language())
                .then(found));
    }

    private Mono<Void> take(UUID district, Invited person, Account account) {
        return in(district, work -> store.conflict(work, person.id(), account))
                .flatMap(conflict -> conflict.failure() != null
                        ? fail(district, person, conflict.failure())
                        : membership
                                .enter(district, person.organization(), account.id())
                                .flatMap(entered -> entered
                                        ? connected(district, person, account)
                                        : fail(district, person, StaffFailure.ELSEWHERE)));
    }

    private Mono<Void> connected(UUID district, Invited person, Account account) {
        return in(
                district,
                work -> store.connect(work, person.id(), account)
                        .filter(connected -> connected > 0)
                        .flatMap(connected ->
                                work.append(new StaffMoved(person.id(), StaffStatus.INVITED, StaffStatus.CONNECTED))));
    }

    private Mono<Void> fail(UUID district, Invited person, StaffFailure failure) {
        return in(
                district,
                work -> store.fail(work, person.id(), failure)
                        .filter(failed -> failed > 0)
                        .flatMap(failed ->
                                work.append(new StaffMoved(person.id(), StaffStatus.INVITED, StaffStatus.FAILED))));
    }

    /** Before the letter that leads to a password, which names neither district nor role. */
    private Mono<Void> tell(UUID district, Invited person, UUID by) {
        if (!person.due()) return Mono.empty();
        return letters == null
                ? in(district, work -> store.leave(work, person.id(), StaffLetters.NAME))
                        .then()
                : letters.write(district, person.id(), by);
    }

    /**
     * Last, so that no role waits for a mail server. The letter may go out twice where a node dies behind it; that it never does would be
     * worse.
     */
    private Mono<Void> write(UUID district, Invited person, UUID by) {
        if (person.mailed() || !person.invited()) return Mono.empty();
        Mono<Void> letter = accounts.invite(
                        Objects.requireNonNull(person.subject()),
                        client,
                        URI.create(console + "?district=" + person.code()))
                .filter(sent -> sent)
                .flatMap(sent -> in(
                        district,
                        work -> store.mailed(work, person.id())
                                .filter(mailed -> mailed > 0)
                                .flatMap(mailed -> work.append(new StaffMailed(person.id())))));
        return claims.alone(district, person.id(), by, false, letter);
    }

    private Mono<Void> settle(UUID district, Invited person) {
        UUID subject = Objects.requireNonNull(person.subject());
        return in(district, work -> store.unsettled(work, person.id()).collectList())
                .flatMapIterable(roles -> roles)
                .concatMap(role -> (role.given()
                                ? join(district, person, subject, role.role())
                                : accounts.leave(
                                                person.organization(),
                                                role.role().name(),
                                                subject)
                                        .thenReturn(true))
                        .filter(followed -> followed)
                        .flatMap(followed -> settled(district, person, subject, role)))
                .then();
    }

    /** @return false where there is no such account */
    private Mono<Boolean> join(UUID district, Invited person, UUID subject, StaffRole role) {
        return membership
                .enter(district, person.organization(), subject)
                .flatMap(entered -> entered
                        ? accounts.enter(person.organization(), role.name(), subject)
                                .thenReturn(true)
                        : Mono.error(new IllegalStateException("the account belongs to another district")))
                .onErrorResume(
                        AccountMissing.class,
                        missing -> membership.missing(district, subject).thenReturn(false));
    }

    /** What was decided otherwise meanwhile is to be done anew. */
    private Mono<Void> settled(UUID district, Invited person, UUID subject, Settling role) {
        return in(
                        district,
                        work -> store.settle(work, person.id(), role)
                                .concatMap(grant -> work.append(new RoleSettled(grant.id(), role.role()))
                                        .then(role.given() ? Mono.<Void>empty() : work.follow(subject))
                                        .thenReturn(grant))
                                .count())
                .filter(settled -> settled == 0)
                .flatMap(none -> in(district, work -> store.unsettle(work, person.id(), role)))
                .doOnNext(otherwise -> {
                    if (otherwise > 0) throw new IllegalStateException("decided otherwise meanwhile");
                })
                .then();
    }
}
