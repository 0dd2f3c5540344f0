package org.linli.staff;

import static org.linli.staff.RoleGrantStatus.DECLINED;
import static org.linli.staff.RoleGrantStatus.GIVEN;
import static org.linli.staff.RoleGrantStatus.PROPOSED;
import static org.linli.staff.RoleGrantStatus.WITHDRAWN;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.TransitionRefused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.staff.StaffEvent.RoleMoved;
import org.linli.staff.StaffEvent.SessionsClosed;
import org.linli.staff.StaffEvent.StaffMoved;
import org.linli.staff.StaffOutcome.RoleDeclined;
import org.linli.staff.StaffOutcome.RoleGiven;
import org.linli.staff.StaffOutcome.RoleGiving;
import org.linli.staff.StaffOutcome.RoleProposed;
import org.linli.staff.StaffOutcome.RoleWithdrawn;
import org.linli.staff.StaffOutcome.RolesConfirmed;
import org.linli.staff.StaffOutcome.StaffInvited;
import org.linli.staff.StaffOutcome.StaffSessionsEnded;
import org.linli.staff.StaffRefusal.AlreadyHeld;
import org.linli.staff.StaffRefusal.AlreadyStaff;
import org.linli.staff.StaffRefusal.LastHolder;
import org.linli.staff.StaffRefusal.NoAccountYet;
import org.linli.staff.StaffRefusal.NotHeld;
import org.linli.staff.StaffRefusal.RolesExcludeEachOther;
import org.linli.staff.StaffStore.Held;
import org.linli.staff.StaffStore.Person;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who works for the district, and as what. What is decided here holds at once; Keycloak, which puts roles into tokens, follows by
 * {@link StaffAccounts}. The person is locked before the roles.
 */
public final class Staff {
    private final StaffStore store = new StaffStore();

    @UseCase
    public Mono<StaffInvited> inviteStaff(Work work, StaffInvitation invitation) {
        invitation.check();
        apart(invitation.roles());
        UUID member = work.newId();
        List<Grant> grants = invitation.roles().stream()
                .map(role -> proposal(work, member, null, role))
                .toList();
        return store.add(work, member, invitation, StaffLetter.INVITED)
                .switchIfEmpty(free(work, invitation.username(), invitation.email())
                        .then(Mono.error(() -> new IllegalStateException("neither there nor to be added"))))
                .then(work.append(new StaffMoved(member, null, StaffStatus.INVITED)))
                .thenMany(Flux.fromIterable(grants))
                .concatMap(grant -> give(work, grant))
                .then(StaffAccounts.follow(work, member))
                .thenReturn(new StaffInvited(member));
    }

    private Mono<Void> free(Work work, @Nullable String username, @Nullable String email) {
        return store.named(work, username, email)
                .doOnNext(known -> {
                    throw new Refused(new AlreadyStaff(known.id()));
                })
                .then();
    }

    private static void apart(Collection<StaffRole> roles) {
        for (StaffRole role : roles) apart(role, roles);
    }

    /** @throws Refused where nobody has this role together with one of the others */
    static void apart(StaffRole role, Collection<StaffRole> others) {
        role.excludedBy(others).ifPresent(other -> {
            throw new Refused(new RolesExcludeEachOther(other));
        });
    }

    @UseCase
    public Mono<StaffInvited> inviteStaffAgain(Work work, UUID member) {
        return store.lock(work, member)
                .switchIfEmpty(NotFound.mono())
                .delayUntil(person -> person.status() == StaffStatus.FAILED
                        ? free(work, person.username(), person.email())
                        : Mono.empty())
                .delayUntil(person -> again(work, person))
                .then(StaffAccounts.follow(work, member))
                .thenReturn(new StaffInvited(member));
    }

    /** Who is connected is written to again where a letter was sent before; whether it is still needed, Keycloak knows. */
    private Mono<Void> again(Work work, Person person) {
        if (person.status() == StaffStatus.CONNECTED && !person.mailed())
            throw new Refused(new TransitionRefused(person.status().name(), List.of()));
        return store.again(work, person.id()).then(work.append(StaffMoved.again(person)));
    }

    @UseCase
    public Mono<RoleGiving> giveRole(Work work, UUID member, StaffRole role) {
        return store.lock(work, member)
                .switchIfEmpty(NotFound.mono())
                .delayUntil(person -> store.held(work, member).collectList().doOnNext(held -> check(role, held)))
                .map(person -> proposal(work, member, person.subject(), role))
                .delayUntil(grant -> give(work, grant)
                        .then(role.confirmed() ? Mono.empty() : store.tell(work, member))
                        .then(StaffAccounts.follow(work, member)))
                .map(grant -> role.confirmed() ? new RoleProposed(grant.id()) : new RoleGiven(grant.id()));
    }

    private static void check(StaffRole role, List<Held> held) {
        for (Held one : held) if (one.role() == role) throw new Refused(new AlreadyHeld(one.id()));
        apart(role, held.stream().map(Held::role).toList());
    }

    private static Grant proposal(Work work, UUID member, @Nullable UUID subject, StaffRole role) {
        OwnWork.check(work.subject().equals(subject));
        return new Grant(work.newId(), member, subject, role, role.confirmed() ? PROPOSED : GIVEN, work.subject());
    }

    private Mono<Void> give(Work work, Grant grant) {
        return store.add(work, grant)
                .then(work.append(new RoleMoved(grant.id(), grant.role(), null, grant.status(), null)));
    }

