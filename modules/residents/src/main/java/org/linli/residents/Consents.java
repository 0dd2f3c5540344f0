package org.linli.residents;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.residents.ResidentOutcome.ConsentGiven;
import org.linli.residents.ResidentOutcome.ConsentWithdrawn;
import org.linli.residents.ResidentRefusal.ConsentAlreadyGiven;
import org.linli.residents.ResidentRefusal.ConsentMissing;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/** What people allow, for themselves and for the children they are guardian of. */
public final class Consents {
    private final ResidentStore residents = new ResidentStore();
    private final ConsentStore store = new ConsentStore();

    @UseCase
    public Mono<ConsentGiven> giveConsent(Work work, ConsentKind kind, @Nullable UUID child) {
        UUID own = self(work);
        UUID id = work.newId();
        return whose(work, own, child)
                .doOnNext(found -> kind.checkGiver(found.id().equals(own), found.birthDate(), work.today()))
                .flatMap(found -> store.holding(work, found.id(), kind)
                        .doOnNext(holding -> {
                            throw new Refused(new ConsentAlreadyGiven(holding.id()));
                        })
                        .then(store.give(work, id, found.id(), kind, own)))
                .thenReturn(new ConsentGiven(id));
    }

    @UseCase
    public Mono<ConsentWithdrawn> withdrawConsent(Work work, ConsentKind kind, @Nullable UUID child) {
        return whose(work, self(work), child)
                .flatMap(found -> store.holding(work, found.id(), kind)
                        .switchIfEmpty(Mono.error(() -> new Refused(new ConsentMissing(kind))))
                        .flatMap(consent -> store.withdraw(work, found.id(), consent)
                                .thenReturn(new ConsentWithdrawn(consent.id()))));
    }

    private Mono<Resident> whose(Work work, UUID own, @Nullable UUID child) {
        return residents
                .lock(work, child == null ? own : child)
                .filter(found -> child == null || found.isChildOf(own, work.today()))
                .switchIfEmpty(NotFound.mono());
    }

    private static UUID self(Work work) {
        return Objects.requireNonNull(work.own(Role.RESIDENT), "only residents are let in");
    }
}
