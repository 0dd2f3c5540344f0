package org.linli.archive;

import java.util.UUID;
import org.linli.live.Event;

/**
 * Somebody of a district fetches its last archive; the log of it is the district's.
 *
 * @param id of the district
 */
record ArchiveReceived(UUID id) implements Event {
    @Override
    public String type() {
        return "District";
    }
}
