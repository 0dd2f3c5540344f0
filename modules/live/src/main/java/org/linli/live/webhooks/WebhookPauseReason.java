package org.linli.live.webhooks;

enum WebhookPauseReason {
    ASKED_FOR,
    RECEIVER_GONE,
    RECEIVER_FAILING,
    RIGHT_LOST,
    PAYLOAD_REFUSED,
    CURSOR_EXPIRED
}
