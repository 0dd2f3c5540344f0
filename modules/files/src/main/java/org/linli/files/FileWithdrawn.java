package org.linli.files;

import java.util.UUID;

/** The file was taken away. */
public record FileWithdrawn(UUID fileId) {}
