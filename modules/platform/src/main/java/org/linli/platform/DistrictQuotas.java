package org.linli.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.platform.DistrictEvent.QuotaSet;
import org.linli.platform.QuotaOutcome.QuotaGranted;
import reactor.core.publisher.Mono;

/** Grants districts what they may take. Servers look at it anew each second. */
public final class DistrictQuotas {
    private final DistrictStore store = new DistrictStore();

    @UseCase
    public Mono<QuotaOutcome> setQuota(Work work, UUID district, @Nullable NewQuota quota, int expectedVersion) {
        NewQuota granted = quota == null ? NewQuota.USUAL : quota;
        return store.lock(work, district)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> {
                    VersionConflict.check(expectedVersion, found.version());
                    granted.check();
                })
                .flatMap(found -> store.grant(work, district, granted)
                        .then(work.append(new QuotaSet(
                                district,
                                granted.requestsPerSecond(),
                                granted.requestsAtOnce(),
                                granted.costPerSecond(),
                                granted.bytes(),
                                granted.streams()))))
                .thenReturn(new QuotaGranted(district));
    }
}
