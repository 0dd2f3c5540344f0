package org.linli.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.files.ImportFiles;
import org.linli.files.Storage;
import org.linli.files.VirtualThreads;
import org.linli.files.Workshop;
import org.linli.imports.DataImportEvent.DataImportMoved;
import org.linli.imports.DataImportEvent.DataImportProgressed;
import org.linli.imports.DataImportStore.DataImport;
import org.linli.live.Work;
import org.linli.live.imports.Earlier;
import org.linli.live.imports.Mark;
import org.linli.live.imports.Taken;
import org.linli.residents.ResidentImports;
import org.linli.staff.StaffRights;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.sealing.IdentityNumbers;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks or takes over a file, in steps of seconds, each a job, so that other jobs have their turn. A step goes through rows in parts, each
 * in a transaction that also notes how far it came; so a step that dies is gone on with behind its last part, by whoever takes it up. Before
 * each part it is asked whether whoever wanted this still may.
 */
public final class Importing implements Kind {
    static final String NAME = "import-data";

    /** What a job of this kind says. */
    record Step(UUID id, int step) {
        Step next() {
            return new Step(id, step + 1);
        }
    }

    private static final JsonMapper JSON = new JsonMapper();

    private static final int PART = 1_000;

    /** How long a step goes on. */
    private static final Duration TURN = Duration.ofSeconds(8);

    /** How long a file waits here for the next step. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** Whoever failed so often, over more than a quarter of an hour, fails for good. */
    private static final int ATTEMPTS = 9;

    private final DataImportStore store = new DataImportStore();
    private final StaffRights rights = new StaffRights();
    private final DistrictDatabase database;
    private final Storage storage;
    private final ImportFiles files;
    private final Loading loading;
    private final Duration turn;

    private final Workshop workshop;

    /** The files of steps that were done here last, by import, so that the next step need not read again what that has read. */
    private final Map<UUID, Reading> left = new ConcurrentHashMap<>();

    public Importing(
            DistrictDatabase database, Storage storage, Workshop workshop, ImportFiles files, IdentityNumbers numbers) {
        this(database, storage, workshop, files, numbers, TURN);
    }

    /**
     * @param workshop where files lie while they are read
     * @param turn how long a step goes on; a part at least
     */
    public Importing(
            DistrictDatabase database,
            Storage storage,
            Workshop workshop,
            ImportFiles files,
            IdentityNumbers numbers,
            Duration turn) {
        this.workshop = workshop;
        this.database = database;
        this.storage = storage;
        this.files = files;
        this.loading = new Loading(new ResidentImports(numbers));
        this.turn = turn;
    }

    @Override
    public Lane lane() {
        return Lane.DATA;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        Step step = JSON.treeToValue(job.payload(), Step.class);
        return database.transaction(job.districtId(), transaction -> begun(transaction, step))
                // Somebody else is further, or it was cancelled: its file is of no use here.
                .switchIfEmpty(VirtualThreads.run(() -> forget(step.id())).then(Mono.empty()))
                .flatMap(begun -> job.attempt() > ATTEMPTS
                        ? broken(job, step, new ImportFault(null, null, null, ImportRule.GIVEN_UP))
                        : work(job, step, begun));
    }

    /** @param key of the file */
    private record Begun(DataImport dataImport, String key) {}

    private Mono<Begun> begun(Transaction transaction, Step step) {
        return inName(transaction, step)
                .flatMap(turn -> files.key(turn.work(), step.id()).map(key -> new Begun(turn.dataImport(), key)));
    }

    private record Turn(Work work, DataImport dataImport) {}

    /** The import, locked, as long as this step is the one to do; empty otherwise. */
    private Mono<Turn> inName(Transaction transaction, Step step) {
        return store.read(transaction, step.id())
                .flatMap(found -> Work.continued(transaction, found.subject(), found.client(), found.roles()))
                .flatMap(work -> store.lock(work, step.id())
                        .filter(found -> found.status().worked() && found.step() == step.step())
                        .map(found -> new Turn(work, found)));
    }

    private Mono<Void> work(Job job, Step step, Begun begun) {
        Instant end = Instant.now().plus(turn);
        return Mono.usingWhen(
                        VirtualThreads.get(() -> reading(step, begun)),
                        reading -> parts(job, step, reading, () -> Instant.now().isAfter(end)),
                        reading -> VirtualThreads.run(() -> leave(reading)))
                .onErrorResume(Broken.class, fault -> broken(job, step, fault.fault()));
    }

