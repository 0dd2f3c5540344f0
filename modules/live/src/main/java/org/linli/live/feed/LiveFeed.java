package org.linli.live.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Statements;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.identity.Presences;

/**
 * The feed of all districts, as this node tells it. A channel a district, each on an event loop of its own; what is done for a stream that
 * has nothing to tell is a look, every few seconds and in one statement for all, at whether its right still holds.
 */
public final class LiveFeed implements Feed, AutoCloseable {
    /** After which rights are looked at again where nothing happens. */
    private static final Duration LOOK = Duration.ofMillis(2500);

    /** Was turned away. */
    private static final Following NOBODY = new Following() {
        @Override
        public void ready() {}

        @Override
        public void cancel() {}
    };

    final Statements statements;
    final Presences presences;
    final Clock clock;
    final String[] rights;
    final Counter told;
    final Counter gaps;

    private final EventLoopGroup loops;
    private final Map<UUID, Channel> channels = new ConcurrentHashMap<>();
    private final Future<?> looking;
    private volatile boolean leaving;

    /**
     * @param rights names of events by which somebody may have got or lost rights
     * @param notices not started yet
     */
    public LiveFeed(
            Statements statements,
            Presences presences,
            List<String> rights,
            Notices notices,
            EventLoopGroup loops,
            Clock clock,
            MeterRegistry meters) {
        this.statements = statements;
        this.presences = presences;
        this.rights = rights.toArray(String[]::new);
        this.loops = loops;
        this.clock = clock;
        told = meters.counter("linli.feed.updates");
        gaps = meters.counter("linli.feed.gaps");
        meters.gauge("linli.feed.streams", this, feed -> feed.followers().count());
        meters.gauge(
                "linli.feed.groups",
                channels,
                all -> all.values().stream().mapToInt(Channel::groups).sum());
        meters.gauge(
                "linli.feed.lag",
                this,
                feed -> feed.followers().mapToLong(Follower::lag).max().orElse(0));
        meters.gauge(
                "linli.feed.head",
                channels,
                all -> all.values().stream().mapToLong(Channel::head).sum());
        notices.on(Sequencer.HEAD, this::heard);
        looking = loops.next().scheduleAtFixedRate(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Following follow(Subscription subscription, Outlet outlet) {
        Follower follower;
        try {
            if (leaving) throw ClientFault.of(ErrorCode.SERVER_LEAVING);
            follower = new Follower(subscription, outlet, this);
        } catch (ClientFault fault) {
            outlet.loop().execute(() -> outlet.end(fault, null));
            return NOBODY;
        }
        District district = Objects.requireNonNull(follower.caller.district());
        channels.compute(district.id(), (id, known) -> {
            Channel channel = known == null ? new Channel(this, district, loops.next()) : known;
            channel.add(follower);
            return channel;
        });
        return follower;
    }

    /** A channel that nobody follows goes. */
    void left(Channel channel, Follower follower) {
        channels.computeIfPresent(channel.district().id(), (id, known) -> known.remove(follower) ? null : known);
    }

    /** @param notice a district's id and its new head; empty where some may have been missed */
    private void heard(String notice) {
        int space = notice.indexOf(' ');
        if (space < 0) {
            channels.values().forEach(Channel::ask);
            return;
        }
        Channel channel = channels.get(UUID.fromString(notice.substring(0, space)));
        if (channel != null) channel.announce(Long.parseLong(notice.substring(space + 1)));
    }

    private void look() {
        if (channels.isEmpty()) return;
        List<District> districts =
                channels.values().stream().map(Channel::district).toList();
        // Where nothing can be learnt, tokens expire all the same.
        presences
                .look(districts)
                .onErrorComplete()
                .subscribe(none -> {}, failure -> {}, () -> channels.values().forEach(Channel::judge));
    }

    /** Those who follow here. */
    public Stream<Follower> followers() {
        return channels.values().stream().flatMap(Channel::followers);
    }

    /** Tells everybody to come back, to another node or to this one's successor; takes nobody in any more. */
    public void leave() {
        leaving = true;
        followers().forEach(follower -> follower.end(ClientFault.of(ErrorCode.SERVER_LEAVING)));
    }

    @Override
    public void close() {
        looking.cancel(false);
        leave();
    }
}
