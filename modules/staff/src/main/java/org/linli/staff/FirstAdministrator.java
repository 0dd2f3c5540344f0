package org.linli.staff;

import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.staff.StaffEvent.RoleMoved;
import org.linli.staff.StaffEvent.StaffMoved;
import org.linli.staff.StaffStore.First;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Platform;
import reactor.core.publisher.Mono;

/** Has a new district's first administrator, whom an operator names, stand in its register; done twice it is as done once. */
public final class FirstAdministrator {
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
     * @return why that person cannot have the account, empty when all is well
     */
    public Mono<StaffFailure> ensure(UUID district, UUID member, StaffInvitation invitation, UUID operator) {
        return in(district, operator, work -> registered(work, member, invitation))
                .then(Mono.defer(() -> accounts.follow(district, member)))
                .then(Mono.defer(() -> in(district, operator, work -> store.first(work, member))))
                .mapNotNull(First::failure);
    }

    private Mono<UUID> registered(Work work, UUID member, StaffInvitation invitation) {
        return register.keep(work)
                .then(store.first(work, member))
                .delayUntil(known -> known.status() == StaffStatus.FAILED
                        ? store.again(work, known.id())
                                .then(work.append(new StaffMoved(known.id(), StaffStatus.FAILED, StaffStatus.INVITED)))
                        : Mono.empty())
                .map(First::id)
                .switchIfEmpty(Mono.defer(() -> add(work, member, invitation)));
    }

    private Mono<UUID> add(Work work, UUID member, StaffInvitation invitation) {
        Grant grant =
                new Grant(work.newId(), member, null, StaffRole.DISTRICT_ADMIN, RoleGrantStatus.GIVEN, work.subject());
        return store.add(work, member, invitation)
                .then(store.add(work, grant))
                .then(work.append(
                        new StaffMoved(member, null, StaffStatus.INVITED),
                        new RoleMoved(grant.id(), grant.role(), null, grant.status(), null)))
                .thenReturn(member);
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
