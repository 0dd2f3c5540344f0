package org.linli.platform;

import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.platform.MoveEvent.DistrictMoveCancelled;
import org.linli.platform.MoveEvent.DistrictMoveRequested;
import org.linli.platform.MoveEvent.DistrictMoveRetried;
import org.linli.platform.MoveOutcome.MoveBegun;
import org.linli.platform.MoveOutcome.MoveNotHindered;
import org.linli.platform.MoveOutcome.MoveRefused;
import org.linli.platform.MoveOutcome.MoveTakenBack;
import org.linli.platform.MoveOutcome.MoveTried;
import org.linli.tenancy.identity.DistrictState;
import reactor.core.publisher.Mono;

/** Moves districts from cell to cell: what is asked for here, {@link MoveSteps} does. */
public final class DistrictMoves {
    private final DistrictStore districts = new DistrictStore();
    private final MoveStore store = new MoveStore();
    private final Set<String> cells;

    /** @param cells in which districts may live */
    public DistrictMoves(Set<String> cells) {
        this.cells = Set.copyOf(cells);
    }

    @UseCase
    public Mono<MoveOutcome.Begin> moveDistrict(
            Work work, UUID district, String cell, @Nullable OffsetDateTime at, @Nullable Boolean leaveClients) {
        return districts.lock(work, district).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            if (!cells.contains(cell)) return refused(MoveProblem.CELL_UNKNOWN);
            if (found.cell().equals(cell)) return refused(MoveProblem.LIVES_THERE);
            if (found.state() == DistrictState.OPENING || found.state() == DistrictState.LEAVING)
                return refused(MoveProblem.NOT_IN_USE);
            return store.pending(work, district)
                    .<MoveOutcome.Begin>map(pending -> new MoveRefused(MoveProblem.MOVES_ALREADY))
                    .switchIfEmpty(Mono.defer(() -> begin(work, found, cell, at, Boolean.TRUE.equals(leaveClients))));
        });
    }

    private static Mono<MoveOutcome.Begin> refused(MoveProblem problem) {
        return Mono.just(new MoveRefused(problem));
    }

    private Mono<MoveOutcome.Begin> begin(
            Work work, DistrictStore.Entry district, String cell, @Nullable OffsetDateTime at, boolean leavesClients) {
        UUID id = work.newId();
        return store.request(work, id, district, cell, leavesClients)
                .then(store.begin(work, id, at))
                .then(announce(work, district.id(), at))
                .then(work.append(new DistrictMoveRequested(id, MoveStatus.REQUESTED)))
                .thenReturn(new MoveBegun(id));
    }

    /** Where there is time to. */
    private static Mono<Void> announce(Work work, UUID district, @Nullable OffsetDateTime at) {
        return at == null || !at.isAfter(work.now())
                ? Mono.empty()
                : work.later(MoveNotices.NAME, new MoveNotices.Of(district, at));
    }

    /** One that only waits for its time is not tried before. */
    @UseCase
    public Mono<MoveOutcome.Retry> retryMove(Work work, UUID move) {
        return store.lock(work, move)
                .switchIfEmpty(NotFound.mono())
                .flatMap(held -> held.hindered()
                        ? store.hurry(work, move)
                                .then(work.append(new DistrictMoveRetried(move)))
                                .thenReturn(new MoveTried(move))
                        : Mono.just(new MoveNotHindered()));
    }

    @UseCase
    public Mono<MoveTakenBack> cancelMove(Work work, UUID move) {
        return store.lock(work, move)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(held -> MoveStatus.LIFE.check(held.status(), MoveStatus.CANCELLED))
                .flatMap(held -> store.cancel(work, move)
                        .then(work.append(new DistrictMoveCancelled(move, held.status(), MoveStatus.CANCELLED))))
                .thenReturn(new MoveTakenBack(move));
    }
}
