package org.linli.evaluations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/**
 * The appeal against a triad evaluation was decided.
 *
 * @param id of the evaluation
 * @param struckLeg the leg that counts no more, null where the appeal was turned down
 */
record EvaluationAppealDecided(UUID id, @Nullable EvaluationLegKind struckLeg) implements Event {
    @Override
    public String type() {
        return "EvaluationCampaign";
    }
}
