package org.linli.platform;

import java.util.UUID;
import org.linli.archive.Archives;
import org.linli.live.NotFound;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.platform.ExportOutcome.DistrictNotOpen;
import org.linli.platform.ExportOutcome.ExportBegun;
import org.linli.platform.ExportOutcome.ExportGoesOn;
import org.linli.tenancy.identity.DistrictState;
import reactor.core.publisher.Mono;

/** Has archives of districts made. */
public final class DistrictArchives {
    private final DistrictStore store = new DistrictStore();
    private final Archives archives;

    public DistrictArchives(Archives archives) {
        this.archives = archives;
    }

    @UseCase
    public Mono<ExportOutcome> exportDistrict(Work work, UUID district) {
        return store.lock(work, district).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            if (found.state() == DistrictState.OPENING || found.erasing()) return Mono.just(new DistrictNotOpen());
            return archives.inTheMaking(work, district)
                    .<ExportOutcome>map(ExportGoesOn::new)
                    .switchIfEmpty(
                            Mono.defer(() -> archives.request(work, district)).map(ExportBegun::new));
        });
    }
}
