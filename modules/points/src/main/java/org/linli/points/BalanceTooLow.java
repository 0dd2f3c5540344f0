package org.linli.points;

import org.linli.live.Refusal;

/** An account has fewer points than are asked of it. */
public record BalanceTooLow(int available, int needed) implements Refusal {}
