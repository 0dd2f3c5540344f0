import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/**
 * One read, or one write, in two forms: a document for the server and statements for the limit, with the same parameters in the
 * same order. {@code name.graphql} is the document, {@code name.sql} the statements, {@code name.parameters.sql} gives district,
 * variables and what is bound from $2 on. A write has a {@code name.setup.sql} too; it can be made only once, so its last parameters
 * are the account that asks and the request's key, and every run takes parameters that no run has had.
 */
final class Operation {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final String name;
    private final Path sources;
    private final Path work;
    private final boolean writes;
    private long used;

    Operation(String name, Path sources, Path work, Connection connection) throws IOException, SQLException {
        this.name = name;
        this.sources = sources;
        this.work = work;
        this.writes = Files.exists(source("setup.sql"));
        if (writes)
            try (var statement = connection.createStatement()) {
                statement.execute(Files.readString(source("setup.sql")));
            }
        prepare(connection, 1000);
    }

    String name() {
        return name;
    }

    boolean writes() {
        return writes;
    }

    Path statements() {
        return source("sql");
    }

    /** A line each: who asks, the body to post and, of a write, its key. */
    Path requests() {
        return work.resolve(name + ".requests");
    }

    /** A line each: the district's id and what the statements bind from $2 on. */
    Path parameters() {
        return work.resolve(name + ".parameters");
    }

    /** Of a write, so many parameters were used since the last time, and at most so many will be in the next run. */
    void next(Connection connection, long used, long most) throws IOException, SQLException {
        if (!writes) return;
        this.used += used;
        prepare(connection, most);
    }

    private void prepare(Connection connection, long most) throws IOException, SQLException {
        String document = Files.readString(source("graphql"));
        String sql = Files.readString(source("parameters.sql"));
        if (writes) sql += " limit " + most + " offset " + used;
        List<String[]> lines = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                String district = rows.getString(1);
                String body = JSON.writeValueAsString(
                        Map.of("query", document, "variables", JSON.readTree(rows.getString(2))));
                StringBuilder bound = new StringBuilder(district);
                for (int i = 3; i <= columns; i++) bound.append('\t').append(rows.getString(i));
                // The code is the end of an invented district's id.
                String who = writes ? rows.getString(columns - 1) : district.substring(30);
                lines.add(new String[] {
                    who + '\t' + body + (writes ? '\t' + rows.getString(columns) : ""), bound.toString()
                });
            }
        }
        if (writes && lines.size() < most) throw new IllegalStateException(name + " has run out of parameters");
        if (!writes) Collections.shuffle(lines, new Random(name.hashCode()));
        write(requests(), lines, 0);
        write(parameters(), lines, 1);
    }

    private Path source(String suffix) {
        return sources.resolve(name + '.' + suffix);
    }

    private static void write(Path file, List<String[]> lines, int column) throws IOException {
        Files.write(file, lines.stream().map(line -> line[column]).toList());
    }
}
