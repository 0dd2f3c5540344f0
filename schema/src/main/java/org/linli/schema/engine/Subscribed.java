package org.linli.schema.engine;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Statements;
import org.linli.schema.read.Place;
import reactor.core.publisher.Mono;

/** A subscription, parsed, validated and coerced: the data of the answer to its document, to be handed to the feed. */
public interface Subscribed {
    /**
     * What this caller is told.
     *
     * @throws ClientFault where the caller may not ask for it ({@link ErrorCode#FORBIDDEN}), or it costs too much
     */
    Telling of(Caller caller);

    /** Whether this caller can ever be told of anything: not where the filter lets no type through that the caller may see. */
    boolean tells(Caller caller);

    /**
     * Where to begin, by the cursor that was given.
     *
     * @return null to begin with what happens from now on
     * @throws ClientFault with {@link ErrorCode#INVALID_CURSOR}, also of a cursor of another district
     */
    @Nullable
    Place after(Caller caller);

    /** The cursor of a place, as a client gives it back. */
    String cursor(Caller caller, Place place);

    /** How a stretch of the log is read for somebody: once for all for whom this is equal, since they get the same bytes. */
    interface Telling {
        /** Over how many positions one read stays a cheap one; one at least. */
        int atOnce();

        /** What is told behind one position and up to another, in this order; run inside the caller's district. */
        Mono<List<Told>> read(Statements statements, long after, long upTo);
    }

    /**
     * One update as it is told.
     *
     * @param payload the whole answer in JSON, {@code {"data":..}}
     */
    record Told(long position, UUID id, RawJson payload) {}
}
