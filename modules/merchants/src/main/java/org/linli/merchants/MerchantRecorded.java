package org.linli.merchants;

import java.util.UUID;

/** The merchant is known. */
public record MerchantRecorded(UUID merchantId) {}
