package org.linli.platform;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.linli.archive.CellRows;
import org.linli.live.Work;
import org.linli.platform.MoveEvent.DistrictMoveAdvanced;
import org.linli.platform.MoveEvent.DistrictMoveHindered;
import org.linli.platform.MoveStore.Move;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Statements;
import org.linli.tenancy.cells.Entries;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Moves a district to another cell, step by step, each done by looking first: whoever comes after one that died goes on from where it was. The
 * district counts in one cell at any moment. Until the registry says that it is the other one, all can be as it was, and is, where something is in
 * the way; from then on the move only goes on, and what is in the way is told.
 */
public final class MoveSteps implements Kind {
    static final String NAME = "move-district";

    private static final Logger LOG = LoggerFactory.getLogger(MoveSteps.class);
    private static final JsonMapper JSON = new JsonMapper();

    /** Longer than any transaction lasts. */
    private static final int DRAIN_SECONDS = 25;

    private static final int TRIES = 150;
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** How often a step that takes long looks whether it is still wanted. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How soon that is tried again for which people wait who cannot write, and that can only go on. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** What a job of this kind says. */
    record Of(UUID move) {}

    /** Something that is known to be in the way. */
    private static final class Hindered extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final MoveObstacle obstacle;

        Hindered(MoveObstacle obstacle, String why) {
            super(why, null, false, false);
            this.obstacle = obstacle;
        }
    }

    private static final String CLIENTS_ALONE = """
            select not exists (select from client_grant g join client_registration r on r.azp = g.azp
                                where (g.district_id = o.id) is distinct from (r.home_id = o.id) and (g.district_id = o.id or r.home_id = o.id))
              from (values (?::uuid)) o (id)
            """;

    private static final String AT_REST = """
            select not exists (select from job j where j.district_id = ? and j.done_at is null and j.leased_until > now())
            """;

    /** What the platform still has to do for a district that is to come home would be taken for what comes with it. */
    private static final String NOTHING_AT_HOME =
            "select not exists (select from job j where j.district_id = ? and j.done_at is null and not j.recurring)";

    private static final String NUMBERED = "select not exists (select from arrival a where a.district_id = ?)";

    private final Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());
    private final DistrictDatabase database;
    private final Entries entries;
    private final DistrictStore districts = new DistrictStore();
    private final MoveStore store = new MoveStore();
    private final MoveNotices notices;
    private final Clients clients;

    /** Has a district leave the clients that it shares; done twice is as done once. */
    public interface Clients {
        /** @return whether that is done in Keycloak as well */
        Mono<Boolean> part(UUID district);
    }

    public MoveSteps(DistrictDatabase database, Entries entries, MoveNotices notices, Clients clients) {
        this.database = database;
        this.entries = entries;
        this.notices = notices;
        this.clients = clients;
    }

    @Override
    public Lane lane() {
        return Lane.MOVES;
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
        UUID id = JSON.treeToValue(job.payload(), Of.class).move();
        Mono<Move> move = Work.onPlatform(database, work -> store.move(work, id));
        return move.flatMap(this::step)
                .defaultIfEmpty(MoveStatus.CANCELLED)
                .repeat()
                .takeUntil(status -> status == MoveStatus.DONE || status == MoveStatus.CANCELLED)
                .then();
    }

    /** @return how far it is afterwards */
    private Mono<MoveStatus> step(Move move) {
        return done(move)
                .onErrorResume(failure -> hindered(move, failure)
                        .then(
                                move.status() == MoveStatus.SWITCHED
                                        ? Mono.delay(SOON).thenReturn(move.status())
                                        : Mono.error(failure)));
    }

    private Mono<MoveStatus> done(Move move) {
        return switch (move.status()) {
            case REQUESTED -> freeze(move).then(advance(move, MoveStatus.FROZEN));
            case FROZEN -> unlessCancelled(move, copy(move).then(advance(move, MoveStatus.COPIED)));
            case COPIED -> unlessCancelled(move, verify(move));
            case VERIFIED -> change(move);
            case SWITCHED -> thaw(move);
            case THAWED -> leave(move).then(advance(move, MoveStatus.DONE));
            case DONE -> Mono.just(MoveStatus.DONE);
            case CANCELLED -> undo(move).thenReturn(MoveStatus.CANCELLED);
        };
    }

    /** Nobody waits for what takes long and is not wanted any more; the next look tells. */
    private Mono<MoveStatus> unlessCancelled(Move move, Mono<MoveStatus> step) {
        Mono<MoveStatus> cancelled = Mono.delay(LOOK)
                .then(Work.onPlatform(database, work -> store.move(work, move.id())))
                .map(Move::status)
                .repeat()
                .filter(status -> status == MoveStatus.CANCELLED)
                .next();
        return step.takeUntilOther(cancelled).defaultIfEmpty(move.status());
    }

    /**
     * Nothing that takes long is begun any more, then nobody begins to write, which those are told who follow the district, and then those are through
     * who had begun before.
     */
    private Mono<Void> freeze(Move move) {
        UUID district = move.targetId();
        return parted(move)
                .then(on(() -> alone(move)))
                .then(entries.hold(district))
                .then(on(() -> resting(move)))
                .then(notices.paused(district))
                // A node that died here had told it, and frozen the district.
                .onErrorResume(MoveSteps::frozen, told -> Mono.empty())
                .then(entries.freeze(district))
                .then(on(() -> drained(move)))
                .then();
    }

    private static boolean frozen(Throwable failure) {
        return failure instanceof ClientFault fault && fault.code() == ErrorCode.DISTRICT_MOVING;
    }

    private Mono<Boolean> parted(Move move) {
        if (!move.leavesClients()) return Mono.just(true);
        return clients.part(move.targetId())
                // A node that died here had done it, and frozen the district.
                .onErrorResume(MoveSteps::frozen, done -> Mono.just(true))
                .filter(done -> done)
                .switchIfEmpty(
                        Mono.error(() -> new Hindered(MoveObstacle.BUSY, "Keycloak has not followed with clients")));
    }

    private boolean alone(Move move) throws Exception {
        if (!from(move).holds(CLIENTS_ALONE))
            throw new Hindered(MoveObstacle.CLIENTS_SHARED, "districts share a client");
        return true;
    }

    private boolean resting(Move move) throws Exception {
        if (!from(move).comesTrue(AT_REST, TRIES, PAUSE) || (home(move.toCell()) && !to(move).holds(NOTHING_AT_HOME)))
            throw new Hindered(MoveObstacle.BUSY, "the district has something to do");
        return true;
    }

    private boolean drained(Move move) throws Exception {
        from(move).drain(DRAIN_SECONDS);
        if (!from(move).comesTrue(NUMBERED, TRIES, PAUSE))
            throw new IllegalStateException("the log of the district is not numbered");
        return true;
    }

    private Mono<Void> copy(Move move) {
        return entries.arrive(move.targetId(), move.fromCell(), move.toCell())
                .then(on(() -> {
                    to(move).take(from(move));
                    return true;
                }))
                .then();
    }

    /** What differs is copied anew. */
    private Mono<MoveStatus> verify(Move move) {
        return on(() -> same(from(move).tables(), to(move).tables()))
                .flatMap(tables -> Work.onPlatform(
                        database,
                        work -> store.verified(
                                work,
                                move,
                                tables.stream().mapToLong(CellRows.Table::rows).sum(),
                                digest(tables))))
                .then(advance(move, MoveStatus.VERIFIED));
    }

    private static List<CellRows.Table> same(List<CellRows.Table> here, List<CellRows.Table> there) {
        if (here.equals(there)) return here;
        List<String> differing = here.stream()
                .filter(table -> !there.contains(table))
                .map(CellRows.Table::name)
                .toList();
        throw new IllegalStateException("the cells differ in " + differing);
    }

    private static String digest(List<CellRows.Table> tables) {
        StringBuilder all = new StringBuilder();
        for (CellRows.Table table : tables)
            all.append("%s %d %s%n"
                    .formatted(table.name(), table.rows(), table.digest())
                    .replace("\r", ""));
        return CellRows.hash(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The registry comes last, together with the step, so that before it all can be undone. */
    private Mono<MoveStatus> change(Move move) {
        return entries.change(move.targetId(), move.fromCell(), move.toCell())
                .then(advance(move, MoveStatus.SWITCHED, work -> districts.moved(work, move)));
    }

    /** Not before every node that answers has looked at the registry since. */
    private Mono<MoveStatus> thaw(Move move) {
        return Work.onPlatform(database, work -> store.wait(work, move, DistrictDatabase.KNOWN))
                .flatMap(wait -> Mono.delay(Duration.ofMillis(wait.millis())))
                .then(advance(move, MoveStatus.THAWED, work -> districts.thaw(work, move.targetId())));
    }

    private Mono<Void> leave(Move move) {
        return entries.carry(move.targetId())
                .then(notices.resumed(move.targetId()))
                .then(on(() -> {
                    from(move).drop();
                    return true;
                }))
                .then(entries.leave(move.targetId(), move.fromCell()));
    }

    /** All is as before it was asked for. */
    private Mono<Void> undo(Move move) {
        return back(move)
                .then(notices.resumed(move.targetId()))
                .then(Work.onPlatform(database, work -> store.undone(work, move)))
                .then();
    }

    private Mono<Void> back(Move move) {
        return entries.back(move.targetId(), move.fromCell(), move.toCell(), move.counted())
                .filter(arrived -> arrived)
                .flatMap(arrived -> on(() -> {
                            to(move).drop();
                            return true;
                        })
                        .then(entries.leave(move.targetId(), move.toCell())));
    }

    private Mono<Void> hindered(Move move, Throwable failure) {
        boolean back = move.status().reversible();
        LOG.warn(
                "the move {} {} from {}: {}",
                move.id(),
                back ? "goes back" : "does not go on",
                move.status(),
                failure.toString());
        MoveObstacle obstacle = failure instanceof Hindered known ? known.obstacle : MoveObstacle.UNEXPECTED;
        boolean told = obstacle == move.obstacle();
        if (!back)
            return told
                    ? Mono.empty()
                    : hindered(move, move.status(), obstacle, false).then();
        // The step first: nobody goes on from what was frozen once and is not any more.
        return hindered(move, MoveStatus.REQUESTED, obstacle, told)
                .flatMap(hindered -> entries.back(move.targetId(), move.fromCell(), move.toCell(), move.counted()))
                .then(failure instanceof Hindered ? Mono.empty() : notices.resumed(move.targetId()));
    }

    /** @return nothing where somebody else has moved it on */
    private Mono<Long> hindered(Move move, MoveStatus to, MoveObstacle obstacle, boolean told) {
        return Work.onPlatform(
                database,
                work -> store.hinder(work, move, to, obstacle)
                        .filter(hindered -> hindered > 0)
                        .delayUntil(hindered ->
                                told ? Mono.empty() : work.append(new DistrictMoveHindered(move.id(), obstacle))));
    }

    private Mono<MoveStatus> advance(Move move, MoveStatus to) {
        return advance(move, to, work -> Mono.just(1L));
    }

    private Mono<MoveStatus> advance(Move move, MoveStatus to, Function<Work, Mono<Long>> also) {
        return Work.onPlatform(
                database,
                work -> store.advance(work, move, to)
                        .flatMap(moved -> moved == 0
                                // Somebody cancelled it meanwhile, or another node has gone on from here: the next look
                                // tells.
                                ? Mono.error(new IllegalStateException("the move went on meanwhile"))
                                : also.apply(work)
                                        .filter(changed -> changed == 1)
                                        .switchIfEmpty(Mono.error(
                                                () -> new IllegalStateException("the district is not frozen")))
                                        .then(work.append(new DistrictMoveAdvanced(move.id(), move.status(), to)))
                                        .thenReturn(to)));
    }

    private CellRows from(Move move) {
        return new CellRows(database.settings(move.fromCell()), move.targetId());
    }

    private CellRows to(Move move) {
        return new CellRows(database.settings(move.toCell()), move.targetId());
    }

    private static boolean home(String cell) {
        return cell.equals(Statements.HOME);
    }

    private <T> Mono<T> on(Callable<T> deed) {
        return Mono.fromCallable(deed).subscribeOn(threads);
    }
}
