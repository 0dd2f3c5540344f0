package org.linli.live.webhooks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.live.feed.Pace;
import org.linli.live.feed.Sequencer;
import org.linli.live.webhooks.DeliveryStore.Due;
import org.linli.live.webhooks.DeliveryStore.Hook;
import org.linli.live.webhooks.DeliveryStore.Leased;
import org.linli.live.webhooks.Receiver.Answer;
import org.linli.live.webhooks.WebhookEvent.WebhookPaused;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.Role;
import org.linli.schema.Statements;
import org.linli.schema.engine.StoredSubscriptions;
import org.linli.schema.engine.Subscribed;
import org.linli.schema.engine.Subscribed.Telling;
import org.linli.schema.engine.Subscribed.Told;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.database.Turns;
import org.linli.tenancy.identity.Absentees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends webhooks what happens; every node has one of these. A webhook is leased to one node at a time and worked on beside all others, so
 * that a slow receiver keeps nobody else waiting. Where it is stands in its rows only: whoever takes it over goes on from there, and what was
 * sent but not noted is sent again.
 */
public final class Deliverer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Seen> SEEN = new TypeReference<>() {};

    /** What it has by being registered by an integrator. */
    static final Set<Role> GRANTED = Set.of(Role.INTEGRATOR);

    /** What a missed notice costs, and how late an attempt may be. */
    private static final Duration POLL = Duration.ofSeconds(2);

    /** Longer than a round can last. */
    private static final Duration LEASE = Duration.ofSeconds(90);

    /** How long a suspended district is left alone. Its webhooks go on by themselves once it is back. */
    private static final Duration SUSPENDED = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Webhooks that one node works on at once. */
    private static final int AT_ONCE = 64;
    /** Records of which one webhook is told at once. */
    private static final int PARALLEL = 8;

    /** Transactions of all of these at once, so that those of people find connections. */
    private static final int TRANSACTIONS = 4;

    private static final int ROUND = 3 * PARALLEL;
    /** So much waits at most before more of the log is read. */
    private static final int AHEAD = 500;

    private static final String LOOK = """
            select json_build_object('districts', coalesce(json_agg(distinct d.district_id), '[]'), 'waiting', coalesce(sum(d.waiting), 0),
                                     'due', coalesce(bool_or(d.due_at <= $3::timestamptz or h.position > d.position), false))
              from webhook_due d left join feed_head h on h.district_id = d.district_id
             where d.active""";

    /** As the contract calls the package of webhooks. */
    private static final String PACKAGE = "WEBHOOKS";

    private record Seen(Set<UUID> districts, long waiting, boolean due) {}

    private final String cell;
    private final DistrictDatabase database;
    private final Function<Caller, Mono<StoredSubscriptions>> schemas;
    private final Absentees absentees;
    private final Sender sender;
    private final DeliveryStore store = new DeliveryStore();
    private final Counter deliveries;
    private final Counter failures;
    private final Turns turns = new Turns(TRANSACTIONS);
    private final Semaphore signals = new Semaphore(0);
    private final Set<UUID> working = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Pace> paces = new ConcurrentHashMap<>();
    private volatile Seen seen = new Seen(Set.of(), 0, false);
    private volatile boolean closing;
    private @Nullable Thread worker;

    /**
     * @param cell whose webhooks these are
     * @param notices not started yet
     */
    public Deliverer(
            String cell,
            DistrictDatabase database,
            Function<Caller, Mono<StoredSubscriptions>> schemas,
            Absentees absentees,
            Sender sender,
            Notices notices,
            MeterRegistry meters) {
        this.cell = cell;
        this.database = database;
        this.schemas = schemas;
        this.absentees = absentees;
        this.sender = sender;
        deliveries = meters.counter("linli.webhooks.deliveries");
        failures = meters.counter("linli.webhooks.failures");
        meters.gauge("linli.webhooks.waiting", Tags.of("cell", cell), this, deliverer -> deliverer.seen.waiting());
        notices.on(cell, Sequencer.HEAD, this::heard);
    }

    public synchronized void start() {
        worker = Thread.ofVirtual().name("webhooks").start(this::work);
    }

    /** @param notice a district's id and its new head; empty where some may have been missed */
    private void heard(String notice) {
        int space = notice.indexOf(' ');
        if (space < 0 || seen.districts().contains(UUID.fromString(notice.substring(0, space)))) signals.release();
    }

    private void work() {
        long looked = System.nanoTime() - POLL.toNanos();
        while (!closing) {
            try {
                boolean woken = signals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                signals.drainPermits();
                if (System.nanoTime() - looked >= POLL.toNanos()) {
                    await(look());
                    looked = System.nanoTime();
                }
                if (woken || seen.due()) await(begin());
            } catch (InterruptedException closed) {
                return;
            } catch (ExecutionException | TimeoutException down) {
                LOG.warn("webhooks wait: {}", String.valueOf(down.getCause()));
            }
        }
    }

    private static void await(Mono<?> something) throws InterruptedException, ExecutionException, TimeoutException {
        something.toFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Which districts' heads are of concern here, and whether anything is due: all that is asked while nothing happens. */
    private Mono<Void> look() {
        return database.in(cell)
                .read(Statements.NO_DISTRICT, LOOK, List.of(sender.now()), false)
                .doOnNext(json -> seen = JSON.readValue(json, SEEN))
                .then();
    }

    /** Takes up what there is to do, and does not wait for it. */
    private Mono<Void> begin() {
        int most = AT_ONCE - working.size();
        if (most <= 0) return Mono.empty();
        OffsetDateTime now = sender.now();
        return database.in(cell)
                .transaction(
                        Statements.NO_DISTRICT,
                        everywhere -> store.claim(everywhere, now, now.plus(LEASE), most, cell)
                                .collectList())
                .doOnNext(all -> all.forEach(this::begin))
                .then();
    }

    private void begin(Leased leased) {
        working.add(leased.webhookId());
        work(leased)
                .doFinally(end -> {
                    working.remove(leased.webhookId());
                    signals.release();
                })
                .subscribe(none -> {}, failure -> LOG.warn("webhook {} waits for its lease", leased.webhookId()));
    }

    /** Rounds as long as there is something to do. */
    private Mono<Void> work(Leased leased) {
        return Mono.defer(() -> round(leased))
                .repeat()
                .takeUntil(did -> !did || closing)
                .then(Mono.defer(() -> in(leased, transaction -> store.release(transaction, leased, AHEAD))))
                .onErrorResume(failure -> later(leased, failure));
    }

    /** A failure of ours, which has nothing to do with the receiver: it is taken up anew soon, by whoever comes. */
    private Mono<Void> later(Leased leased, Throwable failure) {
        LOG.warn("webhook {} waits: {}", leased.webhookId(), failure.toString());
        return in(
                        leased,
                        transaction ->
                                store.renew(transaction, leased, sender.now().plus(PAUSE)))
                .then();
    }

    private <T> Mono<T> in(Leased leased, Function<Transaction, Mono<T>> something) {
        return turns.take(database.transaction(leased.districtId(), something));
    }

    /** Reads on in the log and delivers what is due. Gives whether it did anything. */
    private Mono<Boolean> round(Leased leased) {
        return in(
                        leased,
                        transaction ->
                                store.renew(transaction, leased, sender.now().plus(LEASE)))
                .flatMap(hook -> turns.take(absentees.of(
                                leased.districtId(), hook.subject(), hook.client(), GRANTED, hook.grantedAt()))
                        .flatMap(caller -> has(caller) ? round(leased, hook, caller) : postpone(leased))
                        .onErrorResume(
                                Lost.class, lost -> pause(leased, lost.reason).thenReturn(false))
                        .onErrorResume(ClientFault.class, fault -> lost(leased, fault)))
                .defaultIfEmpty(false);
    }

    /** Whether the district has webhooks at all. */
    private static boolean has(Caller caller) {
        return Objects.requireNonNull(caller.district()).packages().contains(PACKAGE);
    }

    private Mono<Boolean> round(Leased leased, Hook hook, Caller caller) {
        return schemas.apply(caller).flatMap(schema -> round(leased, hook, telling(hook, schema, caller)));
    }

    private Mono<Boolean> lost(Leased leased, ClientFault fault) {
        return switch (fault.code()) {
            case DISTRICT_SUSPENDED -> postpone(leased);
            case RIGHT_LOST -> pause(leased, WebhookPauseReason.RIGHT_LOST).thenReturn(false);
            default -> Mono.error(fault);
        };
    }

    private Mono<Boolean> postpone(Leased leased) {
        return in(
                        leased,
                        transaction ->
                                store.postpone(transaction, leased, sender.now().plus(SUSPENDED)))
                .thenReturn(false);
    }

    /** Why it cannot go on. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final WebhookPauseReason reason;

        Lost(WebhookPauseReason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }
    }

    private static Telling telling(Hook hook, StoredSubscriptions subscriptions, Caller caller) {
        try {
            Subscribed asked = subscriptions.prepare(hook.payload(), Variables.of(hook.variables()), caller);
            if (!asked.tells(caller)) throw new Lost(WebhookPauseReason.PAYLOAD_REFUSED);
            return asked.of(caller);
        } catch (StoredSubscriptions.Unfit unfit) {
            throw new Lost(WebhookPauseReason.PAYLOAD_REFUSED);
        }
    }

    private Mono<Boolean> round(Leased leased, Hook hook, Telling telling) {
        if (!hook.kept()) throw new Lost(WebhookPauseReason.CURSOR_EXPIRED);
        return replay(leased, hook, telling)
                .then(read(leased, hook, telling))
                .then(Mono.defer(() -> due(leased, hook)))
                .flatMap(due -> Flux.fromIterable(due)
                        .flatMapDelayError(one -> deliver(leased, hook, telling, one), PARALLEL, PARALLEL)
                        .then(Mono.just(!due.isEmpty() || more(hook))));
    }

    private static boolean more(Hook hook) {
        return hook.waiting() < AHEAD && (hook.position() < hook.head() || hook.replayAfter() != null);
    }

    private Mono<List<Due>> due(Leased leased, Hook hook) {
        return in(
                leased,
                transaction ->
                        store.due(transaction, hook.id(), sender.now(), ROUND).collectList());
    }

    private Mono<Void> replay(Leased leased, Hook hook, Telling telling) {
        Long after = hook.replayAfter();
        Long upTo = hook.replayUpTo();
        if (hook.waiting() >= AHEAD || after == null || upTo == null) return Mono.empty();
        long to = Math.min(upTo, after + most(hook, telling));
        return told(hook, telling, after, to)
                .flatMap(told -> in(
                        leased,
                        transaction -> store.take(transaction, hook.id(), told, sender.now())
                                .then(store.replayed(transaction, hook.id(), after, to))));
    }

    private Mono<Void> read(Leased leased, Hook hook, Telling telling) {
        if (hook.waiting() >= AHEAD || hook.position() >= hook.head()) return Mono.empty();
        Set<UUID> known = new HashSet<>(hook.known());
        long to = Math.min(hook.head(), hook.position() + most(hook, telling));
        return told(hook, telling, hook.position(), to)
                .map(told ->
                        told.stream().filter(one -> !known.contains(one.id())).toList())
                .flatMap(told -> in(
                        leased,
                        transaction -> store.take(transaction, hook.id(), told, sender.now())
                                .then(store.read(transaction, hook.id(), hook.position(), to))));
    }

    private int most(Hook hook, Telling telling) {
        return Math.min(pace(hook).most(), telling.atOnce());
    }

    private Pace pace(Hook hook) {
        return paces.computeIfAbsent(hook.id(), none -> new Pace());
    }

    /** Where one update cannot be read however often it is tried, people are told, and not left to wait behind it. */
    private Mono<List<Told>> told(Hook hook, Telling telling, long from, long to) {
        return turns.take(telling.read(database, from, to))
                .doOnNext(told -> pace(hook).worked())
                .onErrorMap(failure -> {
                    if (!pace(hook).failed(to - from)) return failure;
                    // Whoever resumes it begins anew.
                    paces.remove(hook.id());
                    return new Lost(WebhookPauseReason.PAYLOAD_REFUSED);
                });
    }

    /** What it is told is read anew at each attempt, so that it is never more than may be seen then. */
    private Mono<Void> deliver(Leased leased, Hook hook, Telling telling, Due due) {
        long position = Objects.requireNonNull(due.position());
        return turns.take(telling.read(database, position - 1, position))
                .flatMap(told -> told.isEmpty()
                        ? in(leased, transaction -> store.tried(transaction, due.id(), UNSEEN, sender.now(), null))
                        : send(leased, hook, due, told.getFirst()));
    }

    private static final Answer UNSEEN = new Answer(null, DeliveryFailure.NOT_VISIBLE, null, 0);

    private Mono<Void> send(Leased leased, Hook hook, Due due, Told told) {
        return sender.send(hook, due, told.payload().bytes()).flatMap(answer -> {
            (answer.taken() ? deliveries : failures).increment();
            OffsetDateTime now = sender.now();
            Duration pause = Retries.after(
                    due.attempts() + 1,
                    answer.retryAfter(),
                    ThreadLocalRandom.current().nextDouble());
            return in(
                    leased,
                    transaction -> store.tried(
                                    transaction, due.id(), answer, now, pause == null ? null : now.plus(pause))
                            .then(
                                    answer.taken()
                                            ? store.succeeded(transaction, hook.id(), now)
                                            : failed(transaction, hook.id(), answer, now)));
        });
    }

    private Mono<Void> failed(Transaction transaction, UUID webhook, Answer answer, OffsetDateTime now) {
        return store.failed(transaction, webhook, now).flatMap(failed -> {
            if (answer.gone()) return pause(transaction, webhook, WebhookPauseReason.RECEIVER_GONE);
            return failed.failingSince().plus(Retries.DAY).isAfter(now)
                    ? Mono.empty()
                    : pause(transaction, webhook, WebhookPauseReason.RECEIVER_FAILING);
        });
    }

    private Mono<Void> pause(Leased leased, WebhookPauseReason reason) {
        return in(leased, transaction -> pause(transaction, leased.webhookId(), reason));
    }

    /** Once; the line in the log is the notice. */
    private Mono<Void> pause(Transaction transaction, UUID webhook, WebhookPauseReason reason) {
        return store.pause(transaction, webhook, reason)
                .filter(paused -> paused)
                .flatMap(paused -> Work.ofPlatform(transaction))
                .flatMap(work -> work.append(new WebhookPaused(webhook, reason)));
    }

    /** Takes nothing up any more, and waits a while for what is being sent, so that the next node has the leases at once. */
    @Override
    public synchronized void close() {
        closing = true;
        if (worker != null) worker.interrupt();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!working.isEmpty() && System.nanoTime() < until) LockSupport.parkNanos(10_000_000);
    }
}
