package org.linli.tenancy.database;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Statements;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Reads a district's rows, each in one statement that enters the district and returns finished json: one round trip, one
 * snapshot, an implicit transaction. Writes them in transactions that enter it as they begin. Nothing else binds a district.
 *
 * <p>Cheap reads of a request go over a few connections of the event loop that carries it. What does not end in time there,
 * is known to be expensive, or comes from another thread takes a connection of the pool, and
 * so does every transaction.
 *
 * <p>Districts live in cells, each a database; which one is found in memory. What belongs to no district is at home, and so is the registry.
 */
public final class DistrictDatabase implements Statements, AutoCloseable {
    /** After which every node that answers goes by what the registry says of cells. */
    public static final Duration KNOWN = Residences.OLDEST.plusSeconds(1);

    private final CellDatabase home;
    private final Map<String, CellDatabase> cells;
    /** Null where there is one cell. */
    private final @Nullable Residences residences;

    /** With one cell. */
    public DistrictDatabase(DatabaseSettings settings, LoopResources loops) {
        this(settings, Map.of(), loops);
    }

    /**
     * @param settings of the home cell
     * @param others by name
     * @param loops those of the HTTP server, whose threads have connections of their own
     */
    public DistrictDatabase(DatabaseSettings settings, Map<String, DatabaseSettings> others, LoopResources loops) {
        home = new CellDatabase(HOME, settings, loops);
        cells = new LinkedHashMap<>();
        cells.put(HOME, home);
        others.forEach((name, other) -> cells.put(name, new CellDatabase(name, other, loops)));
        residences = others.isEmpty() ? null : new Residences(home);
    }

    private DistrictDatabase(CellDatabase only) {
        home = only;
        cells = Map.of(only.name(), only);
        residences = null;
    }

    /** The names of all cells, that of the home first. */
    @Override
    public Set<String> cells() {
        return cells.keySet();
    }

    @Override
    public String cell(UUID district) {
        return of(district).name();
    }

    /** This cell alone, for what is done in each of them whatever the district. It is closed with the whole. */
    @Override
    public DistrictDatabase in(String cell) {
        return new DistrictDatabase(known(cell));
    }

    /** Where a cell is. */
    public DatabaseSettings settings(String cell) {
        return known(cell).settings();
    }

    private CellDatabase known(String cell) {
        CellDatabase known = cells.get(cell);
        // Of a cell that this node was not told of it knows nothing.
        if (known == null) throw ClientFault.of(ErrorCode.UNAVAILABLE);
        return known;
    }

    private CellDatabase of(UUID district) {
        if (residences == null || district.equals(NO_DISTRICT)) return home;
        return known(residences.of(district));
    }

    @Override
    public Mono<byte[]> read(UUID district, String sql, List<@Nullable Object> parameters, boolean expensive) {
        return residences == null
                ? home.read(district, sql, parameters, expensive)
                : Mono.defer(() -> of(district).read(district, sql, parameters, expensive));
    }

    /**
     * Does work in one transaction of one district and commits it when the work's Mono completes, with a value or without; an
     * error leaves nothing behind. Whoever leaves early changes nothing about that: what has begun is brought to its end.
     *
     * <p>The work is done anew, at most five times in all, when another transaction stood in its way (deadlock, serialization
     * failure), so it may do nothing but what its {@link Transaction} undoes. One try lasts 15 seconds at most, one wait for a
     * lock 5, one statement as long as any read on the pool.
     *
     * @return what the work answers, or its error, or {@link ClientFault} with {@link ErrorCode#DISTRICT_MOVING} while the district moves
     *     to another cell, or {@link ErrorCode#UNAVAILABLE} when the database,
     *     a lock or others' transactions did not let it through. Nothing has happened then, with one exception that no client of
     *     a database can tell: the connection was lost between the commit and its confirmation.
     */
    public <T> Mono<T> transaction(UUID district, Function<Transaction, Mono<T>> work) {
        if (residences == null) return home.transaction(district, work).onErrorMap(Elsewhere.class, Elsewhere::told);
        Mono<T> done = Mono.defer(() -> of(district).transaction(district, work));
        // It has just moved, or just come: the registry knows more than the memory of it.
        return done.onErrorResume(
                        Elsewhere.class, elsewhere -> residences.look().then(done))
                .onErrorMap(Elsewhere.class, Elsewhere::told);
    }

    /** Closes every connection; blocks until those of the pools are closed. */
    @Override
    public void close() {
        if (residences != null) residences.close();
        cells.values().forEach(CellDatabase::close);
    }
}
