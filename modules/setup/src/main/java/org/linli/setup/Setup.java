package org.linli.setup;

import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.setup.SetupOutcome.AlreadyLive;
import org.linli.setup.SetupOutcome.DistrictLive;
import org.linli.setup.SetupOutcome.SetupIncomplete;
import reactor.core.publisher.Mono;

/** Lets everybody into a district that has what it needs. */
public final class Setup {
    private final SetupStore store = new SetupStore();

    @UseCase
    public Mono<SetupOutcome> goLive(Work work) {
        return store.live(work)
                .<SetupOutcome>map(live -> new AlreadyLive(live.since()))
                .switchIfEmpty(Mono.defer(() -> open(work)));
    }

    private Mono<SetupOutcome> open(Work work) {
        return store.missing(work)
                .map(SetupStore.Item::step)
                .collectList()
                .flatMap(missing -> missing.isEmpty() ? opened(work) : Mono.just(new SetupIncomplete(missing)));
    }

    /** Of two at once the second finds it live. */
    private Mono<SetupOutcome> opened(Work work) {
        return store.goLive(work)
                .flatMap(
                        live -> work.append(new DistrictWentLive(work.district().id()))
                                .then(work.later(LiveTold.NAME, new LiveTold.At(live.since())))
                                .<SetupOutcome>thenReturn(new DistrictLive(
                                        live.since(), work.district().id())))
                .switchIfEmpty(Mono.defer(() -> store.live(work).map(live -> new AlreadyLive(live.since()))));
    }
}
