package org.linli.files;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.live.Refusal;

/** How asking to attach a file ends. */
public sealed interface RequestUploadResult {
    record UploadRequested(UUID fileId, String address, String method, OffsetDateTime expiresAt)
            implements RequestUploadResult {}

    record FileTooLarge(int most) implements RequestUploadResult, Refusal {}

    record TooManyFiles(int most) implements RequestUploadResult, Refusal {}

    /**
     * @param most megabytes
     * @param storageUsed bytes
     * @param storageBytes bytes that may be
     */
    record StorageFull(int most, BigDecimal storageUsed, BigDecimal storageBytes)
            implements RequestUploadResult, Refusal {}
}
