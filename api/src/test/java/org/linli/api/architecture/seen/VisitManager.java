package org.linli.api.architecture.seen;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Badly named, blocks, and subscribes in the middle. */
public final class VisitManager {
    public @Nullable String blocks() {
        return Mono.just("visit").block();
    }

    public void detaches() {
        Mono.just("visit").subscribe();
    }
}
