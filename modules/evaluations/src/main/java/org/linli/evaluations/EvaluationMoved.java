package org.linli.evaluations;

import java.util.UUID;

/** A triad evaluation was drafted, changed, or went on in its life. */
public record EvaluationMoved(UUID id) {}
