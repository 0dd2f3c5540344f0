package org.linli.units;

import org.linli.live.Refusal;

/** What was said of a shift contradicts itself, the clock or its project. */
public record ShiftUnfit(String argument) implements Refusal {}
