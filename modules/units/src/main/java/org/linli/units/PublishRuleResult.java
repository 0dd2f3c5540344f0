package org.linli.units;

import java.time.LocalDate;
import java.util.UUID;
import org.linli.live.Refusal;

/** How publishing an edition of rules ends. */
public sealed interface PublishRuleResult {
    record EditionPublished(UUID editionId, UUID ruleSetId) implements PublishRuleResult {}

    /** @param earliest the first day on which it could hold */
    record EffectiveTooEarly(LocalDate earliest) implements PublishRuleResult, Refusal {}
}
