package org.linli.platform;

import java.util.UUID;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.platform.DistrictEvent.OrganizationRestoreRequested;
import org.linli.platform.RestoreOutcome.OrganizationNotMissing;
import org.linli.platform.RestoreOutcome.OrganizationRestoring;
import org.linli.tenancy.identity.DistrictState;
import reactor.core.publisher.Mono;

/** Has organizations made anew that somebody deleted: what is asked for here, {@link OrganizationRestore} does. */
public final class DistrictOrganizations {
    private final DistrictStore districts = new DistrictStore();
    private final DriftStore drifts = new DriftStore();

    @UseCase
    public Mono<RestoreOutcome> restoreOrganization(Work work, UUID district) {
        return districts
                .lock(work, district)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> {
                    if (found.state() == DistrictState.OPENING || found.state() == DistrictState.LEAVING)
                        throw new Refused(new NotInUse(found.state()));
                })
                .flatMap(found -> drifts.restore(work, district))
                .delayUntil(drift -> work.append(new OrganizationRestoreRequested(district)))
                .delayUntil(drift -> work.later(OrganizationRestore.NAME, new OrganizationRestore.Of(district)))
                .<RestoreOutcome>map(drift -> new OrganizationRestoring(drift.id()))
                .defaultIfEmpty(new OrganizationNotMissing());
    }
}
