package org.linli.territory;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Those of one kind who have their place in a grid, and go along when it is split or merged. Their records of the past do not. */
public interface Occupants {
    /** @param compoundId null where none is known */
    record Occupant(UUID id, @Nullable UUID compoundId) {}

    /** Who is in the grid, locked. */
    Flux<Occupant> in(Work work, UUID grid);

    /** Brings those of {@code ids} who are of this kind to another grid of the same community, with a line in the history of each. */
    Mono<Void> move(Work work, UUID from, UUID to, List<UUID> ids);
}
