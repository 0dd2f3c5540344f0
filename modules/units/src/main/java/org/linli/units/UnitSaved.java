package org.linli.units;

import java.util.UUID;

/** The unit as it is now. */
public record UnitSaved(UUID unitId) {}
