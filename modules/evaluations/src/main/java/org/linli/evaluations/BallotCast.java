package org.linli.evaluations;

import java.util.UUID;

/** The ballot counts. What is told says that the caller voted, and not what. */
public record BallotCast(UUID receiptId, UUID evaluationId) {}
