package org.linli.live.feed;

import java.util.UUID;

/** How ending a stream ends well. */
public record StreamEnded(UUID streamId) {}
