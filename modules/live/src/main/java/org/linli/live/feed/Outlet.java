package org.linli.live.feed;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;

/**
 * Where the updates of one subscription go, whatever carries them. Everything but {@link #loop} is called on that loop only.
 */
public interface Outlet {
    /** The event loop of the connection. */
    Executor loop();

    /** Whether the client keeps up: what is written while it does not would pile up here. */
    boolean ready();

    /**
     * Writes one update and does not send it yet.
     *
     * @param payload a GraphQL answer as JSON in UTF-8, {@code {"data":..}}; shared by many outlets, so not to be changed
     */
    void next(byte[] payload);

    /** Sends what was written. */
    void flush();

    /**
     * Tells why nothing more comes, and ends the subscription.
     *
     * @param reason a stable code and what its message takes
     * @param resumeAfter the cursor with which to go on and miss nothing; null where there is none
     */
    void end(ClientFault reason, @Nullable String resumeAfter);
}
