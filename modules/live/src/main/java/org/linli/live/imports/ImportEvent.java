package org.linli.live.imports;

import java.util.UUID;
import org.linli.live.Event;

/** What happens to a batch of imported rows. */
sealed interface ImportEvent extends Event {
    @Override
    default String type() {
        return "ImportBatch";
    }

    record BatchImported(UUID id, ImportStatus to, int rows) implements ImportEvent {}

    record BatchConfirmed(UUID id, ImportStatus from, ImportStatus to, int confirmed) implements ImportEvent {}
}
