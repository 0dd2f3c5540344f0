package org.linli.setup;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.linli.live.Refusal;

/** How going live ends. */
public sealed interface SetupOutcome {
    record DistrictLive(OffsetDateTime since, UUID districtId) implements SetupOutcome {}

    record SetupIncomplete(List<SetupStep> missing) implements SetupOutcome, Refusal {}

    record AlreadyLive(OffsetDateTime since) implements SetupOutcome, Refusal {}
}
