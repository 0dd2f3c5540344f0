package org.linli.live.imports;

import java.util.UUID;

/** @param confirmed rows that are from now on what they claimed to be */
public record ImportConfirmed(UUID batchId, int confirmed) {}
