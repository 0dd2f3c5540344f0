package org.linli.platform;

import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** Erases applications that nobody confirmed in time, and those that are long over. */
public final class ApplicationErasure {
    private final ApplicationStore store = new ApplicationStore();

    /** @return how many are left to be erased: none */
    public Mono<Integer> erase(Work work) {
        return store.erase(work).thenReturn(0);
    }
}
