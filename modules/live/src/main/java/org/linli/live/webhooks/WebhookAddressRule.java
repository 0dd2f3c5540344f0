package org.linli.live.webhooks;

enum WebhookAddressRule {
    WELL_FORMED,
    HTTPS,
    NO_CREDENTIALS,
    PUBLIC
}
