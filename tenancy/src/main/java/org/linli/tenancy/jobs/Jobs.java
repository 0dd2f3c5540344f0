package org.linli.tenancy.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.identity.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Works the jobs of one lane of a cell off; every node has one of these for each. A job is leased in a transaction of its own and done outside of it, so
 * nothing is locked meanwhile. What a node that died was about another takes up at once; of one that is only
 * cut off the lease ends.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final JsonMapper JSON = new JsonMapper();

    /** Raised by a transaction that adds jobs, so that nobody waits for the next look. */
    public static final String ADDED = "linli_job";

    /** How long a node has a job unless it says that it still works on it. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofSeconds(2);

    /** How often it is looked whether every district has its recurring jobs. */
    private static final Duration ROUND = Duration.ofMinutes(5);

    private static final int LONGEST_ERROR = 500;

    /** How many districts are known to have had a turn. */
    private static final int REMEMBERED = 1000;

    /** First those that had none for the longest time; looked up by key, since hundreds of jobs may wait while hundreds of districts had a turn. */
    private static final String TURN = "$5::jsonb -> j.district_id::text nulls first, ";

    /** Its district is being moved, or the job is what is left of a district that has moved. */
    private static final String RESTS = """
            exists (select from district d
                     where d.id = j.district_id and (d.held_at is not null or j.created_at < d.void_since%s))
            """.strip();

    /** Its district has been suspended, or is about to leave. */
    private static final String CLOSED = " or d.state in ('SUSPENDED', 'LEAVING')";

    /** Who begins before others can know that it is alive, as a server that starts, is no more to be taken for dead than one without a number. */
    private static final String HEARD = Notices.alive("$4::int");

    private final String cell;
    private final DistrictDatabase database;
    private final Map<String, Kind> kinds;
    private final Duration lease;
    private final @Nullable Integer node;
    private final Semaphore called = new Semaphore(0);
    private final Duration longest;
    private final Lane lane;
    private final List<Thread> workers = new ArrayList<>();

    /** Districts that had a turn here, the last one at the end. */
    private final Set<UUID> served = new LinkedHashSet<>();

    /**
     * @param cell whose jobs they are
     * @param notices not started yet; by its number others know whether the node that has a job is alive
     */
    Jobs(String cell, DistrictDatabase database, List<Kind> kinds, Lane lane, Notices notices) {
        this(cell, database.in(cell), kinds, lane, LEASE, notices.node());
        notices.on(cell, ADDED, notice -> called.release());
    }

    /** Of the home, or where there is nothing else. */
    Jobs(DistrictDatabase database, List<Kind> kinds, Lane lane, Duration lease, @Nullable Integer node) {
        this(Statements.HOME, database, kinds, lane, lease, node);
    }

    /**
     * @param lease after which a job that nobody finished is taken up anew
     * @param node null where nobody can know
     */
    private Jobs(
            String cell,
            DistrictDatabase database,
            List<Kind> kinds,
            Lane lane,
            Duration lease,
            @Nullable Integer node) {
        this.cell = cell;
        this.lane = lane;
        this.database = database;
        this.kinds = kinds.stream().collect(Collectors.toMap(Kind::name, kind -> kind));
        this.lease = lease;
        this.node = node;
        this.longest = LEASE.plus(
                kinds.stream().map(Kind::patience).max(Duration::compareTo).orElse(Duration.ZERO));
    }

    /** Whether there is nothing that could be asked of it. */
    boolean idle() {
        return kinds.isEmpty();
    }

    /** Begins to work, each hand on a thread of its own. */
    synchronized void start() {
        for (int hand = 0; hand < lane.hands(); hand++) {
            boolean first = hand == 0;
            workers.add(Thread.ofVirtual().name("jobs " + lane).start(() -> work(first)));
        }
    }

    /** @param first looks by itself often, so that a server that nobody asks asks for little; others are called by whoever finds a job, and look now and then */
    private void work(boolean first) {
        Duration poll = first ? POLL : POLL.multipliedBy(5);
        Instant round = Instant.MIN;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (first && Instant.now().isAfter(round)) {
                    await(plan());
                    round = Instant.now().plus(ROUND);
                }
                called.drainPermits();
                if (!await(one())) called.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException down) {
                LOG.warn("jobs wait: {}", String.valueOf(down.getCause()));
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T await(Mono<T> something) throws InterruptedException, ExecutionException, TimeoutException {
        return Objects.requireNonNull(something.toFuture().get(longest.toSeconds(), TimeUnit.SECONDS));
    }

    /** Gives every district its recurring jobs, where they are not there. */
    Mono<Long> plan() {
        List<Kind> recurring =
                kinds.values().stream().filter(kind -> kind.every() != null).toList();
        return everywhere(transaction -> transaction.change(
                """
                insert into job (district_id, kind, recurring)
                select d.id, k.kind, true from district d, unnest($2::text[]) k(kind)
                 where d.id <> $1 and d.state <> 'OPENING' and d.cell = $3::text and (d.id = $5::uuid or not k.kind = any($4::text[]))
                on conflict do nothing
                """, names(recurring.stream()), cell, names(recurring.stream().filter(Kind::ofPlatform)), Platform.ID));
    }

    private static String[] names(Stream<Kind> kinds) {
        return kinds.map(Kind::name).toArray(String[]::new);
    }

    /** Takes the job that is due longest and does it. Tells whether there was one; whether it went well stands with the job. */
    Mono<Boolean> one() {
        return take().doOnNext(this::turn)
                .flatMap(job -> done(job).thenReturn(true))
                .defaultIfEmpty(false);
    }

    /** Where there was one there may be more, for another hand. */
    private void turn(Job job) {
        called.release();
        synchronized (served) {
            served.remove(job.districtId());
            served.add(job.districtId());
            if (served.size() > REMEMBERED) served.remove(served.iterator().next());
        }
    }

    /** By district, when it had its turn among the others. */
    private String turns() {
        synchronized (served) {
            Map<UUID, Integer> turns = new HashMap<>();
            for (UUID district : served) turns.put(district, turns.size());
            return JSON.writeValueAsString(turns);
        }
    }

    Mono<Job> take() {
        return everywhere(transaction -> transaction.row(
                Job.class,
                """
                update job
                   set leased_until = now() + make_interval(secs => $2::int), leased_by = case when %s then $4::int end, attempt = attempt + 1
                 where id = (select j.id
                               from job j
                              where j.done_at is null and j.next_at <= now() and j.kind = any($3::text[]) and j.district_id <> $1 and $5::jsonb is not null
                                and not %s
                                and (j.leased_until is null or j.leased_until <= now() or j.leased_by is not null and not %s)
                              order by %sj.next_at, j.id
                              limit 1
                                for update skip locked)
                returning id, district_id, kind, payload, attempt
                """.formatted(
                                HEARD,
                                RESTS.formatted(lane.writes() ? CLOSED : ""),
                                Notices.alive("j.leased_by"),
                                lane.inTurn() ? TURN : ""),
                (int) lease.toSeconds(),
                kinds.keySet().toArray(String[]::new),
                node,
                lane.inTurn() ? turns() : "{}"));
    }

    private Mono<Long> done(Job job) {
        Kind kind = Objects.requireNonNull(kinds.get(job.kind()));
        return Mono.firstWithSignal(Mono.defer(() -> kind.run(job)).timeout(kind.patience()), held(job))
                .then(Mono.defer(() -> finish(job, kind.every())))
                .onErrorResume(failure -> fail(job, failure));
    }

    /** Says again and again that it is still worked on; an error once somebody else has taken it. */
    private Mono<Void> held(Job job) {
        return Flux.interval(lease.dividedBy(3))
                .onBackpressureDrop()
                .concatMap(tick -> renew(job).onErrorComplete())
                .filter(renewed -> renewed == 0)
                .next()
                .flatMap(lost -> Mono.error(new IllegalStateException("another node has taken it")));
    }

    private Mono<Long> renew(Job job) {
        return everywhere(transaction -> transaction.change("""
                update job set leased_until = now() + make_interval(secs => $4::int)
                 where id = $2::uuid and attempt = $3::int and done_at is null and district_id <> $1
                """, job.id(), job.attempt(), (int) lease.toSeconds()));
    }

    /** What was begun anew meanwhile is no longer this one's to finish. */
    Mono<Long> finish(Job job, @Nullable Duration every) {
        return everywhere(transaction ->
                transaction.change("""
                update job
                   set done_at = case when $4::int is null then now() end,
                       payload = case when $4::int is null then '{}' else payload end,
                       next_at = now() + make_interval(secs => coalesce($4::int, 0)),
                       attempt = case when $4::int is null then attempt else 0 end,
                       leased_until = null, last_error = null
                 where id = $2::uuid and attempt = $3::int and done_at is null and district_id <> $1
                """, job.id(), job.attempt(), every == null ? null : (int) every.toSeconds()));
    }

    /** Twice as long each time, an hour at most. */
    Mono<Long> fail(Job job, Throwable failure) {
        LOG.warn("job {} of kind {} failed, attempt {}: {}", job.id(), job.kind(), job.attempt(), failure.toString());
        String error = failure.toString();
        return everywhere(transaction -> transaction.change(
                """
                update job
                   set next_at = now() + make_interval(secs => $4::int), leased_until = null, last_error = $5::text
                 where id = $2::uuid and attempt = $3::int and done_at is null and district_id <> $1
                """,
                job.id(),
                job.attempt(),
                (int) backOff(job.attempt()).toSeconds(),
                error.substring(0, Math.min(error.length(), LONGEST_ERROR))));
    }

    static Duration backOff(int attempt) {
        return Duration.ofSeconds(Math.min(3600, 1L << Math.min(attempt, 12)));
    }

    /** Jobs belong to the table of all districts, which is worked on from none. */
    private <T> Mono<T> everywhere(Function<Transaction, Mono<T>> work) {
        return database.transaction(Statements.NO_DISTRICT, work);
    }

    /** Ends after the job at hand. */
    @Override
    public synchronized void close() {
        workers.forEach(Thread::interrupt);
    }
}
