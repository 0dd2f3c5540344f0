package org.linli.archive;

import java.util.UUID;
import org.linli.live.Event;

/**
 * Archives of a district are sealed for another key than before.
 *
 * @param id of the district
 */
record ArchiveKeyChanged(UUID id) implements Event {
    @Override
    public String type() {
        return "District";
    }
}
