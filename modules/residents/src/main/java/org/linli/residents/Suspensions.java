package org.linli.residents;

import static org.linli.residents.ResidentStatus.ERASED;
import static org.linli.residents.ResidentStatus.SUSPENDED;

import java.util.List;
import java.util.UUID;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.residents.ResidentOutcome.ResidentErased;
import org.linli.residents.ResidentOutcome.ResidentResumed;
import org.linli.residents.ResidentOutcome.ResidentSuspended;
import org.linli.schema.Role;
import org.linli.tenancy.sealing.IdentityNumbers;
import reactor.core.publisher.Mono;

/** Keeps people from taking part for a time, or lets them be forgotten. */
public final class Suspensions {
    private static final Role[] OFFICES = {Role.COMMUNITY_WORKER, Role.DISTRICT_OFFICER};

    private final Register register;

    /** @param ties of people who may leave, of every kind there is */
    public Suspensions(IdentityNumbers numbers, List<Ties> ties) {
        register = new Register(numbers, ties);
    }

    @UseCase
    public Mono<ResidentSuspended> suspendResident(Work work, UUID resident, String reason) {
        return register.inDuty(work, resident, OFFICES)
                .doOnNext(found -> {
                    Register.notOwn(work, found);
                    found.check(SUSPENDED);
                })
                .flatMap(found -> register.leave(work, found, SUSPENDED, register.move(work, found, SUSPENDED, reason)))
                .thenReturn(new ResidentSuspended(resident));
    }

    @UseCase
    public Mono<ResidentResumed> resumeResident(Work work, UUID resident, String reason) {
        return register.inDuty(work, resident, OFFICES)
                .doOnNext(found -> Register.notOwn(work, found))
                .flatMap(found -> register.move(work, found, found.resume(), reason))
                .thenReturn(new ResidentResumed(resident));
    }

    @UseCase
    public Mono<ResidentErased> eraseResident(Work work, UUID resident, String reason) {
        return register.inDuty(work, resident, Role.DISTRICT_OFFICER)
                .doOnNext(found -> {
                    Register.notOwn(work, found);
                    found.check(ERASED);
                })
                .flatMap(found -> register.leave(work, found, ERASED, register.erase(work, found, reason)))
                .thenReturn(new ResidentErased(resident));
    }
}
