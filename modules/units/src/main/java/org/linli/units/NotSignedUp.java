package org.linli.units;

import org.linli.live.Refusal;

/** The volunteer has no part in the shift. */
public record NotSignedUp() implements Refusal {}
