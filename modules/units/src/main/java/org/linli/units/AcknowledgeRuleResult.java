package org.linli.units;

import java.util.UUID;
import org.linli.live.Refusal;

/** How taking note of an edition of rules ends. */
public sealed interface AcknowledgeRuleResult {
    record RuleAcknowledged(UUID acknowledgementId) implements AcknowledgeRuleResult {}

    record AlreadyAcknowledged(UUID acknowledgementId) implements AcknowledgeRuleResult, Refusal {}
}
