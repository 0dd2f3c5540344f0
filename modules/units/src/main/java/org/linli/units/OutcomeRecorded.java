package org.linli.units;

import java.util.UUID;

/** What came of a shift is told. */
public record OutcomeRecorded(UUID outcomeId) {}
