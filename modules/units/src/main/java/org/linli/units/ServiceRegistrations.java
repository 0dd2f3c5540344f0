package org.linli.units;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.live.calendar.DeadlineKind;
import org.linli.live.calendar.Deadlines;
import org.linli.schema.Role;
import org.linli.units.RegisterForServiceResult.AlreadyRegistered;
import reactor.core.publisher.Mono;

/** Serving members register to serve where they live (DOMAIN.md S17). */
public final class ServiceRegistrations {
    private final RegistrationStore store = new RegistrationStore();
    private final Volunteers volunteers = new Volunteers();
    private final Deadlines deadlines = new Deadlines();

    /** Whoever is no volunteer yet becomes one: that is what others see. */
    @UseCase
    public Mono<RegisterForServiceResult> registerForService(
            Work work, UUID unit, @Nullable String availability, @Nullable String pledge) {
        UUID resident = Objects.requireNonNull(work.own(Role.RESIDENT), "only residents are let in");
        return store.home(work, resident, unit)
                .switchIfEmpty(NotFound.mono())
                .flatMap(home -> store.current(work, resident)
                        .<RegisterForServiceResult>map(current -> new AlreadyRegistered(current.id()))
                        .switchIfEmpty(Mono.defer(() -> volunteers
                                .joined(work, resident)
                                .flatMap(volunteer ->
                                        file(work, volunteer, unit, home.communityId(), availability, pledge)))));
    }

    private Mono<RegistrationSaved> file(
            Work work,
            UUID volunteer,
            UUID unit,
            UUID community,
            @Nullable String availability,
            @Nullable String pledge) {
        UUID id = work.newId();
        return deadlines
                .due(work, DeadlineKind.SERVICE_REGISTRATION)
                .flatMap(due -> store.file(work, id, volunteer, unit, community, availability, pledge, due))
                .then(work.append(new RegistrationMoved(id, null, MemberStatus.FILED, null)))
                .thenReturn(new RegistrationSaved(id));
    }

    @UseCase
    public Mono<RegistrationSaved> confirmByUnit(Work work, UUID registration, int expectedVersion) {
        return registration(work, registration).flatMap(found -> {
            found.confirmed(work, expectedVersion);
            return move(work, found, MemberStatus.UNIT_CONFIRMED);
        });
    }

    @UseCase
    public Mono<RegistrationSaved> acceptByCommunity(Work work, UUID registration, int expectedVersion) {
        return registration(work, registration).flatMap(found -> {
            found.accepted(work, expectedVersion);
            return move(work, found, MemberStatus.COMMUNITY_ACCEPTED);
        });
    }

    /** The community tells the home unit how the year was. */
    @UseCase
    public Mono<RegistrationSaved> reviewRegistration(
            Work work, UUID registration, int expectedVersion, String review) {
        return registration(work, registration).flatMap(found -> {
            found.reviewed(work, expectedVersion);
            return store.review(work, registration, review).then(move(work, found, MemberStatus.REVIEWED));
        });
    }

    /** The new one is confirmed and accepted like any other. */
    @UseCase
    public Mono<ServiceTransferred> transferService(
            Work work, UUID registration, int expectedVersion, UUID unit, UUID community) {
        return registration(work, registration)
                .filterWhen(found -> store.isThere(work, unit, community))
                .switchIfEmpty(NotFound.mono())
                .flatMap(found -> {
                    found.transferred(work, expectedVersion);
                    UUID next = work.newId();
                    return store.close(work, registration, MemberStatus.TRANSFERRED, null)
                            .then(deadlines.due(work, DeadlineKind.SERVICE_REGISTRATION))
                            .flatMap(due -> store.follow(work, next, registration, unit, community, due))
                            .then(work.append(
                                    found.moved(MemberStatus.TRANSFERRED, null),
                                    new RegistrationMoved(next, null, MemberStatus.FILED, null)))
                            .thenReturn(new ServiceTransferred(registration, next));
                });
    }

    @UseCase
    public Mono<RegistrationSaved> endService(Work work, UUID registration, int expectedVersion, String reason) {
        return registration(work, registration).flatMap(found -> {
            found.ended(work, expectedVersion);
            return store.close(work, registration, MemberStatus.ENDED, reason)
                    .then(work.append(found.moved(MemberStatus.ENDED, reason)))
                    .thenReturn(new RegistrationSaved(registration));
        });
    }

    private Mono<Registration> registration(Work work, UUID id) {
        return store.registration(work, id).switchIfEmpty(NotFound.mono());
    }

    private Mono<RegistrationSaved> move(Work work, Registration registration, MemberStatus to) {
        return store.move(work, registration.id(), to)
                .then(work.append(registration.moved(to, null)))
                .thenReturn(new RegistrationSaved(registration.id()));
    }
}
