package org.linli.live.webhooks;

import java.util.UUID;
import org.linli.live.Event;

/** What happens to a webhook. */
sealed interface WebhookEvent extends Event {
    @Override
    default String type() {
        return "Webhook";
    }

    record WebhookRegistered(UUID id) implements WebhookEvent {}

    record WebhookChanged(UUID id) implements WebhookEvent {}

    record WebhookSecretRotated(UUID id) implements WebhookEvent {}

    record WebhookPaused(UUID id, WebhookPauseReason pauseReason) implements WebhookEvent {
        @Override
        public WebhookStatus from() {
            return WebhookStatus.ACTIVE;
        }

        @Override
        public WebhookStatus to() {
            return WebhookStatus.PAUSED;
        }
    }

    record WebhookResumed(UUID id) implements WebhookEvent {
        @Override
        public WebhookStatus from() {
            return WebhookStatus.PAUSED;
        }

        @Override
        public WebhookStatus to() {
            return WebhookStatus.ACTIVE;
        }
    }

    record WebhookRemoved(UUID id) implements WebhookEvent {}

    record WebhookTested(UUID id) implements WebhookEvent {}

    record WebhookReplayed(UUID id) implements WebhookEvent {}
}
