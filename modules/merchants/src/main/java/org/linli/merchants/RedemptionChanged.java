package org.linli.merchants;

import java.util.UUID;

/** A redemption is a step further. */
public record RedemptionChanged(UUID redemptionId) {}
