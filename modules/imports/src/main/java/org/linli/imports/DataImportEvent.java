package org.linli.imports;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** What happens to the import of a file. */
sealed interface DataImportEvent extends Event {
    @Override
    default String type() {
        return "DataImport";
    }

    record DataImportMoved(UUID id, @Nullable DataImportStatus from, DataImportStatus to) implements DataImportEvent {}

    /** @param rowCount how many there are; null while that is not known */
    record DataImportProgressed(
            UUID id, int doneCount, @Nullable Integer rowCount) implements DataImportEvent {}

    /** The duty of somebody who was invited by a sheet is not proposed. */
    record StaffDutyLeftOut(UUID id, ImportRule rule) implements DataImportEvent {
        @Override
        public String type() {
            return "StaffMember";
        }
    }
}
