package org.linli.units;

import java.util.UUID;
import org.linli.live.Refusal;

/** How inviting a unit ends. */
public sealed interface InviteUnitResult permits PairingSaved, InviteUnitResult.AlreadyPaired {
    record AlreadyPaired(UUID pairingId) implements InviteUnitResult, Refusal {}
}
