package org.linli.platform;

import java.util.UUID;
import org.linli.live.Event;

/** What happens to a district on its way from cell to cell. */
sealed interface MoveEvent extends Event {
    @Override
    default String type() {
        return "DistrictMove";
    }

    record DistrictMoveRequested(UUID id, MoveStatus to) implements MoveEvent {}

    record DistrictMoveAdvanced(UUID id, MoveStatus from, MoveStatus to) implements MoveEvent {}

    record DistrictMoveHindered(UUID id, MoveObstacle hindrance) implements MoveEvent {}

    record DistrictMoveRetried(UUID id) implements MoveEvent {}

    record DistrictMoveCancelled(UUID id, MoveStatus from, MoveStatus to) implements MoveEvent {}
}
