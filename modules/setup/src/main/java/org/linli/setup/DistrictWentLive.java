package org.linli.setup;

import java.util.UUID;
import org.linli.live.Event;

/**
 * A district let everybody in.
 *
 * @param id of the district
 */
record DistrictWentLive(UUID id) implements Event {
    @Override
    public String type() {
        return "District";
    }
}