    /** Where the last step left off, if that was here. */
    private Reading reading(Step step, Begun begun) throws IOException {
        Reading open = left.remove(step.id());
        if (open != null && step.equals(open.next) && open.isAt(begun.dataImport())) {
            open.next = null;
            return open;
        }
        if (open != null) open.close();
        return Reading.open(storage.fetch(begun.key(), workshop.file()), begun.dataImport());
    }

    private void leave(Reading reading) throws IOException {
        Step next = reading.next;
        if (next == null) {
            reading.close();
            return;
        }
        UUID id = next.id();
        Reading other = left.put(id, reading);
        if (other != null) other.close();
        // Whoever goes on may be another node, and nobody may at all.
        Schedulers.boundedElastic().schedule(() -> expire(id, reading), KEPT.toSeconds(), TimeUnit.SECONDS);
    }

    private void expire(UUID dataImport, Reading reading) {
        try {
            if (left.remove(dataImport, reading)) reading.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forget(UUID dataImport) throws IOException {
        Reading open = left.remove(dataImport);
        if (open != null) open.close();
    }

    private Mono<Void> parts(Job job, Step step, Reading reading, BooleanSupplier late) {
        return VirtualThreads.get(reading::next)
                .flatMap(part ->
                        database.transaction(job.districtId(), transaction -> take(transaction, step, part, late)))
                .doOnNext(goesOn -> {
                    if (goesOn == GoesOn.LATER) reading.next = step.next();
                })
                .repeat(() -> !reading.done())
                .takeUntil(goesOn -> goesOn != GoesOn.NOW)
                .then();
    }

    /** Whether there is more to do, and by which step. */
    private enum GoesOn {
        NOW,
        LATER,
        NO
    }

    /**
     * Rows that are taken over together, and how far the file is read with them.
     *
     * @param beside kinds of which the file has rows that are not asked for, known with its last part
     */
    private record Part(
            ImportKind kind,
            List<Line> lines,
            int stage,
            int position,
            int nextStage,
            int nextPosition,
            boolean last,
            Set<ImportKind> beside) {}

    /** A file at the place at which it is read. */
    private static final class Reading {
        private final Path file;
        private final Source source;
        private final List<ImportKind> kinds;
        private final List<Stage> stages;
        private int stage;
        private int position;
        private @Nullable Sheet sheet;
        private int rows;

        /** By which it is gone on with. */
        private volatile @Nullable Step next;

        private Reading(Path file, Source source, DataImport from) {
            this.file = file;
            this.source = source;
            this.kinds = from.kinds();
            this.stages = ImportKind.stages(kinds);
            this.stage = from.stage();
            this.position = from.position();
            this.rows = from.doneCount();
        }

        static Reading open(Path file, DataImport from) throws IOException {
            try {
                boolean first = from.stage() == 0 && from.position() == 0;
                if (first && from.format() == ImportFormat.XLSX) WorkbookSource.measure(file);
                return new Reading(file, Source.open(from.format(), file), from);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }

        boolean isAt(DataImport place) {
            return stage == place.stage() && position == place.position();
        }

        boolean done() {
            return stage >= stages.size();
        }

        Part next() throws IOException {
            Stage at = stages.get(stage);
            if (sheet == null) {
                sheet = source.sheet(at.kind());
                sheet.skip(position);
            }
            List<Line> lines = sheet.next(at, PART);
            rows += lines.size();
            if (rows > Source.MOST_ROWS)
                throw new Broken(new ImportFault(at.kind(), null, null, ImportRule.TOO_MANY_ROWS));
            int stageBefore = stage;
            int positionBefore = position;
            if (sheet.hasNext()) {
                position = lines.getLast().number();
            } else {
                stage++;
                position = 0;
                sheet = null;
            }
            Set<ImportKind> beside = done() ? source.beside(kinds) : Set.of();
            return new Part(at.kind(), lines, stageBefore, positionBefore, stage, position, done(), beside);
        }

        void close() throws IOException {
            source.close();
            Files.deleteIfExists(file);
        }
    }

    private Mono<GoesOn> take(Transaction transaction, Step step, Part part, BooleanSupplier late) {
        return inName(transaction, step)
                // Somebody else is further, or it was cancelled.
                .filter(turn -> turn.dataImport().stage() == part.stage()
                        && turn.dataImport().position() == part.position())
                .flatMap(turn -> turn.dataImport().rests()
                        ? later(turn, step)
                        : rights.hold(turn.work(), turn.dataImport().needed())
                                .flatMap(may -> may
                                        ? take(turn, step, part, late)
                                        : rightLost(transaction, turn.dataImport())
                                                .thenReturn(GoesOn.NO)))
                .defaultIfEmpty(GoesOn.NO);
    }

    private Mono<GoesOn> take(Turn turn, Step step, Part part, BooleanSupplier late) {
        return take(turn.work(), turn.dataImport(), part).then(Mono.defer(() -> {
            if (part.last()) return finished(turn, part.beside()).thenReturn(GoesOn.NO);
            return late.getAsBoolean() ? later(turn, step) : Mono.just(GoesOn.NOW);
        }));
    }

    /** Nothing more is done in that name, and so it is the platform that ends it. */
    private Mono<Void> rightLost(Transaction transaction, DataImport dataImport) {
        return Work.ofPlatform(transaction)
                .flatMap(work -> fail(work, dataImport, new ImportFault(null, null, null, ImportRule.RIGHT_LOST)));
    }

    private Mono<GoesOn> later(Turn turn, Step step) {
        return store.nextStep(turn.work(), step.id())
                .then(turn.work().later(NAME, step.next()))
                .thenReturn(GoesOn.LATER);
    }

    private Mono<Void> take(Work work, DataImport to, Part part) {
        List<ImportFault> faults = new ArrayList<>();
        SortedMap<Integer, Values> rows = Values.of(part.kind(), part.lines(), faults);
        Earlier earlier = to.status() == DataImportStatus.CHECKING ? new InFile(store, to.id()) : Earlier.WRITTEN;
        Mono<Taken> taking = rows.isEmpty()
                ? Mono.just(new Taken(0, 0, List.of(), List.of()))
                : loading.take(work, to.id(), part.kind(), rows, earlier);
        return taking.flatMap(taken -> {
            List<ImportFault> all = Stream.concat(faults.stream(), Loading.faults(part.kind(), taken).stream())
                    .toList();
            int done = to.doneCount() + part.lines().size();
            return (earlier.checking() ? store.keep(work, to.id(), part.kind().type(), taken.marks()) : Mono.empty())
                    .then(store.addFaults(work, to, all))
                    .then(store.advance(
                            work,
                            to.id(),
                            part.nextStage(),
                            part.nextPosition(),
                            part.lines().size(),
                            taken.added(),
                            taken.known(),
                            all.size()))
                    .then(work.append(new DataImportProgressed(to.id(), done, to.rowCount())));
        });
    }

    private Mono<Void> finished(Turn turn, Set<ImportKind> beside) {
        Work work = turn.work();
        UUID id = turn.dataImport().id();
        if (turn.dataImport().status() == DataImportStatus.RUNNING)
            return DataImports.end(work, store, files, id, DataImportStatus.RUNNING, DataImportStatus.DONE);
        return store.count(work, id, beside)
                .then(store.move(work, id, DataImportStatus.CHECKED))
                .then(store.forgetKeys(work, id))
                .then(work.append(new DataImportMoved(id, DataImportStatus.CHECKING, DataImportStatus.CHECKED)));
    }

    /** The file as a whole is of no use. */
    private Mono<Void> broken(Job job, Step step, ImportFault fault) {
        return database.transaction(
                job.districtId(),
                transaction -> inName(transaction, step).flatMap(turn -> fail(turn.work(), turn.dataImport(), fault)));
    }

    private Mono<Void> fail(Work work, DataImport dataImport, ImportFault fault) {
        return store.addOne(work, dataImport.id(), fault)
                .then(DataImports.end(
                        work, store, files, dataImport.id(), dataImport.status(), DataImportStatus.FAILED));
    }

    /** While a file is only checked, its earlier rows stand nowhere but here. */
    private record InFile(DataImportStore store, UUID dataImport) implements Earlier {
        @Override
        public boolean checking() {
            return true;
        }

        @Override
        public Mono<Map<String, Mark>> marks(Work work, String type, Collection<String> codes) {
            return store.marks(work, dataImport, type, codes);
        }

        @Override
        public Mono<Set<String>> secrets(Work work, String type, Collection<String> secrets) {
            return store.secrets(work, dataImport, type, secrets);
        }
    }
}
