package org.linli.live.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.engine.Subscribed.Telling;
import org.linli.schema.engine.Subscribed.Told;
import org.linli.schema.read.Place;

/**
 * One subscription. Where it stands is known on its connection's loop only; whether it is live, one of a group, on its channel's. A client that
 * does not keep up leaves its group and is told the rest from the log when it reads again, so that nothing piles up.
 */
public final class Follower implements Feed.Following {
    /** For how long a client may not read before it is let go. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final Feed.Subscription subscription;
    final Outlet outlet;
    /** Of what is read for it alone, also where it cannot take more. */
    final Pace pace = new Pace();

    private final UUID id = UUID.randomUUID();
    private final Instant since;
    private final LiveFeed feed;
    private volatile @Nullable Channel channel;

    // On the channel's loop.
    Caller caller;
    Telling telling;
    boolean live;

    // On the connection's loop.
    private Set<UUID> known = Set.of();
    private boolean ended;
    private volatile long delivered = -1;
    private final LongAdder count = new LongAdder();
    private volatile @Nullable Instant held;

    Follower(Feed.Subscription subscription, Outlet outlet, LiveFeed feed) {
        this.subscription = subscription;
        this.outlet = outlet;
        this.feed = feed;
        this.caller = subscription.presence().now();
        this.telling = subscription.what().of(caller);
        this.since = feed.clock.instant();
    }

    void on(Channel channel) {
        this.channel = channel;
    }

    /** Stands at a place, and goes on from there. */
    void begin(Place place, Runnable then) {
        outlet.loop().execute(() -> {
            delivered = place.position();
            known = new HashSet<>(place.known());
            then.run();
        });
    }

    /**
     * Writes what was told from one position up to another, unless the client does not keep up: then {@code late} runs. Who stands before
     * the first is told what comes between before.
     */
    void tell(List<Told> told, long from, long upTo, Runnable late) {
        if (ended || held != null || delivered < from) return;
        int written = 0;
        for (Told one : told) {
            if (one.position() <= delivered || (!known.isEmpty() && known.remove(one.id()))) continue;
            if (!keepsUp()) {
                pace.took(written);
                held = feed.clock.instant();
                late.run();
                return;
            }
            outlet.next(one.payload().bytes());
            delivered = one.position();
            count.increment();
            written++;
            feed.told.increment();
        }
        pace.worked();
        delivered = Math.max(delivered, upTo);
        outlet.flush();
    }

    /** Looked at before each update, so that no more than one waits beyond what the connection holds. */
    private boolean keepsUp() {
        if (outlet.ready()) return true;
        outlet.flush();
        return outlet.ready();
    }

    /** As {@link #tell}, from the log to one who is behind; then, if the client keeps up, {@code next} runs. */
    void catchUp(List<Told> told, long from, long upTo, Runnable late, Runnable next) {
        outlet.loop().execute(() -> {
            tell(told, from, upTo, late);
            if (held == null && !ended) next.run();
        });
    }

    /** Has what follows told to who it is now: what was on its way comes first. */
    void rejoin() {
        outlet.loop().execute(() -> {
            Channel now = channel;
            if (held == null && !ended && now != null) now.resume(this, delivered);
        });
    }

    @Override
    public void ready() {
        Channel now = channel;
        if (held == null || ended || now == null) return;
        held = null;
        now.resume(this, delivered);
    }

    /** Whether the client has not read for too long. */
    boolean gone() {
        Instant since = held;
        return since != null && feed.clock.instant().isAfter(since.plus(PATIENCE));
    }

    void end(ClientFault reason) {
        leave();
        outlet.loop().execute(() -> {
            if (ended) return;
            ended = true;
            boolean resumes = delivered >= 0 && reason.code() != ErrorCode.CURSOR_EXPIRED;
            outlet.end(reason, resumes ? cursor() : null);
        });
    }

    private String cursor() {
        return subscription.what().cursor(caller, new Place(delivered, List.copyOf(known)));
    }

    @Override
    public void cancel() {
        leave();
        outlet.loop().execute(() -> ended = true);
    }

    private void leave() {
        Channel now = channel;
        channel = null;
        if (now != null) feed.left(now, this);
    }

    /** Whether it follows no more. */
    boolean left() {
        return channel == null;
    }

    /** By which it is known to operators. */
    public UUID id() {
        return id;
    }

    public Instant since() {
        return since;
    }

    public Caller caller() {
        return caller;
    }

    /** As {@code stream_transport} spells it. */
    public String transport() {
        return subscription.transport();
    }

    /** Up to which position it was told. */
    public long position() {
        return delivered;
    }

    /** How much it was told. */
    public long count() {
        return count.sum();
    }

    /** How many numbers it is behind what was announced here. */
    public long lag() {
        Channel now = channel;
        return now == null || delivered < 0 ? 0 : Math.max(0, now.head() - delivered);
    }
}
