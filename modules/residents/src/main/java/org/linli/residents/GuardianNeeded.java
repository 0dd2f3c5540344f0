package org.linli.residents;

import org.linli.live.Refusal;

/** A child under 14 acts only through a linked guardian. */
public record GuardianNeeded() implements Refusal {}
