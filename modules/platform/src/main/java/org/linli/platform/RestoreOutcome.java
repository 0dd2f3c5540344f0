package org.linli.platform;

import java.util.UUID;
import org.linli.live.Refusal;

/** How having an organization made anew ends. */
public sealed interface RestoreOutcome {
    record OrganizationRestoring(UUID driftId) implements RestoreOutcome {}

    record OrganizationNotMissing() implements RestoreOutcome, Refusal {}
}
