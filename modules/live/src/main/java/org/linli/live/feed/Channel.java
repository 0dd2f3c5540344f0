package org.linli.live.feed;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.schema.engine.Subscribed.Telling;
import org.linli.schema.engine.Subscribed.Told;
import org.linli.schema.read.Place;
import org.linli.tenancy.database.Batched;
import org.linli.tenancy.database.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A district's log as it is told on this node. Those who may see the same are a group, for which each stretch is read once; each group goes on
 * at its own pace, so that what takes one long, or cannot be read at all, keeps no other waiting. Before a stretch is told to anybody, rights are
 * looked at, at a moment after all of it was committed: what happens after a loss is never told to the loser.
 */
final class Channel {
    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
    private static final JsonMapper JSON = new JsonMapper();
    /** Numbers in a stretch at most. */
    static final int STRETCH = 100;

    /** Updates that may wait for one loop to write them for a group: whoever is on a loop that lags is told the rest from the log. */
    private static final int WAITING = 2 * STRETCH;

    /** Reads at once: what more there is would only fill the few connections of this loop, and have others who use them turned away. */
    private static final int READS = 8;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final String HEAD =
            "select to_json(coalesce((select h.position from feed_head h where h.district_id = $1), 0))";
    /** The last of a stretch that is no longer kept, since numbers have no gap; 0 where all are. A month may go from the middle, too. */
    private static final String GONE = """
            select to_json(coalesce(max(n.position), 0))
              from (select generate_series($3::bigint + 1, $4::bigint) as position
                    except
                    select f.position from feed f
                     where f.district_id = $1 and f.position > $3::bigint and f.position <= $4::bigint) n""";
    /** What in a stretch is of concern to those who follow: whether rights may be others, and which streams somebody has ended. */
    private static final String CONCERNS = """
            select json_build_object('rights', coalesce(bool_or(e.name = any($5::text[])), false),
                                     'ended', json_agg(e.subject_id) filter (where e.name = 'STREAM_CLOSED'))
              from feed f join event e on e.district_id = f.district_id and e.id = f.event_id
             where f.district_id = $1 and e.district_id = $1 and f.position > $3::bigint and f.position <= $4::bigint""";

    private final LiveFeed feed;
    private final District district;
    private final EventLoop loop;
    private final Batched<Follower, Long> greeting;
    private final Batched<Pace, Long> trying = new Batched<>(those -> heads());
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

    /** Those who are live, by what they are told. On the channel's loop only, as all below. */
    private final Map<Telling, Group> groups = new HashMap<>();

    /** What is being read for those who are behind: who comes back with others shares it with them. */
    private final Map<Stretch, Mono<Part>> reads = new HashMap<>();

    private final Turns turns = new Turns(READS);

    private volatile int groupCount;
    private volatile long head = -1;
    /** Up to where rights were looked at, and so how far anybody is told. */
    private long judged = -1;

    private boolean judging;

    private record Stretch(Telling telling, long from, long to) {}

    /** @param gone the last position of it that is no longer kept */
    private record Part(List<Told> told, long gone) {}

    /** Those who are told the same. */
    private static final class Group {
        /** By the loop on which they are. */
        private final Map<Executor, Members> members = new HashMap<>();

        /** What has to wait until a stretch is told: whoever became live in the middle of one would miss it. */
        private final List<Runnable> afterwards = new ArrayList<>();

        private final Pace pace = new Pace();
        private long position;
        private boolean reading;

        Group(long position) {
            this.position = position;
        }
    }

    /** Those of a group on one loop. */
    private static final class Members {
        private final List<Follower> followers = new ArrayList<>();
        /** Updates that the loop has not yet come to. */
        private final AtomicInteger waiting = new AtomicInteger();
    }

    Channel(LiveFeed feed, District district, EventLoop loop) {
        this.feed = feed;
        this.district = district;
        this.loop = loop;
        greeting = new Batched<>(
                those -> heads().delayUntil(heads -> feed.presences.look(district.id(), subjects(those.stream()))));
    }

    District district() {
        return district;
    }

    long head() {
        return Math.max(head, 0);
    }

    int groups() {
        return groupCount;
    }

    Stream<Follower> followers() {
        return followers.stream();
    }

    void add(Follower follower) {
        followers.add(follower);
        follower.on(this);
        loop.execute(() -> begin(follower));
    }

    /** @return whether nobody is left */
    boolean remove(Follower follower) {
        followers.remove(follower);
        loop.execute(() -> leaveGroup(follower));
        return followers.isEmpty();
    }

    /** Where it begins: behind its cursor, or with what is told from now on; as whom, is looked at once the channel knows of it. */
    private void begin(Follower follower) {
        Place after;
        try {
            after = follower.subscription.what().after(follower.caller);
        } catch (ClientFault fault) {
            follower.end(fault);
            return;
        }
        greeting.ask(List.of(follower))
                .subscribe(
                        now -> loop.execute(() -> begin(follower, after, now)),
                        failure -> follower.end(ended(failure)));
    }

