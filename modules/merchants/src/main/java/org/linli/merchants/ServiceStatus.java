package org.linli.merchants;

import org.linli.live.Transitions;

/** How far a service is on the way into the catalogue. */
public enum ServiceStatus {
    DRAFT,
    SUBMITTED,
    ONLINE,
    RETURNED,
    SOLD_OUT,
    PAUSED,
    OFFLINE;

    static final Transitions<ServiceStatus> LIFE = Transitions.of(ServiceStatus.class)
            .step(DRAFT, SUBMITTED, OFFLINE)
            .step(SUBMITTED, ONLINE, RETURNED, OFFLINE)
            .step(RETURNED, SUBMITTED, OFFLINE)
            .step(ONLINE, SOLD_OUT, PAUSED, OFFLINE)
            .step(SOLD_OUT, ONLINE, PAUSED, OFFLINE)
            .step(PAUSED, ONLINE, SOLD_OUT, OFFLINE);

    /** Whether it stands in the catalogue. */
    boolean offered() {
        return this == ONLINE || this == SOLD_OUT;
    }

    /** Whether there are pieces of it to be had, now or once it is resumed. */
    boolean stocked() {
        return offered() || this == PAUSED;
    }

    /** What it is with so many pieces left: only what stands in the catalogue is sold out, or no longer. */
    ServiceStatus with(int stock) {
        return offered() ? offered(stock) : this;
    }

    /** Whether it has not stood in the catalogue yet. */
    boolean inPreparation() {
        return open() || this == SUBMITTED;
    }

    /** Whether the merchant may still write it anew. */
    boolean open() {
        return this == DRAFT || this == RETURNED;
    }

    /** What a service in the catalogue is with so many pieces left. */
    static ServiceStatus offered(int stock) {
        return stock > 0 ? ONLINE : SOLD_OUT;
    }
}
