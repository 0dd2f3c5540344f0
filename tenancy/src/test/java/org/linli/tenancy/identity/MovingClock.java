package org.linli.tenancy.identity;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The real time, or the instant it was put to. */
final class MovingClock extends Clock {
    volatile @Nullable Instant now;

    @Override
    public Instant instant() {
        Instant put = now;
        return put == null ? Instant.now() : put;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
