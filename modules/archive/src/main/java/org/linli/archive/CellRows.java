package org.linli.archive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.linli.tenancy.database.DatabaseSettings;

/**
 * The rows of a district in one cell, all of them but what stays with the registry: read as their tables write them, hashed, put into another cell,
 * taken out. It blocks. The server's role may put in and take out only where the district does not count.
 */
public final class CellRows {
    private static final int ROWS_AT_ONCE = 2000;

    private static final String REFERS_TO_ITSELF = """
            select exists (select from pg_constraint k
                            where k.contype = 'f' and k.conrelid = to_regclass(quote_ident(?)) and k.confrelid = k.conrelid)
            """;

    /** Months of which the other cell may have no partition. */
    private static final String MONTHS = """
            select distinct to_char(f.numbered_at at time zone 'UTC', 'YYYYMM') as month from feed f where f.district_id = ? order by month
            """;

    private static final String PARTITIONS = """
            select keep_partitions('feed', to_date(?, 'YYYYMM')) where to_regclass('feed_30_' || ?) is null
            """;

    private static final String VOID =
            "select exists (select from district d where d.id = ? and d.void_since is not null)";

    private final DatabaseSettings settings;
    private final UUID district;

    /** @param settings of the cell */
    public CellRows(DatabaseSettings settings, UUID district) {
        this.settings = settings;
        this.district = district;
    }

    /**
     * What a table has of the district.
     *
     * @param digest SHA-256 of its rows in the order of their texts
     */
    public record Table(String name, long rows, String digest) {}

    /** What each table has of it, at one moment. */
    public List<Table> tables() throws SQLException {
        try (Connection connection = entered()) {
            List<Table> tables = new ArrayList<>();
            for (String table : DistrictTables.moving(connection)) tables.add(table(connection, table));
            return tables;
        }
    }

    private Table table(Connection connection, String table) throws SQLException {
        MessageDigest digest = Hash.begun();
        long rows = 0;
        try (PreparedStatement read = read(
                connection, table, "select t::text from %s t where t.%s = ? and %s order by t::text collate \"C\"")) {
            ResultSet row = read.executeQuery();
            while (row.next()) {
                digest.update(row.getString(1).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
                rows++;
            }
        }
        return new Table(table, rows, Hash.told(digest));
    }

    /** Puts the rows of the other cell into this one, in the stead of what is there. All of it, or nothing. */
    public void take(CellRows other) throws SQLException {
        try (Connection from = other.entered();
                Connection to = settings.connect()) {
            partitions(from, to);
            to.setAutoCommit(false);
            drop(to);
            for (String table : DistrictTables.moving(from)) take(from, to, table);
            to.commit();
        }
    }

    private void partitions(Connection from, Connection to) throws SQLException {
        try (PreparedStatement months = from.prepareStatement(MONTHS);
                PreparedStatement keep = to.prepareStatement(PARTITIONS)) {
            months.setObject(1, district);
            ResultSet row = months.executeQuery();
            while (row.next()) {
                keep.setString(1, row.getString(1));
                keep.setString(2, row.getString(1));
                keep.execute();
            }
        }
    }

    private void take(Connection from, Connection to, String table) throws SQLException {
        // One row may refer to another, and PostgreSQL looks at the end of the statement.
        boolean whole = refersToItself(to, table);
        List<String> texts = new ArrayList<>();
        try (PreparedStatement read = read(from, table, "select t::text from %s t where t.%s = ? and %s")) {
            ResultSet row = read.executeQuery();
            while (row.next()) {
                texts.add(row.getString(1));
                if (!whole && texts.size() == ROWS_AT_ONCE) put(to, table, texts);
            }
            put(to, table, texts);
        }
    }

    private void put(Connection to, String table, List<String> texts) throws SQLException {
        if (texts.isEmpty()) return;
        try (PreparedStatement put = to.prepareStatement("select receive_rows(?, to_regclass(quote_ident(?)), ?)")) {
            put.setObject(1, district);
            put.setString(2, table);
            put.setArray(3, to.createArrayOf("text", texts.toArray()));
            put.execute();
        }
        texts.clear();
    }

    private static boolean refersToItself(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REFERS_TO_ITSELF)) {
            statement.setString(1, table);
            ResultSet answer = statement.executeQuery();
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** Takes all of it out, and what tells of it in passing as well, unless that is done already. */
    public void drop() throws SQLException {
        if (!holds(VOID)) return;
        try (Connection connection = settings.connect()) {
            connection.setAutoCommit(false);
            drop(connection);
            connection.commit();
        }
    }

    private void drop(Connection connection) throws SQLException {
        for (String table : DistrictTables.left(connection))
            try (PreparedStatement drop =
                    connection.prepareStatement("select drop_rows(?, to_regclass(quote_ident(?)))")) {
                drop.setObject(1, district);
                drop.setString(2, table);
                drop.execute();
            }
    }

    /** Asks something of the district that is to come true; tells whether it did in time. */
    public boolean comesTrue(String sql, int tries, Duration pause) throws SQLException, InterruptedException {
        for (int i = 1; i < tries; i++) {
            if (holds(sql)) return true;
            Thread.sleep(pause);
        }
        return holds(sql);
    }

    /** Asks something of the district. */
    public boolean holds(String sql) throws SQLException {
        try (Connection connection = settings.connect();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setObject(1, district);
            ResultSet answer = ask.executeQuery();
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** Waits until nobody writes in it any more, who began before it was frozen. */
    public void drain(int seconds) throws SQLException {
        try (Connection connection = settings.connect();
                Statement patience = connection.createStatement();
                PreparedStatement wait = connection.prepareStatement("select pg_advisory_xact_lock(writing_in(?))")) {
            patience.execute("set lock_timeout = '" + seconds + "s'");
            wait.setObject(1, district);
            wait.execute();
        }
    }

    /** SHA-256, in hexadecimal. */
    public static String hash(byte[] bytes) {
        return Hash.of(bytes);
    }

    private PreparedStatement read(Connection connection, String table, String sql) throws SQLException {
        PreparedStatement read = connection.prepareStatement(
                sql.formatted('"' + table + '"', DistrictTables.whose(table), DistrictTables.coming(table)));
        read.setFetchSize(ROWS_AT_ONCE);
        read.setObject(1, district);
        return read;
    }

    private Connection entered() throws SQLException {
        Connection connection = settings.connect();
        try {
            try (Statement zone = connection.createStatement()) {
                zone.execute("set time zone 'UTC'");
            }
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try (PreparedStatement enter = connection.prepareStatement("select enter_district(?)")) {
                enter.setObject(1, district);
                enter.execute();
            }
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }
}
