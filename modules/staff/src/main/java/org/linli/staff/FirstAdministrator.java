package org.linli.staff;

import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.staff.StaffEvent.RoleMoved;
import org.linli.staff.StaffEvent.StaffMoved;
import org.linli.staff.StaffStore.First;
import org.linli.staff.StaffStore.Held;
import org.linli.staff.StaffStore.Person;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Platform;
import reactor.core.publisher.Mono;

/**
 * Has an administrator whom an operator names stand in a district's register, be it the first one of a new district or another one of a district that is in
 * use; done twice it is as done once.
 */
public final class FirstAdministrator {
    /**
     * Somebody who was named.
     *
     * @param member as whom the person stands in the register
     * @param failure why that cannot be
     * @param apart whether the person has a role beside which nobody is an administrator
     */
    public record Named(UUID member, @Nullable StaffFailure failure, boolean apart) {
        static Named as(UUID member) {
            return new Named(member, null, false);
        }
    }

    /** @param mailedAt when the last letter of the invitation went out; null where there was none, as nobody is reached by it */
    public record Connected(
            @Nullable StaffFailure failure, @Nullable OffsetDateTime mailedAt) {}

    private final DistrictDatabase database;
    private final StaffAccounts accounts;
    private final StaffStore store = new StaffStore();
    private final StaffComparisonStore register = new StaffComparisonStore();

    public FirstAdministrator(DistrictDatabase database, StaffAccounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /**
     * Registers, connects with an account, and invites.
     *
     * @param member as which the person stands in the register, whatever the account turns out to be called
     * @param operator who names the administrator
     * @param letter with which the person is told
     */
    public Mono<Connected> ensure(
            UUID district, UUID member, StaffInvitation invitation, UUID operator, StaffLetter letter) {
        return in(district, operator, work -> registered(work, member, invitation, letter))
                .then(Mono.defer(() -> connect(district, member, operator)));
    }

    /**
     * Registers an administrator of a district that is in use, who may stand in its register already: then the role is given, or given to the directory once
     * more, and a letter is due again.
     *
     * @param member as which a person who is new there stands in the register
     */
    public Mono<Named> name(UUID district, UUID member, StaffInvitation invitation, UUID operator) {
        return in(
                district,
                operator,
                work -> store.known(work, member, invitation)
                        .flatMap(known -> store.lock(work, known.id()))
                        .flatMap(person -> named(work, person, invitation))
                        .switchIfEmpty(Mono.defer(() -> add(work, member, invitation, StaffLetter.INVITED)
                                .map(Named::as))));
    }

    private Mono<Named> named(Work work, Person person, StaffInvitation invitation) {
        if (!Objects.equals(person.email(), invitation.email()))
            return Mono.just(new Named(person.id(), StaffFailure.ADDRESS_DIFFERS, false));
        if (work.subject().equals(person.subject()))
            return Mono.just(new Named(person.id(), StaffFailure.OWN_ACCOUNT, false));
        return store.held(work, person.id()).map(Held::role).collectList().flatMap(roles -> {
            boolean has = roles.contains(StaffRole.DISTRICT_ADMIN);
            if (!has && StaffRole.DISTRICT_ADMIN.excludedBy(roles).isPresent())
                return Mono.just(new Named(person.id(), null, true));
            return (has
                            ? store.settleAnew(work, person.id(), StaffRole.DISTRICT_ADMIN)
                                    .then()
                            : give(work, person.id()))
                    .then(store.invite(work, person.id()))
                    .then(work.append(StaffMoved.again(person)))
                    .thenReturn(Named.as(person.id()));
        });
    }

    /** Connects somebody who was named with an account, puts it into the role's group, and sends the letter that is due. */
    public Mono<Connected> connect(UUID district, UUID member, UUID operator) {
        return accounts.follow(district, member, member)
                .then(Mono.defer(() -> in(district, operator, work -> store.first(work, member))))
                .map(person -> new Connected(person.failure(), person.mailedAt()));
    }

    private Mono<UUID> registered(Work work, UUID member, StaffInvitation invitation, StaffLetter letter) {
        return register.keep(work)
                .then(store.first(work, member))
                .delayUntil(known -> known.status() == StaffStatus.FAILED
                        ? store.again(work, known.id())
                                .then(work.append(new StaffMoved(known.id(), StaffStatus.FAILED, StaffStatus.INVITED)))
                        : Mono.empty())
                .map(First::id)
                .switchIfEmpty(Mono.defer(() -> add(work, member, invitation, letter)));
    }

    private Mono<UUID> add(Work work, UUID member, StaffInvitation invitation, StaffLetter letter) {
        return store.add(work, member, invitation, letter)
                .then(work.append(new StaffMoved(member, null, StaffStatus.INVITED)))
                .then(Mono.defer(() -> give(work, member)))
                .thenReturn(member);
    }

    private Mono<Void> give(Work work, UUID member) {
        Grant grant =
                new Grant(work.newId(), member, null, StaffRole.DISTRICT_ADMIN, RoleGrantStatus.GIVEN, work.subject());
        return store.add(work, grant)
                .then(work.append(new RoleMoved(grant.id(), grant.role(), null, grant.status(), null)));
    }

    private <T> Mono<T> in(UUID district, UUID operator, Function<Work, Mono<T>> step) {
        return database.transaction(
                district,
                transaction -> transaction
                        .begun()
                        .flatMap(begun -> step.apply(
                                Work.onBehalf(begun, operator, Platform.CLIENT, Set.of(Role.PLATFORM_ADMIN)))));
    }
}
