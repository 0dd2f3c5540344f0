package org.linli.units;

import java.time.OffsetDateTime;
import org.linli.live.Refusal;

/** One comes to a shift between these moments, the latter excluded. */
public record OutsideShift(OffsetDateTime opensAt, OffsetDateTime closesAt) implements Refusal {}
