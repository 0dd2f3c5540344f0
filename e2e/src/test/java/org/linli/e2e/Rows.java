package org.linli.e2e;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows as PostgreSQL has them: read and changed by the owner of the tables, past every rule of the server. */
final class Rows {
    private final String url;

    Rows(int port) {
        this.url = "jdbc:postgresql://127.0.0.1:" + port + "/linli";
    }

    Connection asOwner() throws SQLException {
        return DriverManager.getConnection(url, "linli_migrator", "linli_migrator-dev");
    }

    int count(String sql) {
        return Integer.parseInt(texts(sql).getFirst());
    }

    /** The first column. */
    List<String> texts(String sql) {
        try (Connection owner = asOwner()) {
            return texts(owner, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static List<String> texts(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }

    void run(String sql) {
        try (Connection owner = asOwner();
                var statement = owner.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Changes a row for as long as the story takes. */
    void during(String table, String id, Map<String, String> columns, Runnable story) {
        Map<String, @Nullable String> before = new TreeMap<>();
        for (String column : columns.keySet())
            before.put(
                    column,
                    texts("select " + column + " from " + table + " where id = '" + id + "'")
                            .getFirst());
        set(table, id, columns);
        try {
            story.run();
        } finally {
            set(table, id, before);
        }
    }

    /** Sets columns of one row; PostgreSQL reads the texts as the columns' types. */
    void set(String table, String id, Map<String, ? extends @Nullable String> columns) {
        String assignments =
                columns.keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        String sql = "update " + table + " set " + assignments + " where id = '" + id + "'";
        try (Connection owner = asOwner();
                PreparedStatement update = owner.prepareStatement(sql)) {
            int parameter = 1;
            for (@Nullable String value : columns.values()) update.setObject(parameter++, value, Types.OTHER);
            if (update.executeUpdate() != 1) throw new IllegalStateException(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
