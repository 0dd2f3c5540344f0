package org.linli.live.feed;

import org.linli.schema.engine.Subscribed;
import org.linli.tenancy.identity.Presences.Presence;

/** The live feed of all districts, as this node tells it. */
public interface Feed {
    /**
     * A subscription as it comes in.
     *
     * @param what was selected, and from where on
     * @param presence who asked, and who that is from then on
     * @param transport as operators see it: {@code WEBSOCKET} or {@code SSE}
     */
    record Subscription(Subscribed what, Presence presence, String transport) {}

    /**
     * Begins to write updates to the outlet, from the asked cursor on or from now on. A cursor too old, and whatever else is wrong
     * with what was asked, is told by {@link Outlet#end}.
     */
    Following follow(Subscription subscription, Outlet outlet);

    /** One subscription that goes on. */
    interface Following {
        /** The outlet is ready again. */
        void ready();

        /** Nobody listens any more. */
        void cancel();
    }
}
