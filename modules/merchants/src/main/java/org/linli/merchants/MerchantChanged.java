package org.linli.merchants;

import java.util.UUID;

/** A merchant is recorded, or a step further. */
public record MerchantChanged(UUID merchantId) {}
