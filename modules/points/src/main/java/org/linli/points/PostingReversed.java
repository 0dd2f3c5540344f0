package org.linli.points;

import java.util.UUID;

/** A movement of points was undone. */
public record PostingReversed(UUID postingId) {}
