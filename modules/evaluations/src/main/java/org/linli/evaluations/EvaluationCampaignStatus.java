package org.linli.evaluations;

import org.linli.live.Transitions;

/** How far a triad evaluation is in its life. */
public enum EvaluationCampaignStatus {
    DRAFT,
    ANNOUNCED,
    OPEN,
    CLOSED,
    SCORED,
    APPEAL,
    FINAL,
    PUBLISHED;

    static final Transitions<EvaluationCampaignStatus> LIFE = Transitions.of(EvaluationCampaignStatus.class)
            .step(DRAFT, ANNOUNCED)
            .step(ANNOUNCED, OPEN)
            .step(OPEN, CLOSED)
            .step(CLOSED, SCORED)
            .step(SCORED, APPEAL, FINAL)
            .step(APPEAL, FINAL)
            .step(FINAL, PUBLISHED);
}