    /** A role that is to be confirmed, with what its person has beside. */
    private record Asked(Grant grant, List<Held> held) {}

    /** All or none, in the order of persons: two who confirm many at once do not lock each other out. */
    @UseCase
    public Mono<RolesConfirmed> confirmRoles(Work work, List<UUID> grants) {
        return Flux.fromIterable(grants)
                .distinct()
                .concatMap(grant -> store.find(work, grant).switchIfEmpty(NotFound.mono()))
                .sort(Comparator.comparing(Grant::memberId).thenComparing(Grant::id))
                .concatMap(grant -> lock(work, grant.id()))
                .concatMap(grant ->
                        store.held(work, grant.memberId()).collectList().map(held -> new Asked(grant, held)))
                .collectList()
                .delayUntil(asked -> store.hadOfficers(work)
                        .flatMapIterable(officers -> confirmed(work, asked, officers.had()))
                        .concatMap(grant -> moved(work, PROPOSED, grant, work.subject(), null)
                                .thenReturn(grant.memberId()))
                        .distinct()
                        .concatMap(member -> store.tell(work, member).then(StaffAccounts.follow(work, member)))
                        .then())
                .map(asked -> new RolesConfirmed(asked.size()));
    }

    /** With the first officer the district has one, who confirms the next. */
    private static List<Grant> confirmed(Work work, List<Asked> asked, boolean hadOfficers) {
        boolean officer = work.caller().roles().contains(Role.DISTRICT_OFFICER);
        boolean had = hadOfficers;
        List<Grant> confirmed = new ArrayList<>();
        for (Asked one : asked) {
            Grant grant = one.grant().confirm(work.subject(), officer, had);
            apart(grant.role(), one.held().stream().map(Held::role).toList());
            had |= grant.role() == StaffRole.DISTRICT_OFFICER && grant.subject() != null;
            confirmed.add(grant);
        }
        return confirmed;
    }

    @UseCase
    public Mono<RoleDeclined> declineRole(Work work, UUID grant, String reason) {
        return lock(work, grant)
                .delayUntil(before -> moved(work, before.status(), before.to(DECLINED), null, reason)
                        .then(StaffAccounts.follow(work, before.memberId())))
                .thenReturn(new RoleDeclined(grant));
    }

    private Mono<Grant> lock(Work work, UUID grant) {
        return store.find(work, grant)
                .flatMap(found -> store.lock(work, found.memberId()))
                .then(store.find(work, grant))
                .switchIfEmpty(NotFound.mono());
    }

    private Mono<Void> moved(
            Work work, RoleGrantStatus before, Grant after, @Nullable UUID by, @Nullable String reason) {
        return store.move(work, after, by)
                .then(work.append(new RoleMoved(after.id(), after.role(), before, after.status(), reason)));
    }

    @UseCase
    public Mono<RoleWithdrawn> withdrawRole(Work work, UUID member, StaffRole role, String reason) {
        return store.lock(work, member)
                .switchIfEmpty(NotFound.mono())
                .flatMap(person -> store.open(work, member, role)
                        .delayUntil(grant -> othersHave(work, grant))
                        .delayUntil(grant -> moved(work, grant.status(), grant.to(WITHDRAWN), null, reason))
                        .switchIfEmpty(Mono.defer(() -> unregistered(work, person, role, reason)))
                        .delayUntil(
                                grant -> grant.status() == PROPOSED ? Mono.empty() : revoke(work, person.subject())))
                .delayUntil(grant -> StaffAccounts.follow(work, member))
                .map(grant -> new RoleWithdrawn(grant.id()));
    }

    /** Two who withdraw each other's role wait for one another, and the second is the last. */
    private Mono<Void> othersHave(Work work, Grant grant) {
        if (grant.status() != GIVEN || !grant.role().indispensable() || grant.subject() == null) return Mono.empty();
        return store.lockHolders(work, grant.role())
                .filter(holder -> !holder.id().equals(grant.id()))
                .count()
                .doOnNext(others -> {
                    if (others == 0) throw new Refused(new LastHolder(grant.role()));
                })
                .then();
    }

    /** What was given past the register is withdrawn in it, so that it counts no more. */
    private Mono<Grant> unregistered(Work work, Person person, StaffRole role, String reason) {
        Grant grant = new Grant(work.newId(), person.id(), person.subject(), role, WITHDRAWN, work.subject());
        return store.unregistered(work, person.id(), role)
                .switchIfEmpty(Mono.error(() -> new Refused(new NotHeld())))
                .then(store.add(work, grant))
                .then(work.append(new RoleMoved(grant.id(), role, null, WITHDRAWN, reason)))
                .thenReturn(grant);
    }

    @UseCase
    public Mono<StaffSessionsEnded> endStaffSessions(Work work, UUID member, String reason) {
        return store.lock(work, member)
                .switchIfEmpty(NotFound.mono())
                .delayUntil(person -> {
                    if (person.subject() == null) throw new Refused(new NoAccountYet());
                    return revoke(work, person.subject()).then(work.append(new SessionsClosed(member, reason)));
                })
                .thenReturn(new StaffSessionsEnded(member));
    }

    private Mono<Void> revoke(Work work, @Nullable UUID subject) {
        return subject == null ? Mono.empty() : store.revoke(work, subject);
    }
}
