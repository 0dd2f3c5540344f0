package org.linli.tenancy.database;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Statements;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * In which cells districts live, as the registry had it a moment ago: one small statement for the whole server. What is older than
 * {@link #OLDEST} is not gone by, so that a move that waits as long once it has switched is known to every node that answers.
 */
final class Residences implements AutoCloseable {
    static final Duration OLDEST = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String ELSEWHERE = """
            select coalesce(json_object_agg(d.id, d.cell), '{}'::json) from district d where d.cell <> $3::text""";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<UUID, String>> CELLS = new TypeReference<>() {};

    /** @param asOf by the clock of {@link System#nanoTime} */
    private record Seen(Map<UUID, String> elsewhere, long asOf) {}

    private final CellDatabase home;
    private final Disposable looking;
    private volatile Seen seen = new Seen(Map.of(), System.nanoTime() - OLDEST.toNanos());

    Residences(CellDatabase home) {
        this.home = home;
        looking = Flux.interval(Duration.ZERO, LOOK)
                .onBackpressureDrop()
                .concatMap(tick -> look().timeout(PATIENCE).onErrorComplete(), 1)
                .subscribe();
    }

    /** @throws ClientFault {@link ErrorCode#UNAVAILABLE} where that is not known for sure */
    String of(UUID district) {
        Seen now = seen;
        if (System.nanoTime() - now.asOf > OLDEST.toNanos()) throw ClientFault.of(ErrorCode.UNAVAILABLE);
        return now.elsewhere.getOrDefault(district, Statements.HOME);
    }

    /** Has the registry seen as it is at this moment. */
    Mono<Void> look() {
        return Mono.defer(() -> {
            long asOf = System.nanoTime();
            return home.read(Statements.NO_DISTRICT, ELSEWHERE, List.of(Statements.HOME), false)
                    .doOnNext(json -> saw(new Seen(Map.copyOf(JSON.readValue(json, CELLS)), asOf)))
                    .then();
        });
    }

    private synchronized void saw(Seen now) {
        if (now.asOf - seen.asOf > 0) seen = now;
    }

    @Override
    public void close() {
        looking.dispose();
    }
}
