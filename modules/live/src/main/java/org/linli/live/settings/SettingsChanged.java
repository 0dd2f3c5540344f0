package org.linli.live.settings;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;
import org.linli.schema.Language;

/**
 * A district changed its settings.
 *
 * @param id of the district
 * @param language null where it stayed
 * @param retention null where it stayed
 */
record SettingsChanged(
        UUID id, @Nullable Language language, @Nullable Retention retention, int version) implements Event {
    @Override
    public String type() {
        return "District";
    }
}
