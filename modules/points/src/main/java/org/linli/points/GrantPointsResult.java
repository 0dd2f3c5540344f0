package org.linli.points;

import java.time.LocalDate;
import java.util.UUID;
import org.linli.live.Refusal;

/** How a grant ends. */
public sealed interface GrantPointsResult {
    record PointsGranted(UUID postingId) implements GrantPointsResult {}

    /** @param today in the district */
    record ExpiryPassed(LocalDate today) implements GrantPointsResult, Refusal {}

    /** @param most of one grant */
    record TooManyPoints(int most) implements GrantPointsResult, Refusal {}

    record ResidentGone() implements GrantPointsResult, Refusal {}
}
