package org.linli.units;

import java.util.UUID;

/** The pairing as it is now. */
public record PairingSaved(UUID pairingId) implements InviteUnitResult {}
