package org.linli.points;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A movement of points was begun, went through, or was undone. */
public record PointsMoved(
        UUID id,
        PointsPostingKind kind,
        UUID accountId,
        int amount,
        @Nullable PointsPostingStatus from,
        PointsPostingStatus to,
        @Nullable String reason)
        implements Event {
    @Override
    public String type() {
        return "PointsPosting";
    }
}
