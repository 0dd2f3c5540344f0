package org.linli.live;

import reactor.core.publisher.Mono;

/** There is no such record, or none that the caller may see. */
public record NotFound() implements Refusal {
    /** For {@code switchIfEmpty}. */
    public static <T> Mono<T> mono() {
        return Mono.error(() -> new Refused(new NotFound()));
    }
}
