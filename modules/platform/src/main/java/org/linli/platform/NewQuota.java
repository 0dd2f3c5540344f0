package org.linli.platform;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.platform.QuotaOutcome.QuotaRefused;

/** What a district shall take at most; null is as usual. */
public record NewQuota(
        @Nullable Integer requestsPerSecond,
        @Nullable Integer requestsAtOnce,
        @Nullable Integer costPerSecond,
        @Nullable BigDecimal storageBytes,
        @Nullable Integer streams) {
    static final NewQuota USUAL = new NewQuota(null, null, null, null, null);

    @Nullable
    Long bytes() {
        return storageBytes == null ? null : storageBytes.longValueExact();
    }

    /** @throws Refused where a figure is out of its bounds */
    void check() {
        check(QuotaPart.REQUESTS_PER_SECOND, figure(requestsPerSecond));
        check(QuotaPart.REQUESTS_AT_ONCE, figure(requestsAtOnce));
        check(QuotaPart.COST_PER_SECOND, figure(costPerSecond));
        check(QuotaPart.STORAGE_BYTES, storageBytes);
        check(QuotaPart.STREAMS, figure(streams));
    }

    private static @Nullable BigDecimal figure(@Nullable Integer number) {
        return number == null ? null : BigDecimal.valueOf(number);
    }

    private static void check(QuotaPart part, @Nullable BigDecimal figure) {
        if (figure != null && !part.admits(figure))
            throw new Refused(new QuotaRefused(part, part.least(), part.most()));
    }
}
