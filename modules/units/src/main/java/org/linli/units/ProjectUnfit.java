package org.linli.units;

import org.linli.live.Refusal;

/** What was said of a project contradicts itself. */
public record ProjectUnfit(String argument) implements Refusal {}
