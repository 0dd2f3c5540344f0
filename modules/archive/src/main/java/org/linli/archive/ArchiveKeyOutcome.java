package org.linli.archive;

import java.util.UUID;
import org.linli.live.Refusal;
import org.linli.live.ToldOnce;

/** How issuing a district's key ends. */
public sealed interface ArchiveKeyOutcome {
    /** @param key in clear, once */
    record ArchiveKeyIssued(UUID archiveKeyId, String key) implements ArchiveKeyOutcome, ToldOnce {
        @Override
        public Refusal again() {
            return new ArchiveKeyHolds(archiveKeyId);
        }

        @Override
        public String toString() {
            return "ArchiveKeyIssued[" + archiveKeyId + "]";
        }
    }

    record ArchiveKeyHolds(UUID archiveKeyId) implements ArchiveKeyOutcome, Refusal {}
}
