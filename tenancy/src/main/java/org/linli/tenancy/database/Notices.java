package org.linli.tenancy.database;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.linli.schema.Statements;

/**
 * Hears what PostgreSQL announces, in each cell on a connection of its own that says nothing otherwise. After a lost connection every listener
 * hears an empty notice, since something may have been missed.
 */
public final class Notices implements AutoCloseable {
    /** The first key of the locks by which nodes are known to be alive; the second is the node's number. */
    static final int ALIVE = 0x6c696e69;

    private final int node = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    private final Map<String, Ear> ears = new LinkedHashMap<>();

    /** With one cell. */
    public Notices(DatabaseSettings settings) {
        ears.put(Statements.HOME, new Ear(settings, node));
    }

    /** Those of all cells. */
    public Notices(DistrictDatabase database) {
        for (String cell : database.cells()) ears.put(cell, new Ear(database.settings(cell), node));
    }

    /** Whichever cell it comes from. Before {@link #start} only. */
    public void on(String channel, Consumer<String> listener) {
        ears.values().forEach(ear -> ear.on(channel, listener));
    }

    /** What comes from one cell. Before {@link #start} only. */
    public void on(String cell, String channel, Consumer<String> listener) {
        Objects.requireNonNull(ears.get(cell), cell).on(channel, listener);
    }

    /** By which this node is known: as long as its session in a cell lasts, it holds the advisory lock of this number there. */
    public int node() {
        return node;
    }

    /** SQL of whether the node with this number is alive. */
    public static String alive(String number) {
        return """
                exists (select from pg_locks l where l.locktype = 'advisory' and l.classid = %d and l.objid::int8 = %s and l.objsubid = 2 and l.granted)
                """.strip().formatted(ALIVE, number);
    }

    public void start() {
        ears.values().forEach(Ear::start);
    }

    @Override
    public void close() throws SQLException {
        for (Ear ear : ears.values()) ear.close();
    }
}
