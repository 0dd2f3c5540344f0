package org.linli.imports;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.live.Refusal;
import org.linli.live.Refused;
import org.linli.schema.Role;

/** How what people do with imports of files ends. */
public sealed interface DataImportOutcome {
    sealed interface PrepareImportResult extends DataImportOutcome {}

    /** @param address where the file is sent */
    record ImportPrepared(UUID importId, String address, String method, OffsetDateTime expiresAt)
            implements PrepareImportResult {}

    record ImportFileTooLarge(int most) implements PrepareImportResult, Refusal {}

    record KindsUnfit() implements PrepareImportResult, Refusal {}

    record ImportCheckBegun(UUID importId) implements DataImportOutcome {}

    record ImportRunBegun(UUID importId) implements DataImportOutcome {}

    record ImportCancelled(UUID importId) implements DataImportOutcome {}

    /** @param role that the kinds of rows take */
    record OtherRoleNeeded(Role role) implements DataImportOutcome, Refusal {
        static void check(boolean held, Role role) {
            if (!held) throw new Refused(new OtherRoleNeeded(role));
        }
    }

    record ImportFileMissing() implements DataImportOutcome, Refusal {}

    record ImportFaulty(int faults) implements DataImportOutcome, Refusal {
        static void check(int faults, boolean leaveOut) {
            if (faults > 0 && !leaveOut) throw new Refused(new ImportFaulty(faults));
        }
    }
}
