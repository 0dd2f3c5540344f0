package org.linli.territory;

import java.util.UUID;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/**
 * What of one kind keeps a compound from being retired. Whoever adds to it asks {@link Places#compound} first, so that no compound is
 * retired while that goes on.
 */
public interface CompoundUse {
    /** How many there are. */
    Mono<Integer> of(Work work, UUID compound);
}
