package org.linli.live;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.linli.schema.Caller;

/**
 * A use case of the bulk path.
 *
 * @param caller who did it
 * @param name of the field of Mutation
 * @param arguments as the rules take them: see {@link org.linli.schema.read.Inputs}
 * @param at when it happened
 * @param ids of its first new records, in the order in which it makes them; whatever else it makes finds ids of its own
 * @param codes its first one-time codes, so that whoever plays can play what is done with them
 */
public record Played(
        Caller caller,
        String name,
        Map<String, Object> arguments,
        OffsetDateTime at,
        List<UUID> ids,
        List<String> codes) {}
