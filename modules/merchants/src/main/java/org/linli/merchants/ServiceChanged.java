package org.linli.merchants;

import java.util.UUID;

/** A service is written, or a step further. */
public record ServiceChanged(UUID serviceId) {}
