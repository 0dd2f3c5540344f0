package org.linli.files;

import java.time.OffsetDateTime;
import java.util.UUID;

/** Where a file can be fetched for a while. */
public record FileAddress(UUID fileId, String address, OffsetDateTime expiresAt) {}
