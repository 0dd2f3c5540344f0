package org.linli.archive;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** What happens to an archive; the log of it is the platform's. */
sealed interface ArchiveEvent extends Event {
    @Override
    default String type() {
        return "Archive";
    }

    record ArchiveRequested(UUID id, UUID districtId, ArchiveStatus to) implements ArchiveEvent {}

    record ArchiveAdvanced(UUID id, String part, long rows, long bytes) implements ArchiveEvent {}

    record ArchiveMade(
            UUID id,
            UUID districtId,
            ArchiveStatus to,
            long rows,
            long bytes,
            @Nullable Integer filesMissing) implements ArchiveEvent {}

    record ArchiveFetched(UUID id, UUID districtId) implements ArchiveEvent {}

    record ArchiveFailed(UUID id, UUID districtId, ArchiveStatus to, ArchiveObstacle failure) implements ArchiveEvent {}
}
