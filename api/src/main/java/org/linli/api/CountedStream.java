package org.linli.api;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.live.feed.Feed.Following;
import org.linli.live.feed.Outlet;
import org.linli.schema.ClientFault;

/** A stream that leaves its place once, whoever ends it. */
final class CountedStream implements Outlet {
    private final Outlet outlet;
    private final Runnable leave;
    private final AtomicBoolean left = new AtomicBoolean();

    CountedStream(Outlet outlet, Runnable leave) {
        this.outlet = outlet;
        this.leave = leave;
    }

    Following begin(Function<Outlet, Following> follow) {
        Following following = follow.apply(this);
        return new Following() {
            @Override
            public void ready() {
                following.ready();
            }

            @Override
            public void cancel() {
                leave();
                following.cancel();
            }
        };
    }

    void leave() {
        if (left.compareAndSet(false, true)) leave.run();
    }

    @Override
    public Executor loop() {
        return outlet.loop();
    }

    @Override
    public boolean ready() {
        return outlet.ready();
    }

    @Override
    public void next(byte[] payload) {
        outlet.next(payload);
    }

    @Override
    public void flush() {
        outlet.flush();
    }

    @Override
    public void end(ClientFault reason, @Nullable String resumeAfter) {
        leave();
        outlet.end(reason, resumeAfter);
    }
}
