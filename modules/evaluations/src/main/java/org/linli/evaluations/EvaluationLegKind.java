package org.linli.evaluations;

/** A voice in a triad evaluation. */
public enum EvaluationLegKind {
    PARTY_ORGANISATION,
    RESIDENTS,
    SELF;

    /** Ballots without which the leg is missing. The self leg is one known voter, so there is nothing to hide in it. */
    int needs(int minimumBallots) {
        return this == SELF ? 1 : minimumBallots;
    }
}
