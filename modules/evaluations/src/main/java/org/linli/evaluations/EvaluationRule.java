package org.linli.evaluations;

/** What a draft has to keep. */
public enum EvaluationRule {
    SUBJECT,
    PERIOD,
    ITEMS,
    LEGS,
    SELF_LEG,
    PARTY_VOTERS,
    MINIMUM_BALLOTS,
    APPEAL_DAYS
}
