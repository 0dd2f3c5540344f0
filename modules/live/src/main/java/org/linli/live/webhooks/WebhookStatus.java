package org.linli.live.webhooks;

import org.linli.live.Transitions;

enum WebhookStatus {
    ACTIVE,
    PAUSED;

    static final Transitions<WebhookStatus> LIFE =
            Transitions.of(WebhookStatus.class).step(ACTIVE, PAUSED).step(PAUSED, ACTIVE);
}
