package org.linli.activities;

import org.linli.live.Refusal;

/** What was said of an activity contradicts itself, or the clock. */
public record ActivityUnfit(String argument) implements Refusal {}
