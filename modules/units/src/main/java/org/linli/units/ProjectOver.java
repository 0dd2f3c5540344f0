package org.linli.units;

import java.time.LocalDate;
import org.linli.live.Refusal;

/** Nothing more happens in a project from this day on. */
public record ProjectOver(LocalDate endsOn) implements Refusal {}
