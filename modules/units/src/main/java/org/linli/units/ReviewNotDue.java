package org.linli.units;

import java.time.LocalDate;
import org.linli.live.Refusal;

/** A year has not passed yet; it has on this day. */
public record ReviewNotDue(LocalDate dueOn) implements Refusal {}
