package org.linli.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.linli.files.Storage;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes an archive and lays its zip into the storage. A node that does it again goes on with the folder that it left; another one begins with an
 * empty one.
 */
public final class ArchiveMaking implements Kind {
    public static final String NAME = "make-archive";

    /** Longer than one is tried again and again for. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final Path WORKSHOP = Path.of(System.getProperty("java.io.tmpdir"));
    private static final String FOLDER = "linli-archive-";

    private static final JsonMapper JSON = new JsonMapper();

    private final Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());
    private final DatabaseSettings database;
    private final Storage storage;
    private final Export export;
    private final Archives archives;

    /** Deletes from this machine what never came to its end. */
    public ArchiveMaking(DatabaseSettings database, Storage storage, Export export, Archives archives)
            throws IOException {
        clean();
        this.database = database;
        this.storage = storage;
        this.export = export;
        this.archives = archives;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration patience() {
        return Duration.ofHours(6);
    }

    @Override
    public Mono<Void> run(Job job) {
        Archives.Task task = JSON.treeToValue(job.payload(), Archives.Task.class);
        return Mono.<Void>fromCallable(() -> {
                    make(job.districtId(), task);
                    return null;
                })
                .subscribeOn(threads);
    }

    private void make(UUID district, Archives.Task task) throws IOException, SQLException {
        clean();
        Path folder = WORKSHOP.resolve(FOLDER + task.archive());
        Path zip = storage.incoming();
        try (Connection connection = database.connect()) {
            // One that came to its end and was not told is begun anew, with the contents that it has.
            Files.deleteIfExists(folder.resolve(Manifest.NAME));
            String code = code(connection, district);
            Manifest manifest =
                    export.write(code, folder, archives.key(task), part -> tell(connection, task.archive(), part));
            zip(folder, zip);
            String content = Hash.of(zip);
            long bytes = Files.size(zip);
            String digest = Hash.of(folder.resolve(Manifest.NAME));
            storage.put(Storage.key(district, task.archive(), content), zip);
            finish(connection, task.archive(), manifest, digest, bytes, content);
            delete(folder);
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    private static void clean() throws IOException {
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (Stream<Path> left = Files.list(WORKSHOP)) {
            for (Path folder : left.filter(path -> path.getFileName().toString().startsWith(FOLDER))
                    .toList()) if (Files.getLastModifiedTime(folder).toInstant().isBefore(abandoned)) delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        for (Path path : Export.inside(folder)) Files.deleteIfExists(path);
    }

    private static String code(Connection connection, UUID district) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select d.code from district d where d.id = ?")) {
            statement.setObject(1, district);
            var row = statement.executeQuery();
            if (!row.next()) throw new IllegalStateException("the district is gone");
            return row.getString(1);
        }
    }

    private static void tell(Connection connection, UUID archive, String part) {
        try (PreparedStatement statement = connection.prepareStatement("update archive set part = ? where id = ?")) {
            statement.setString(1, part);
            statement.setObject(2, archive);
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void finish(
            Connection connection, UUID archive, Manifest manifest, String digest, long bytes, String content)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                update archive set part = null, digest = ?, row_count = ?, bytes = ?, content = ?, made_at = ? where id = ?
                """)) {
            statement.setString(1, digest);
            statement.setLong(
                    2,
                    manifest.tables().stream().mapToLong(Manifest.Table::rows).sum());
            statement.setLong(3, bytes);
            statement.setString(4, content);
            statement.setObject(5, OffsetDateTime.ofInstant(manifest.madeAt(), ZoneOffset.UTC));
            statement.setObject(6, archive);
            statement.executeUpdate();
        }
    }

    private static void zip(Path folder, Path zip) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(zip), 1 << 16);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            for (Path path : Export.inside(folder).reversed()) {
                if (Files.isDirectory(path)) continue;
                packed.putNextEntry(
                        new ZipEntry(folder.relativize(path).toString().replace('\\', '/')));
                Files.copy(path, packed);
                packed.closeEntry();
            }
        }
    }
}
