package org.linli.residents;

import org.linli.live.Work;
import reactor.core.publisher.Mono;

/**
 * What of one kind ties people to the district, and ends when they leave it, are suspended or are erased: in the same transaction, by the
 * rules by which they would end it themselves. What they did before stays.
 */
public interface Ties {
    /** Locks the records that {@link #end} moves; of all kinds before any ends, for many of them come to the same points in the end. */
    Mono<Void> lock(Work work, Leaver leaver);

    /** Ends them, with a line in the history of each. */
    Mono<Void> end(Work work, Leaver leaver);
}
