package org.linli.platform;

import java.util.UUID;
import org.linli.archive.Archives;
import org.linli.archive.Deletions;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.platform.DeletionOutcome.DeletionBegan;
import org.linli.platform.DeletionOutcome.DeletionNotDue;
import org.linli.platform.DeletionOutcome.DeletionPending;
import org.linli.platform.DeletionOutcome.DeletionTried;
import org.linli.platform.DeletionOutcome.DistrictLeaves;
import org.linli.platform.DeletionOutcome.DistrictStays;
import org.linli.platform.DeletionOutcome.ErasureUnavailable;
import org.linli.platform.DeletionOutcome.GraceRefused;
import org.linli.platform.DeletionOutcome.HomeNeeded;
import org.linli.platform.DeletionOutcome.NoDeletion;
import org.linli.platform.DeletionOutcome.SuspensionNeeded;
import org.linli.platform.DistrictEvent.DistrictLeaving;
import org.linli.platform.DistrictEvent.DistrictStaying;
import org.linli.platform.DistrictStore.Entry;
import org.linli.schema.Statements;
import org.linli.tenancy.identity.DistrictState;
import reactor.core.publisher.Mono;

/** Has districts leave for good, after a time in which they may stay after all. */
public final class DistrictDeletions {
    private final DistrictStore store = new DistrictStore();
    private final MoveStore moves = new MoveStore();
    private final Deletions deletions = new Deletions();
    private final Archives archives;

    public DistrictDeletions(Archives archives) {
        this.archives = archives;
    }

    @UseCase
    public Mono<DeletionOutcome.Request> requestDeletion(Work work, UUID district, int graceDays, String reason) {
        return store.lock(work, district)
                .switchIfEmpty(NotFound.mono())
                .delayUntil(found -> staying(work, deletions, found))
                .doOnNext(found -> check(found, graceDays))
                .delayUntil(found -> atHome(work, found))
                .delayUntil(found -> possible(work))
                .flatMap(found -> store.move(work, district, DistrictState.LEAVING)
                        .then(work.append(new DistrictLeaving(district, found.state(), DistrictState.LEAVING, reason)))
                        .then(Mono.defer(() -> deletions.request(work, district, graceDays, reason))))
                .flatMap(deletion -> archives.last(work, district)
                        .map(archive -> new DistrictLeaves(deletion, archive))
                        .defaultIfEmpty(new DistrictLeaves(deletion, null)));
    }

    /** Ends the use case where the district is to leave. */
    static Mono<Void> staying(Work work, Deletions deletions, Entry found) {
        if (found.state() != DistrictState.LEAVING) return Mono.empty();
        return deletions
                .pending(work, found.id())
                .map(pending -> new DeletionPending(pending.id()))
                .defaultIfEmpty(new DeletionPending(null))
                .flatMap(refusal -> Mono.error(new Refused(refusal)));
    }

    private static void check(Entry found, int graceDays) {
        if (found.state() != DistrictState.SUSPENDED) throw new Refused(new SuspensionNeeded(found.state()));
        int least = found.sample() ? 0 : 1;
        if (graceDays < least || graceDays > Deletions.MOST_DAYS)
            throw new Refused(new GraceRefused(least, Deletions.MOST_DAYS));
    }

    /** Ends the use case where the district lives elsewhere, or is on its way. */
    private Mono<Void> atHome(Work work, Entry found) {
        return moves.pending(work, found.id())
                .hasElement()
                .filter(moving -> moving || !found.cell().equals(Statements.HOME))
                .flatMap(away -> Mono.error(new Refused(new HomeNeeded(found.cell()))));
    }

    /** Ends the use case where the district would wait for ever. */
    private Mono<Void> possible(Work work) {
        return deletions
                .possible(work)
                .flatMap(possible -> possible ? Mono.empty() : Mono.error(new Refused(new ErasureUnavailable())));
    }

    @UseCase
    public Mono<DeletionOutcome.Withdraw> withdrawDeletion(Work work, UUID district) {
        return store.lock(work, district)
                .switchIfEmpty(NotFound.mono())
                .flatMap(found -> deletions.pending(work, district))
                .flatMap(pending -> deletions
                        .withdraw(work, district)
                        .flatMap(withdrawn -> stay(work, district))
                        .defaultIfEmpty(new DeletionBegan(pending.id())))
                .defaultIfEmpty(new NoDeletion());
    }

    private Mono<DeletionOutcome.Withdraw> stay(Work work, UUID district) {
        return store.move(work, district, DistrictState.SUSPENDED)
                .then(work.append(new DistrictStaying(district, DistrictState.LEAVING, DistrictState.SUSPENDED)))
                .thenReturn(new DistrictStays(district));
    }

    @UseCase
    public Mono<DeletionOutcome.Retry> retryDeletion(Work work, UUID district) {
        return store.lock(work, district)
                .switchIfEmpty(NotFound.mono())
                .flatMap(found -> deletions.pending(work, district))
                .flatMap(pending -> pending.dueAt().isAfter(work.now())
                        ? Mono.just(new DeletionNotDue(pending.dueAt()))
                        : deletions.retry(work, district, pending.id()).thenReturn(new DeletionTried(pending.id())))
                .cast(DeletionOutcome.Retry.class)
                .defaultIfEmpty(new NoDeletion());
    }
}
