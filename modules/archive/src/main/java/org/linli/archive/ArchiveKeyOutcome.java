package org.linli.archive;

import java.util.UUID;
import org.linli.live.Refusal;

/** How issuing a district's key ends. */
public sealed interface ArchiveKeyOutcome {
    /** @param key in clear, once */
    record ArchiveKeyIssued(UUID archiveKeyId, String key) implements ArchiveKeyOutcome {
        @Override
        public String toString() {
            return "ArchiveKeyIssued[" + archiveKeyId + "]";
        }
    }

    record ArchiveKeyHolds(UUID archiveKeyId) implements ArchiveKeyOutcome, Refusal {}
}
