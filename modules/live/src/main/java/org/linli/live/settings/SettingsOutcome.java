package org.linli.live.settings;

import java.util.UUID;
import org.linli.live.Refusal;

/** What is answered when settings were changed. */
public sealed interface SettingsOutcome {
    /** @param settingsId of the district whose settings they are */
    record PackagesSet(UUID settingsId, int version) implements SettingsOutcome {}

    record SettingsSaved(UUID settingsId, int version) implements SettingsOutcome {}

    /** By name, as the contract has them. */
    record PackageNeeded(String needed, String neededBy) implements Refusal {}
}
