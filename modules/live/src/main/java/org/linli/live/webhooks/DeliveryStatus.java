package org.linli.live.webhooks;

import org.linli.live.Transitions;

enum DeliveryStatus {
    WAITING,
    DELIVERED,
    DEAD;

    /** By hand; how an attempt ends is not asked for. */
    static final Transitions<DeliveryStatus> AGAIN =
            Transitions.of(DeliveryStatus.class).step(DELIVERED, WAITING).step(DEAD, WAITING);
}
