package org.linli.residents;

import static org.linli.residents.ResidentStatus.ERASED;
import static org.linli.residents.ResidentStatus.SUSPENDED;

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

    /** In place of the name of an erased person. */
    private static final String NOBODY = "已注销";

    private final Register register;

    public Suspensions(IdentityNumbers numbers) {
        register = new Register(numbers);
    }

    @UseCase
    public Mono<ResidentSuspended> suspendResident(Work work, UUID resident, String reason) {
        return register.inDuty(work, resident, OFFICES)
                .doOnNext(found -> {
                    Register.notOwn(work, found);
                    found.check(SUSPENDED);
                })
                .flatMap(found -> register.move(work, found, SUSPENDED, reason))
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
                .flatMap(found -> register.store
                        .erase(work, resident, NOBODY)
                        .thenMany(register.consents.holding(work, resident))
                        .concatMap(consent -> register.consents.withdraw(work, resident, consent))
                        .then(work.append(new ResidentEvent.StatusMoved(resident, found.status(), ERASED, reason))))
                .thenReturn(new ResidentErased(resident));
    }
}
