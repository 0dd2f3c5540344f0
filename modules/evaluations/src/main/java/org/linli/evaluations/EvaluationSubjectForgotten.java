package org.linli.evaluations;

import java.util.UUID;
import org.linli.live.Event;

/** Whom a triad evaluation is about was erased; the result stays, without a name. */
record EvaluationSubjectForgotten(UUID id) implements Event {
    @Override
    public String type() {
        return "EvaluationCampaign";
    }
}
