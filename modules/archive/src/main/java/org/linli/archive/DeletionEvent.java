package org.linli.archive;

import java.util.UUID;
import org.linli.live.Event;

/** What happens to a deletion; the log of it is the platform's, and outlives the district. */
sealed interface DeletionEvent extends Event {
    @Override
    default String type() {
        return "Deletion";
    }

    record DeletionRequested(UUID id, UUID districtId, DeletionStatus to, int graceDays, String reason)
            implements DeletionEvent {}

    record DeletionWithdrawn(UUID id, UUID districtId, DeletionStatus from, DeletionStatus to)
            implements DeletionEvent {}

    record DeletionHindered(UUID id, DeletionObstacle waitsFor) implements DeletionEvent {}

    record DeletionRetried(UUID id) implements DeletionEvent {}

    record ErasureBegun(UUID id, DeletionStatus from, DeletionStatus to) implements DeletionEvent {}

    record ErasureAdvanced(UUID id, long rows) implements DeletionEvent {}

    record DistrictErased(UUID id, DeletionStatus from, DeletionStatus to, long rows) implements DeletionEvent {}
}
