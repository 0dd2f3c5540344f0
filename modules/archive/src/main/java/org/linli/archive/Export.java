package org.linli.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.files.Storage;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictSnapshot;
import org.linli.tenancy.sealing.IdentityNumbers;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a district's archive, as it is at one moment. It blocks, so it is asked on virtual threads only, and holds a few hundred rows at a time.
 *
 * <p>One that was broken off is begun anew in the same folder: its tables are read again, since they have to be of one moment, and content of
 * files that is there is not fetched again, since it never changes. The manifest comes last, so a folder without one is no archive.
 */
public final class Export {
    private static final int ROWS_AT_ONCE = 500;

    /** There are names and telephone numbers in it. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String DISTRICT = """
            select d.id, d.code, d.name,
                   (select h.version from flyway_schema_history h where h.version is not null order by h.version::numeric desc limit 1)
              from district d
             where d.id = ?
            """;

    /** By the columns of the primary key, which begins with the district. */
    private static final String ORDER = """
            select string_agg(quote_ident(a.attname), ', ' order by k.place)
              from pg_index i
              cross join unnest(i.indkey) with ordinality k(number, place)
              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
             where i.indrelid = to_regclass(quote_ident(?)) and i.indisprimary
            """;

    private static final String FILES = """
            select f.id, f.size, f.digest from file f where f.district_id = ? and f.status = 'STORED' order by f.id
            """;

    private final Map<String, DatabaseSettings> cells;
    private final Storage storage;
    private final IdentityNumbers numbers;

    /**
     * What is there so far.
     *
     * @param part that was written last: a table, or {@code files}
     */
    public record Written(String part, long rows, long bytes) {
        private Written and(Manifest.Table table) {
            return new Written(table.table(), rows + table.rows(), bytes + table.bytes());
        }

        private Written and(Manifest.File file) {
            return new Written("files", rows, bytes + file.bytes());
        }
    }

    public Export(DatabaseSettings database, Storage storage, IdentityNumbers numbers) {
        this(Map.of(Statements.HOME, database), storage, numbers);
    }

    /** @param cells where districts live, by name */
    public Export(Map<String, DatabaseSettings> cells, Storage storage, IdentityNumbers numbers) {
        this.cells = Map.copyOf(cells);
        this.storage = storage;
        this.numbers = numbers;
    }

    /**
     * For whom archives of a district are sealed.
     *
     * @return the public half of its key; null where it has none
     * @throws IllegalArgumentException where there is no such district
     */
    @Nullable
    String receiver(String code) throws SQLException {
        try (DistrictSnapshot snapshot = DistrictSnapshot.open(cells, code);
                PreparedStatement find = snapshot.connection()
                        .prepareStatement("select k.public_key from archive_key k where k.district_id = ?")) {
            find.setObject(1, snapshot.district());
            ResultSet row = find.executeQuery();
            return row.next() ? row.getString(1) : null;
        }
    }

    /**
     * @param code of the district
     * @param folder for the archive, empty, not there yet, or with what a former try left
     * @param done is told how much was written, part by part
     * @throws IllegalArgumentException where there is no such district, or already an archive
     */
    public Manifest write(String code, Path folder, ArchiveKey key, Consumer<Written> done)
            throws IOException, SQLException {
        if (Files.exists(folder.resolve(Manifest.NAME)))
            throw new IllegalArgumentException(folder + " already has an archive.");
        try (DistrictSnapshot snapshot = DistrictSnapshot.open(cells, code)) {
            Connection connection = snapshot.connection();
            Set<String> unknown = DistrictTables.differences(connection);
            if (!unknown.isEmpty())
                throw new IllegalStateException("The archive does not know what to do with " + unknown + ".");
            SealedColumns sealed = new SealedColumns(numbers, key);
            List<Manifest.Table> tables = new ArrayList<>();
            Files.createDirectories(folder, OWNER_ONLY);
            Files.createDirectories(folder.resolve("tables"));
            tables.add(registry(snapshot, folder));
            Written written = new Written("", 0, 0).and(tables.getFirst());
            for (String table : DistrictTables.travelling(connection)) {
                Manifest.Table rows = rows(snapshot, table, folder, sealed);
                tables.add(rows);
                written = written.and(rows);
                done.accept(written);
            }
            List<UUID> missing = new ArrayList<>();
            List<Manifest.File> files = files(snapshot, folder, missing, written, done);
            Manifest manifest = manifest(snapshot, tables, files, missing);
            forget(folder, manifest);
            finish(folder, manifest, key);
            return manifest;
        }
    }

    private static Manifest.Table registry(DistrictSnapshot snapshot, Path folder) throws IOException, SQLException {
        return written(
                snapshot,
                DistrictTables.REGISTRY,
                "select row_to_json(t)::text from district t where t.id = ?",
                folder,
                row -> row);
    }

