package org.linli.evaluations;

import java.util.UUID;

/**
 * The appeal against a triad evaluation was decided.
 *
 * @param id of the evaluation
 */
public record AppealDecided(UUID id) {}