    private void begin(Follower follower, @Nullable Place after, long now) {
        if (judged < 0) judged = now;
        judge(follower);
        if (after != null && after.position() > now) follower.end(ClientFault.of(ErrorCode.INVALID_CURSOR));
        else begin(follower, after == null ? new Place(now, List.of()) : after);
        announced(now);
    }

    private void begin(Follower follower, Place place) {
        follower.begin(place, () -> resume(follower, place.position()));
    }

    private static ClientFault ended(Throwable failure) {
        return failure instanceof ClientFault fault ? fault : ClientFault.of(ErrorCode.UNAVAILABLE);
    }

    private Mono<Long> heads() {
        return feed.statements.read(district.id(), HEAD, List.of(), false).map(Channel::position);
    }

    private static long position(byte[] json) {
        return JSON.readTree(json).longValue();
    }

    /** Something may have been missed. */
    void ask() {
        loop.execute(() -> heads().subscribe(this::announced, failure -> after(PAUSE, this::ask)));
    }

    void announce(long to) {
        loop.execute(() -> announced(to));
    }

    private void announced(long to) {
        if (!loop.inEventLoop()) {
            announce(to);
            return;
        }
        head = Math.max(head, to);
        advance();
    }

    /** Looks at the rights over the next stretch, and has the groups told it. */
    private void advance() {
        if (judging || judged < 0 || judged >= head) return;
        judging = true;
        long to = Math.min(head, judged + STRETCH);
        look(judged, to)
                .subscribe(
                        none -> {},
                        failure -> {
                            LOG.warn("the feed of {} waits: {}", district.code(), failure.toString());
                            after(PAUSE, () -> {
                                judging = false;
                                advance();
                            });
                        },
                        () -> loop.execute(() -> {
                            judging = false;
                            judge(false);
                            judged = to;
                            Map.copyOf(groups).forEach(this::tell);
                            advance();
                        }));
    }

    private void after(Duration pause, Runnable step) {
        Mono.delay(pause).subscribe(due -> loop.execute(step));
    }

    /** Tells a group its next stretch, unless it is being told one. */
    private void tell(Telling telling, Group group) {
        if (group.reading || group.position >= judged || group.members.isEmpty()) return;
        group.reading = true;
        long from = group.position;
        long to = Math.min(judged, from + most(telling, group.pace));
        turns.take(Mono.defer(() -> telling.read(feed.statements, from, to)))
                .subscribe(
                        told -> loop.execute(() -> {
                            group.pace.worked();
                            tell(group, told, from, to);
                            group.position = to;
                            goOn(telling, group);
                        }),
                        failure -> {
                            LOG.warn("a group of the feed of {} waits: {}", district.code(), failure.toString());
                            again(group.pace, to - from, () -> goOn(telling, group), () -> {
                                group.members.values().forEach(all -> all.followers.forEach(Channel::unreadable));
                                loop.execute(() -> goOn(telling, group));
                            });
                        });
    }

    /** How much one statement may read, lest it is a costly one only because it reads much. */
    private static int most(Telling telling, Pace pace) {
        return Math.min(pace.most(), telling.atOnce());
    }

    /**
     * What could not be read is tried again, and less of it. It counts as a failure only where the database answers otherwise: who waits for it
     * need not come back.
     */
    private void again(Pace pace, long numbers, Runnable again, Runnable enough) {
        after(
                PAUSE,
                () -> trying.ask(List.of(pace))
                        .subscribe(
                                there -> loop.execute(() -> (pace.failed(numbers) ? enough : again).run()),
                                lost -> loop.execute(again)));
    }

    private static void unreadable(Follower follower) {
        follower.end(ClientFault.of(ErrorCode.UNAVAILABLE));
    }

    private void goOn(Telling telling, Group group) {
        group.reading = false;
        List<Runnable> waiting = List.copyOf(group.afterwards);
        group.afterwards.clear();
        waiting.forEach(Runnable::run);
        tell(telling, group);
    }

    private void tell(Group group, List<Told> told, long from, long to) {
        int updates = Math.max(1, told.size());
        Map.copyOf(group.members).forEach((executor, members) -> {
            List<Follower> those = List.copyOf(members.followers);
            if (members.waiting.get() >= WAITING) those.forEach(this::rejoin);
            else {
                members.waiting.addAndGet(updates);
                executor.execute(() -> {
                    members.waiting.addAndGet(-updates);
                    for (Follower one : those) one.tell(told, from, to, () -> loop.execute(() -> leaveGroup(one)));
                });
            }
        });
    }

    private void rejoin(Follower follower) {
        leaveGroup(follower);
        follower.rejoin();
    }