    private static Manifest.Table rows(DistrictSnapshot snapshot, String table, Path folder, SealedColumns sealed)
            throws IOException, SQLException {
        String sql = "select row_to_json(t)::text from \"%s\" t where t.district_id = ? order by %s"
                .formatted(table, order(snapshot.connection(), table));
        return written(snapshot, table, sql, folder, row -> sealed.leaving(table, row));
    }

    private static String order(Connection connection, String table) throws SQLException {
        try (PreparedStatement key = connection.prepareStatement(ORDER)) {
            key.setString(1, table);
            ResultSet row = key.executeQuery();
            row.next();
            return row.getString(1);
        }
    }

    private interface Change {
        String of(String row);
    }

    private static Manifest.Table written(
            DistrictSnapshot snapshot, String table, String sql, Path folder, Change change)
            throws IOException, SQLException {
        MessageDigest digest = Hash.begun();
        long rows = 0;
        long bytes = 0;
        Path file = folder.resolve("tables").resolve(table + ".ndjson");
        try (PreparedStatement statement = snapshot.connection().prepareStatement(sql);
                OutputStream out = new DigestOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), digest)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            statement.setObject(1, snapshot.district());
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                // Between values JSON may have line ends, and a json column keeps them; within a text it has none.
                String row = change.of(result.getString(1)).replace('\n', ' ').replace('\r', ' ');
                byte[] line = (row + "\n").getBytes(StandardCharsets.UTF_8);
                out.write(line);
                rows++;
                bytes += line.length;
            }
        }
        return new Manifest.Table(table, rows, bytes, Hash.told(digest));
    }

    private List<Manifest.File> files(
            DistrictSnapshot snapshot, Path folder, List<UUID> missing, Written tables, Consumer<Written> done)
            throws IOException, SQLException {
        List<Manifest.File> files = new ArrayList<>();
        Written written = tables;
        try (PreparedStatement statement = snapshot.connection().prepareStatement(FILES)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            statement.setObject(1, snapshot.district());
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                Manifest.File file =
                        new Manifest.File(rows.getObject(1, UUID.class), rows.getLong(2), rows.getString(3));
                if (fetched(snapshot.district(), file, folder)) {
                    files.add(file);
                    written = written.and(file);
                    done.accept(written);
                } else missing.add(file.file());
            }
        }
        return files;
    }

    private boolean fetched(UUID district, Manifest.File file, Path folder) throws IOException {
        Path place = folder.resolve(file.path());
        if (Files.exists(place) && Hash.of(place).equals(file.sha256())) return true;
        Files.createDirectories(place.getParent());
        try (InputStream content = storage.get(Storage.key(district, file.file(), file.sha256()))) {
            Files.copy(content, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException gone) {
            return false;
        }
        return Files.size(place) == file.bytes() && Hash.of(place).equals(file.sha256());
    }

    private static Manifest manifest(
            DistrictSnapshot snapshot, List<Manifest.Table> tables, List<Manifest.File> files, List<UUID> missing)
            throws SQLException {
        try (PreparedStatement statement = snapshot.connection().prepareStatement(DISTRICT)) {
            statement.setObject(1, snapshot.district());
            ResultSet row = statement.executeQuery();
            row.next();
            return new Manifest(
                    Manifest.FORMAT,
                    row.getString(4),
                    now(snapshot.connection()),
                    new Manifest.District(row.getObject(1, UUID.class), row.getString(2), row.getString(3)),
                    tables,
                    files,
                    missing,
                    DistrictTables.omitted().stream()
                            .map(table -> new Manifest.Omitted(table.name(), table.reason()))
                            .toList());
        }
    }

    /** The moment of the snapshot, by the database's clock. */
    private static Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select now()")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }

    /** What a former try left and this archive has not. */
    private static void forget(Path folder, Manifest manifest) throws IOException {
        Set<Path> kept = new HashSet<>();
        Stream.concat(manifest.tables().stream(), manifest.files().stream())
                .map(part -> folder.resolve(part.path()))
                .forEach(kept::add);
        for (String part : List.of("tables", "files"))
            for (Path path : inside(folder.resolve(part)))
                if (!Files.isDirectory(path) && !kept.contains(path)) Files.delete(path);
    }

    static List<Path> inside(Path folder) throws IOException {
        if (!Files.exists(folder)) return List.of();
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static void finish(Path folder, Manifest manifest, ArchiveKey key) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(manifest);
        Files.writeString(folder.resolve(Manifest.MAC), HexFormat.of().formatHex(key.mac(bytes)));
        Path unfinished = Files.write(folder.resolve(Manifest.NAME + ".part"), bytes);
        Files.move(unfinished, folder.resolve(Manifest.NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
