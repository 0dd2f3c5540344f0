package org.linli.platform;

import java.util.UUID;
import org.linli.live.Refusal;

/** How an export begins. */
sealed interface ExportOutcome {
    record ExportBegun(UUID archiveId) implements ExportOutcome {}

    record ExportGoesOn(UUID archiveId) implements ExportOutcome, Refusal {}

    record DistrictNotOpen() implements ExportOutcome, Refusal {}
}
