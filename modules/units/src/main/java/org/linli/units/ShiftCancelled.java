package org.linli.units;

import org.linli.live.Refusal;

/** The shift does not take place. */
public record ShiftCancelled(String reason) implements Refusal {}
