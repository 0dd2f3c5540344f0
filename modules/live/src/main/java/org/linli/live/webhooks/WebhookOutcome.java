package org.linli.live.webhooks;

import java.time.OffsetDateTime;
import java.util.UUID;

/** What is answered when something was done with a webhook. */
public sealed interface WebhookOutcome {
    /** @param secret in clear, once */
    record WebhookAdded(UUID webhookId, String secret) implements WebhookOutcome {}

    record WebhookSaved(UUID webhookId) implements WebhookOutcome {}

    /** @param secret in clear, once */
    record WebhookSecretGiven(UUID webhookId, String secret, OffsetDateTime oldUntil) implements WebhookOutcome {}

    record WebhookGone(String name) implements WebhookOutcome {}

    record WebhookTestBegun(UUID deliveryId) implements WebhookOutcome {}

    record WebhookReplayBegun(UUID webhookId) implements WebhookOutcome {}

    record DeliveryReplayBegun(UUID deliveryId) implements WebhookOutcome {}
}
