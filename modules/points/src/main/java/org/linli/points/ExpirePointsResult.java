package org.linli.points;

import org.linli.live.Refusal;

/** How taking away what has expired ends. */
public sealed interface ExpirePointsResult {
    /**
     * @param accounts that lost something
     * @param more whether there are others, for another call
     */
    record PointsExpired(int accounts, boolean more) implements ExpirePointsResult {}

    record NothingExpired() implements ExpirePointsResult, Refusal {}
}
