package org.linli.live.imports;

import java.util.UUID;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** What imported rows of one kind claim to be, beyond what they were taken over as. */
public interface Claims {
    /**
     * Makes true what the rows of a batch still claim; whoever was looked at by somebody since then claims nothing any more.
     *
     * @return how many rows that were
     * @throws org.linli.live.Refused with {@link org.linli.live.OwnWork} where the caller is one of them
     */
    Mono<Integer> confirm(Work work, UUID batch);
}
