package org.linli.evaluations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A triad evaluation was drafted, changed, or went on in its life. */
record EvaluationCampaignMoved(UUID id, @Nullable EvaluationCampaignStatus from, EvaluationCampaignStatus to)
        implements Event {
    @Override
    public String type() {
        return "EvaluationCampaign";
    }
}
