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
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.linli.files.Storage;
import org.linli.files.Workshop;
import org.linli.live.Work;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes an archive and lays it, sealed for its district, into the storage. What it writes before that is not sealed, so nothing of it outlives the
 * attempt, whoever makes the next one, and should the district be gone by then; the next one begins anew.
 */
public final class ArchiveMaking implements Kind {
    public static final String NAME = "make-archive";

    /** How often it says how far it is. */
    private static final Duration TOLD = Duration.ofSeconds(1);

    /** What failed so often, over more than a quarter of an hour, cannot be made. */
    private static final int ATTEMPTS = 9;

    private static final JsonMapper JSON = new JsonMapper();

    private final Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());
    private final DatabaseSettings database;
    private final DistrictDatabase platform;
    private final Storage storage;
    private final Workshop workshop;
    private final Export export;
    private final Archives archives;

    /**
     * @param workshop where archives lie while they are written
     * @param platform the same database, in which it tells operators how far it is
     */
    public ArchiveMaking(
            DatabaseSettings database,
            DistrictDatabase platform,
            Storage storage,
            Workshop workshop,
            Export export,
            Archives archives) {
        this.database = database;
        this.platform = platform;
        this.storage = storage;
        this.workshop = workshop;
        this.export = export;
        this.archives = archives;
    }

    @Override
    public Lane lane() {
        return Lane.LONG;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration patience() {
        return Duration.ofHours(6);
    }

    /**
     * How far it is.
     *
     * @param finished null until it is
     */
    private record Step(Export.Written written, Archives.@Nullable Finished finished) {}

    /** It cannot be made as things are. */
    private static final class Hindered extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final ArchiveObstacle obstacle;

        Hindered(ArchiveObstacle obstacle) {
            super(obstacle.name());
            this.obstacle = obstacle;
        }
    }

    @Override
    public Mono<Void> run(Job job) {
        Archives.Task task = JSON.treeToValue(job.payload(), Archives.Task.class);
        if (job.attempt() > ATTEMPTS) return fail(job, task, ArchiveObstacle.GIVEN_UP);
        return Flux.<Step>create(steps -> make(job.districtId(), task, steps), FluxSink.OverflowStrategy.LATEST)
                .subscribeOn(threads)
                .sample(TOLD)
                .onBackpressureLatest()
                .concatMap(step -> Work.onPlatform(
                        platform,
                        work -> step.finished() == null
                                ? archives.advance(work, task.archive(), step.written())
                                : archives.finish(work, job.districtId(), task.archive(), step.finished())))
                .then()
                .onErrorResume(Hindered.class, hindered -> fail(job, task, hindered.obstacle));
    }

    private Mono<Void> fail(Job job, Archives.Task task, ArchiveObstacle obstacle) {
        return Work.onPlatform(platform, work -> archives.fail(work, job.districtId(), task.archive(), obstacle));
    }

    private Path folder(Archives.Task task) {
        return workshop.folder("archive-" + task.archive());
    }

    private void make(UUID district, Archives.Task task, FluxSink<Step> steps) {
        try {
            make(district, task, (Consumer<Step>) steps::next);
            steps.complete();
        } catch (IOException | SQLException | RuntimeException failure) {
            steps.error(failure);
        }
    }

    private void make(UUID district, Archives.Task task, Consumer<Step> steps) throws IOException, SQLException {
        Path folder = folder(task);
        Path zip = workshop.file();
        Path sealed = storage.incoming();
        try (Connection connection = database.connect()) {
            String code = code(connection, district);
            String receiver = export.receiver(code);
            if (receiver == null) throw new Hindered(ArchiveObstacle.KEY_MISSING);
            ArchiveKey key = ArchiveKey.fresh();
            Manifest manifest = export.write(code, folder, key, written -> steps.accept(new Step(written, null)));
            zip(folder, zip);
            SealedArchive.write(zip, sealed, receiver, key);
            String content = Hash.of(sealed);
            long bytes = Files.size(sealed);
            String digest = Hash.of(folder.resolve(Manifest.NAME));
            storage.put(Storage.key(district, task.archive(), content), sealed);
            long rows =
                    manifest.tables().stream().mapToLong(Manifest.Table::rows).sum();
            steps.accept(new Step(
                    new Export.Written("", rows, bytes),
                    new Archives.Finished(
                            digest,
                            rows,
                            bytes,
                            manifest.missing().size(),
                            content,
                            manifest.madeAt().toString())));
        } finally {
            Workshop.delete(folder);
            Files.deleteIfExists(zip);
            Files.deleteIfExists(sealed);
        }
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
