package org.linli.units;

import java.time.OffsetDateTime;
import org.linli.live.Refusal;

/** Until a shift begins one may sign up, give up, or call it off. */
public record ShiftBegun(OffsetDateTime startsAt) implements Refusal {}
