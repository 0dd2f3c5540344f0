package org.linli.merchants;

import org.linli.live.Refusal;

/** How giving points back for codes that ran out ends. */
public sealed interface ExpireRedemptionsResult {
    /** @param more whether there are others, for another call */
    record RedemptionsExpired(int redemptions, boolean more) implements ExpireRedemptionsResult {}

    record NoneExpired() implements ExpireRedemptionsResult, Refusal {}
}
