package org.linli.platform;

import java.util.UUID;
import java.util.function.Function;
import org.linli.archive.Deletions;
import org.linli.live.Event;
import org.linli.live.NotFound;
import org.linli.live.Transitions;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.platform.DistrictEvent.DistrictResumed;
import org.linli.platform.DistrictEvent.DistrictSuspended;
import org.linli.tenancy.identity.DistrictState;
import reactor.core.publisher.Mono;

/** Takes districts out of use and brings them back. Servers look at the registry anew each second; the directory of accounts follows. */
public final class DistrictLife {
    /**
     * What operators may bring about; a district that is opening is in use once its onboarding is ready, and not before. How one leaves, and stays
     * after all, is for {@link DistrictDeletions}.
     */
    private static final Transitions<DistrictState> LIFE = Transitions.of(DistrictState.class)
            .step(DistrictState.ACTIVE, DistrictState.SUSPENDED)
            .step(DistrictState.SUSPENDED, DistrictState.ACTIVE, DistrictState.LEAVING);

    private final Deletions deletions = new Deletions();
    private final DistrictStore store = new DistrictStore();

    public record DistrictStopped(UUID districtId) {}

    public record DistrictInUse(UUID districtId) {}

    @UseCase
    public Mono<DistrictStopped> suspendDistrict(Work work, UUID district, String reason) {
        return move(
                        work,
                        district,
                        DistrictState.SUSPENDED,
                        from -> new DistrictSuspended(district, from, DistrictState.SUSPENDED, reason))
                .thenReturn(new DistrictStopped(district));
    }

    @UseCase
    public Mono<DistrictInUse> resumeDistrict(Work work, UUID district) {
        return move(
                        work,
                        district,
                        DistrictState.ACTIVE,
                        from -> new DistrictResumed(district, from, DistrictState.ACTIVE))
                .thenReturn(new DistrictInUse(district));
    }

    private Mono<Void> move(Work work, UUID district, DistrictState to, Function<DistrictState, Event> event) {
        return store.lock(work, district)
                .switchIfEmpty(NotFound.mono())
                .delayUntil(found -> DistrictDeletions.staying(work, deletions, found))
                .doOnNext(found -> LIFE.check(found.state(), to))
                .flatMap(found -> store.move(work, district, to)
                        .then(work.append(event.apply(found.state())))
                        .then(work.later(OrganizationFollows.NAME, new OrganizationFollows.Of(district))));
    }
}
