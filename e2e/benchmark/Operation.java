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
 * One read in two forms: a document for the server and a statement for the limit, with the same parameters in the same
 * order.
 *
 * @param requests a line each of the district's code and the body to post
 * @param parameters a line each of the district's id and what the statement binds from $2 on
 */
record Operation(String name, Path statement, Path requests, Path parameters) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads {@code name.graphql}, {@code name.sql} and {@code name.parameters.sql}: district, variables, parameters. */
    static Operation prepare(String name, Path sources, Path work, Connection connection)
            throws IOException, SQLException {
        String document = Files.readString(sources.resolve(name + ".graphql"));
        List<String[]> lines = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(Files.readString(sources.resolve(name + ".parameters.sql")))) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                String district = rows.getString(1);
                String body = JSON.writeValueAsString(
                        Map.of("query", document, "variables", JSON.readTree(rows.getString(2))));
                StringBuilder bound = new StringBuilder(district);
                for (int i = 3; i <= columns; i++) bound.append('\t').append(rows.getString(i));
                // The code is the end of an invented district's id.
                lines.add(new String[] {district.substring(30) + '\t' + body, bound.toString()});
            }
        }
        Collections.shuffle(lines, new Random(name.hashCode()));
        return new Operation(
                name,
                sources.resolve(name + ".sql"),
                write(work.resolve(name + ".requests"), lines, 0),
                write(work.resolve(name + ".parameters"), lines, 1));
    }

    private static Path write(Path file, List<String[]> lines, int column) throws IOException {
        return Files.write(file, lines.stream().map(line -> line[column]).toList());
    }
}
