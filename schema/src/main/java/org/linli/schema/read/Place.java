package org.linli.schema.read;

import java.util.List;
import java.util.UUID;

/**
 * A place in the log.
 *
 * @param position of the last number that is behind it
 * @param known ids of what is behind it too, and had no number when the cursor was taken
 */
public record Place(long position, List<UUID> known) {}
