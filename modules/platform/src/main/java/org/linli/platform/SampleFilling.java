package org.linli.platform;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Fills a sample district with what is invented, and has it go live; done twice it is as done once. */
public interface SampleFilling {
    Mono<Void> fill(UUID district);
}
