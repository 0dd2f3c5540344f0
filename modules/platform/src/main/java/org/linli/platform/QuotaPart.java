package org.linli.platform;

import java.math.BigDecimal;

/** A figure of a quota, and its bounds. */
enum QuotaPart {
    REQUESTS_PER_SECOND(1, 100_000),
    REQUESTS_AT_ONCE(1, 10_000),
    COST_PER_SECOND(1_000, 1_000_000_000),
    STORAGE_BYTES(0, 1L << 50),
    STREAMS(1, 100_000);

    private final BigDecimal least;
    private final BigDecimal most;

    QuotaPart(long least, long most) {
        this.least = BigDecimal.valueOf(least);
        this.most = BigDecimal.valueOf(most);
    }

    BigDecimal least() {
        return least;
    }

    BigDecimal most() {
        return most;
    }

    boolean admits(BigDecimal figure) {
        boolean whole = figure.signum() == 0 || figure.stripTrailingZeros().scale() <= 0;
        return whole && figure.compareTo(least) >= 0 && figure.compareTo(most) <= 0;
    }
}
