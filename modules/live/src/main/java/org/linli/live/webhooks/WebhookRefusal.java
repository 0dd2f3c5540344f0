package org.linli.live.webhooks;

import java.util.List;
import org.linli.live.Refusal;

/** What is refused of webhooks, beside what every module does. */
sealed interface WebhookRefusal extends Refusal {
    record WebhookAddressRefused(WebhookAddressRule rule) implements WebhookRefusal {}

    record WebhookPayloadRefused(List<String> problems) implements WebhookRefusal {}

    /** @param visible the types of updates that integrators see */
    record WebhookTellsNothing(List<String> visible) implements WebhookRefusal {}

    record WebhookPlaceExpired() implements WebhookRefusal {}

    record TooManyWebhooks(int most) implements WebhookRefusal {}
}
