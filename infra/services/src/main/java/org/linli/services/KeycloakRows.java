package org.linli.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/** What Keycloak keeps in a database of its own, read past Keycloak from a copy of its file, with the driver that comes with it. */
final class KeycloakRows {
    private static final String DATABASE = "keycloakdb";
    private static final String FILE = DATABASE + ".mv.db";

    private KeycloakRows() {}

    /** Copies the database; the server has to be held still meanwhile. */
    static Path copied(Path installation) {
        try {
            Path copy = Files.createTempDirectory("keycloak");
            Files.copy(installation.resolve("data/h2").resolve(FILE), copy.resolve(FILE));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tables of the copy in which a value has the pattern. */
    static List<String> tables(Path installation, Path copy, Pattern pattern) {
        try (var h2 = new URLClassLoader(new URL[] {driver(installation)}, ClassLoader.getPlatformClassLoader());
                var connection = connected(h2, copy)) {
            List<String> found = new ArrayList<>();
            for (String table : names(connection)) if (has(connection, table, pattern)) found.add(table);
            return found;
        } catch (IOException | SQLException | ReflectiveOperationException e) {
            throw new IllegalStateException("Keycloak's database cannot be read", e);
        }
    }

    private static URL driver(Path installation) throws IOException {
        try (var jars = Files.list(installation.resolve("lib/lib/main"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("com.h2database.h2-"))
                    .findFirst()
                    .orElseThrow()
                    .toUri()
                    .toURL();
        }
    }

    private static Connection connected(ClassLoader h2, Path copy) throws SQLException, ReflectiveOperationException {
        var driver = (Driver) h2.loadClass("org.h2.Driver").getConstructor().newInstance();
        // Keycloak's own settings for it name no user and no password.
        return driver.connect("jdbc:h2:file:" + copy.resolve(DATABASE), new Properties());
    }

    private static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (var tables = connection.getMetaData().getTables(null, "PUBLIC", null, new String[] {"BASE TABLE"})) {
            while (tables.next()) names.add(tables.getString("TABLE_NAME"));
        }
        if (names.isEmpty()) throw new IllegalStateException("Keycloak's database has no tables");
        return names;
    }

    private static boolean has(Connection connection, String table, Pattern pattern) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select * from \"" + table + "\"")) {
            while (rows.next())
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++)
                    if (found(rows, column, pattern)) return true;
            return false;
        }
    }

    private static boolean found(ResultSet rows, int column, Pattern pattern) throws SQLException {
        String value = rows.getString(column);
        return value != null && pattern.matcher(value).find();
    }
}
