package org.linli.merchants;

import java.util.UUID;

/** The merchant has signed. */
public record MerchantSigned(UUID merchantId) {}
