package org.linli.units;

import org.linli.live.Refusal;

/** Who is to answer for a unit could not sign in. */
public record ContactWithoutAccount() implements Refusal {}
