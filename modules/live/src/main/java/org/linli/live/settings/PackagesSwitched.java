package org.linli.live.settings;

import java.util.List;
import java.util.UUID;
import org.linli.live.Event;

/**
 * A district switched packages on or off.
 *
 * @param id of the district
 * @param packages what it has from then on
 */
record PackagesSwitched(UUID id, List<String> packages, int version) implements Event {
    @Override
    public String type() {
        return "District";
    }
}