    /** Has the rights of all who follow known as they are now, where this stretch or anybody else may have changed them. */
    private Mono<Void> look(long from, long to) {
        Mono<Void> ends = feed.presences.look(List.of(district));
        Mono<Void> rows = feed.statements
                .read(district.id(), CONCERNS, List.of(from, to, feed.rights), false)
                .flatMap(json -> {
                    JsonNode concerns = JSON.readTree(json);
                    concerns.path("ended").forEach(id -> close(UUID.fromString(id.stringValue())));
                    return concerns.path("rights").booleanValue()
                            ? feed.presences.look(district.id(), subjects(followers()))
                            : Mono.empty();
                });
        return Mono.when(ends, rows);
    }

    /** Somebody has it ended. */
    private void close(UUID stream) {
        followers.stream()
                .filter(follower -> follower.id().equals(stream))
                .forEach(follower -> follower.end(ClientFault.of(ErrorCode.STREAM_ENDED)));
    }

    private static List<UUID> subjects(Stream<Follower> followers) {
        return followers
                .map(follower -> follower.caller.subject())
                .filter(subject -> subject != null)
                .distinct()
                .toList();
    }

    /** Looks whether anybody's rights are others now; between stretches, whether somebody has stopped reading. */
    void judge() {
        loop.execute(() -> judge(true));
    }

    private void judge(boolean idle) {
        for (Follower follower : followers) {
            if (idle && follower.gone()) {
                feed.gaps.increment();
                follower.end(ClientFault.of(ErrorCode.GAP));
            } else judge(follower);
        }
    }

    private void judge(Follower follower) {
        try {
            Caller now = follower.subscription.presence().now();
            Caller before = follower.caller;
            if (now.equals(before)) return;
            Set<Role> lost = new HashSet<>(before.roles());
            lost.removeAll(now.roles());
            if (!lost.isEmpty()) throw ClientFault.of(ErrorCode.RIGHT_LOST);
            boolean live = follower.live;
            leaveGroup(follower);
            follower.caller = now;
            follower.telling = follower.subscription.what().of(now);
            if (live) follower.rejoin();
        } catch (ClientFault fault) {
            follower.end(
                    switch (fault.code()) {
                        case TOKEN_INVALID, FORBIDDEN -> ClientFault.of(ErrorCode.RIGHT_LOST);
                        default -> fault;
                    });
        }
    }

    private void join(Follower follower, Group group) {
        follower.live = true;
        group.members
                .computeIfAbsent(follower.outlet.loop(), none -> new Members())
                .followers
                .add(follower);
        tell(follower.telling, group);
    }

    private void leaveGroup(Follower follower) {
        if (!follower.live) return;
        follower.live = false;
        Group group = groups.get(follower.telling);
        if (group == null) return;
        group.members.computeIfPresent(follower.outlet.loop(), (executor, those) -> {
            those.followers.remove(follower);
            return those.followers.isEmpty() ? null : those;
        });
        if (group.members.isEmpty()) groups.remove(follower.telling);
        groupCount = groups.size();
    }

    /** Has somebody who is behind told the rest from the log, and then be live. */
    void resume(Follower follower, long from) {
        loop.execute(() -> catchUp(follower, from));
    }

    private void catchUp(Follower follower, long from) {
        if (follower.left() || follower.live) return;
        Group known = groups.get(follower.telling);
        long there = known == null ? judged : known.position;
        if (from < there) catchUp(follower, from, next(follower, from, there));
        else if (known != null && known.reading) known.afterwards.add(() -> catchUp(follower, from));
        else {
            join(follower, groups.computeIfAbsent(follower.telling, none -> new Group(judged)));
            groupCount = groups.size();
        }
    }

    /** Of those who keep up, the same for all who are near each other. */
    private Stretch next(Follower follower, long from, long there) {
        int usual = Math.min(STRETCH, follower.telling.atOnce());
        int most = most(follower.telling, follower.pace);
        long begin = most < usual ? from : from - from % usual;
        return new Stretch(follower.telling, begin, Math.min(there, begin + most));
    }

    private void catchUp(Follower follower, long from, Stretch stretch) {
        reads.computeIfAbsent(stretch, this::shared)
                .subscribe(
                        part -> {
                            if (from < part.gone) follower.end(ClientFault.of(ErrorCode.CURSOR_EXPIRED));
                            else
                                follower.catchUp(
                                        part.told,
                                        stretch.from,
                                        stretch.to,
                                        () -> loop.execute(() -> leaveGroup(follower)),
                                        () -> resume(follower, stretch.to));
                        },
                        failure -> again(
                                follower.pace,
                                stretch.to - stretch.from,
                                () -> catchUp(follower, from),
                                () -> unreadable(follower)));
    }

    /** What is kept is looked at when all was read: a month may go meanwhile. */
    private Mono<Part> shared(Stretch stretch) {
        return turns.take(Mono.defer(() -> stretch.telling.read(feed.statements, stretch.from, stretch.to))
                        .flatMap(told -> feed.statements
                                .read(district.id(), GONE, List.of(stretch.from, stretch.to), false)
                                .map(gone -> new Part(told, position(gone)))))
                .doFinally(end -> loop.execute(() -> reads.remove(stretch)))
                .cache();
    }
}
