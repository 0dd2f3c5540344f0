package org.linli.merchants;

import java.util.UUID;
import org.linli.live.Work;
import org.linli.residents.Leaver;
import org.linli.residents.Ties;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whoever leaves redeems nothing any more, so open codes are called off; those of who is suspended stay good, as a suspended merchant's do. Who
 * moves away may keep a shop here, so only an erased person ceases to answer for it.
 */
public final class MerchantTies implements Ties {
    private final MerchantStore store = new MerchantStore();
    private final Redemptions redemptions = new Redemptions();

    @Override
    public Mono<Void> lock(Work work, Leaver leaver) {
        return shops(work, leaver)
                .then(
                        leaver.mayReturn()
                                ? Mono.empty()
                                : redemptions.lockOpen(work, leaver.id()).then());
    }

    @Override
    public Mono<Void> end(Work work, Leaver leaver) {
        return shops(work, leaver)
                .concatMap(shop -> store.forgetContact(work, shop).then(work.append(new MerchantContactGone(shop))))
                .then(leaver.mayReturn() ? Mono.empty() : redemptions.callOff(work, leaver.id()));
    }

    /** What nobody will answer for. */
    private Flux<UUID> shops(Work work, Leaver leaver) {
        UUID subject = leaver.subject();
        return subject == null || !leaver.forgotten() ? Flux.empty() : store.lockOf(work, subject);
    }
}
