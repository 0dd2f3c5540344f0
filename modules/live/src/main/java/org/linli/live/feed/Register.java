package org.linli.live.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the table of streams like what this node has, a statement for each district in which a stream came, went or was told something.
 * So that a node which dies leaves none behind, they count only while its session lasts.
 */
public final class Register implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Register.class);
    private static final Duration PACE = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** Of a row {@code s}: its node is alive, holding a lock of its own. */
    static final String ALIVE = Notices.alive("s.node");

    /** What dead nodes have left goes with what goes here. */
    private static final String CHANGE = """
            with gone as (
                delete from stream s
                 where s.district_id = $1 and (s.id = any($2::uuid[]) or s.node <> $4::int and not %s)
                returning s.id)
            insert into stream (district_id, id, node, subject, client, transport, opened_at, position, told, per_minute, seen_at)
            select $1, s.id, $4::int, s.subject, s.client, s.transport::stream_transport, s.opened_at, s.position, s.told, s.per_minute, now()
              from json_to_recordset($3::json) as s(id uuid, subject uuid, client text, transport text, opened_at timestamptz,
                                                    position bigint, told int, per_minute float8)
                on conflict (district_id, id) do update
               set position = excluded.position, told = excluded.told, per_minute = excluded.per_minute, seen_at = excluded.seen_at
            """.formatted(ALIVE);

    private record Row(
            UUID id,
            @Nullable UUID subject,
            @Nullable String client,
            String transport,
            Instant openedAt,
            long position,
            long told,
            double perMinute) {}

    private final DistrictDatabase database;
    private final LiveFeed feed;
    private final Notices notices;
    private final Map<UUID, Map<UUID, Row>> kept = new HashMap<>();
    /** In which cell that is. */
    private final Map<UUID, String> cells = new HashMap<>();
    /** While this node's session was lost, others took its rows for those of a dead one. */
    private final AtomicBoolean anew = new AtomicBoolean();

    private @Nullable Thread keeper;

    /** @param notices not started yet */
    public Register(DistrictDatabase database, LiveFeed feed, Notices notices) {
        this.database = database;
        this.feed = feed;
        this.notices = notices;
        notices.on(Sequencer.HEAD, notice -> {
            if (notice.isEmpty()) anew.set(true);
        });
    }

    public synchronized void start() {
        keeper = Thread.ofVirtual().name("streams").start(this::keep);
    }

    private void keep() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(PACE);
                write();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write() {
        Map<UUID, Map<UUID, Row>> now = new HashMap<>();
        feed.followers().forEach(follower -> {
            UUID district = Objects.requireNonNull(follower.caller().district()).id();
            Row before = kept.getOrDefault(district, Map.of()).get(follower.id());
            now.computeIfAbsent(district, none -> new HashMap<>()).put(follower.id(), row(follower, before));
        });
        boolean all = anew.getAndSet(false);
        Set<UUID> districts = new HashSet<>(kept.keySet());
        districts.addAll(now.keySet());
        for (UUID district : districts) {
            Map<UUID, Row> rows = now.getOrDefault(district, Map.of());
            String cell = cell(district);
            // Where it has moved to, there are none yet.
            boolean moved = !cell.equals(cells.getOrDefault(district, cell));
            if (!write(district, kept.getOrDefault(district, Map.of()), rows, all || moved)) {
                anew.compareAndSet(false, all);
                continue;
            }
            if (rows.isEmpty()) {
                kept.remove(district);
                cells.remove(district);
            } else {
                kept.put(district, rows);
                cells.put(district, cell);
            }
        }
    }

    /** Empty where nobody knows at the moment. */
    private String cell(UUID district) {
        try {
            return database.cell(district);
        } catch (ClientFault unknown) {
            return "";
        }
    }

    private static Row row(Follower follower, @Nullable Row before) {
        long since = before == null ? follower.count() : follower.count() - before.told();
        return new Row(
                follower.id(),
                follower.caller().subject(),
                follower.caller().client(),
                follower.transport(),
                follower.since(),
                Math.max(0, follower.position()),
                follower.count(),
                (double) since * Duration.ofMinutes(1).toMillis() / PACE.toMillis());
    }

    /** @return whether it could be */
    private boolean write(UUID district, Map<UUID, Row> before, Map<UUID, Row> now, boolean all) {
        List<UUID> gone = new ArrayList<>(before.keySet());
        gone.removeAll(now.keySet());
        List<Row> changed = now.values().stream()
                .filter(row -> all || !row.equals(before.get(row.id())))
                .collect(Collectors.toList());
        if (gone.isEmpty() && changed.isEmpty()) return true;
        return database.transaction(
                        district,
                        transaction -> transaction.change(
                                CHANGE, gone.toArray(UUID[]::new), JSON.writeValueAsString(changed), notices.node()))
                .thenReturn(true)
                .onErrorResume(failure -> {
                    LOG.warn("streams are registered later: {}", failure.toString());
                    return Mono.just(false);
                })
                .toFuture()
                .join();
    }

    /** Nobody follows here any more, so what is registered goes. */
    @Override
    public synchronized void close() {
        if (keeper == null) return;
        keeper.interrupt();
        try {
            keeper.join();
            write();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
