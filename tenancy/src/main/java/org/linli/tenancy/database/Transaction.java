package org.linli.tenancy.database;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Statements.MissingValue;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;
import reactor.util.function.Tuple2;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What work reads and writes in one transaction of one district. In every statement {@code $1} is the district, which has to
 * occur in it, and parameters begin at {@code $2}. A null is of no type, so a statement casts its parameters. An array that is
 * the only parameter is cast to {@code Object}, or Java takes it for the list of parameters.
 *
 * <p>A statement that fails fails the transaction, whatever becomes of its error; only {@link #read} may fail and be followed by others.
 * Statements are done in the order in which they are subscribed to. Those that do not wait for each other travel in one round trip:
 * what was {@link #put}, and what is subscribed to before the other's answer is there; the second fails with the first.
 */
public final class Transaction {
    /** A column without a component or a component without a column is a mistake in the statement, so it is told. */
    private static final JsonMapper RECORDS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
            .build();

    /** The statements with which it begins. */
    private static final int ENTRY = 2;

    private final Connection connection;
    private final UUID district;
    private final AtomicInteger reads = new AtomicInteger();
    private final List<Mono<?>> waiting = new ArrayList<>();
    private final Set<String> raised = new LinkedHashSet<>();
    private @Nullable String alone;
    private volatile @Nullable OffsetDateTime now;
    private volatile boolean changed;

    /** Begins, and enters the district, in the round trip of its first statement. */
    Transaction(Connection connection, UUID district, String cell) {
        this.connection = connection;
        this.district = district;
        waiting.add(Mono.from(connection.beginTransaction()));
        waiting.add(Mono.defer(() -> GuardedRead.enter(connection, district, cell, alone))
                .doOnNext(began -> now = began));
    }

    /** Itself, begun; for work that needs to know the time before its first statement. */
    public Mono<Transaction> begun() {
        return finish().thenReturn(this);
    }

    /**
     * What the driver is told before an answer came, it sends before an answer came. Gives what the last gives. Of several errors
     * the first is told, since it made the others.
     */
    private static <T> Flux<T> inOneTrip(List<Mono<?>> before, Flux<T> last) {
        List<Publisher<T>> all = new ArrayList<>();
        before.forEach(statement -> all.add(statement.then(Mono.empty())));
        all.add(last);
        return Flux.mergeSequentialDelayError(all, all.size(), Queues.SMALL_BUFFER_SIZE)
                .onErrorMap(Transaction::first);
    }

    private static Throwable first(Throwable failures) {
        return Exceptions.unwrapMultiple(failures).getFirst();
    }

    /**
     * When the transaction began, by the database's clock. After a wait for a lock, others may have committed later.
     *
     * @throws NullPointerException before the first statement has ended
     */
    public OffsetDateTime now() {
        return Objects.requireNonNull(now, "not begun");
    }

    /** Whether {@link #change} has touched any row. */
    public boolean changed() {
        return changed;
    }

    /**
     * Rows as records: columns in snake case become components, enums go by name, and a column or a component too many is an
     * error. All rows are there before the first is given, so that a row may lead to the next statement.
     *
     * @param sql a select, which may lock, or a statement with {@code returning}; no {@code with} that changes data
     */
    public <R extends Record> Flux<R> rows(Class<R> type, String sql, @Nullable Object... parameters) {
        return found(type, sql, parameters).flatMapIterable(Function.identity());
    }

    /** The one row, as {@link #rows} gives it; empty when there is none, an error when there are several. */
    public <R extends Record> Mono<R> row(Class<R> type, String sql, @Nullable Object... parameters) {
        return found(type, sql, parameters).flatMap(found -> {
            if (found.size() > 1) return Mono.error(new IllegalStateException("several rows instead of one: " + sql));
            return Mono.justOrEmpty(found.stream().findFirst());
        });
    }

    private <R extends Record> Mono<List<R>> found(Class<R> type, String sql, @Nullable Object... parameters) {
        // Only a common table expression takes insert, update and delete, and keeps the locks of a select.
        String rows = "with r as (" + sql + "\n) select row_to_json(r) from r";
        return run(rows, result -> result.map(row -> RECORDS.readValue(json(row), type)), parameters)
                .collectList();
    }

    private static byte[] json(Readable row) {
        return Objects.requireNonNull(row.get(0, Json.class)).asArray();
    }

    /** Two rows in one round trip, the first found, or locked, before the second is looked for; empty unless both are there. */
    public <A, B> Mono<Tuple2<A, B>> both(Mono<A> first, Mono<B> second) {
        // An empty one must not cancel the other, whose answer is already on its way.
        return Mono.zipDelayError(first.singleOptional(), second.singleOptional())
                .onErrorMap(Transaction::first)
                .filter(both -> both.getT1().isPresent() && both.getT2().isPresent())
                .map(both -> both.mapT1(Optional::orElseThrow).mapT2(Optional::orElseThrow));
    }

    /** Runs a statement and counts the rows it touched. */
    public Mono<Long> change(String sql, @Nullable Object... parameters) {
        return run(sql, Result::getRowsUpdated, parameters)
                .reduce(0L, Long::sum)
                .doOnNext(touched -> {
                    if (touched > 0) changed = true;
                });
    }

    /**
     * Has a statement done before the next one or the commit, whichever comes first, and in one round trip with it. What it
     * touches is not counted; if it fails, that next one tells.
     */
    public Mono<Void> put(String sql, @Nullable Object... parameters) {
        return Mono.fromRunnable(() -> {
            changed = true;
            waiting.add(statement(sql, Result::getRowsUpdated, parameters).then());
        });
    }

    /**
     * Has it begin only once no other transaction of the district that names the same is going on, and keeps others waiting until it
     * has ended. What those left is seen from the first statement on.
     *
     * @throws IllegalStateException when it has begun
     */
    public void alone(String name) {
        if (waiting.size() != ENTRY) throw new IllegalStateException("begun");
        alone = name;
    }

    /** Has those who listen on this channel know once this is committed. */
    public void raise(String channel) {
        raised.add(channel);
    }

    Set<String> raised() {
        return raised;
    }

    /** Has everything done that was put. */
    Mono<Void> finish() {
        return Mono.defer(() -> afterWaiting(Flux.<Void>empty()).then());
    }

    private <T> Flux<T> run(String sql, Function<Result, Publisher<T>> taken, @Nullable Object... parameters) {
        return Flux.defer(() -> afterWaiting(statement(sql, taken, parameters)));
    }

    private <T> Flux<T> afterWaiting(Flux<T> last) {
        if (waiting.isEmpty()) return last;
        List<Mono<?>> before = List.copyOf(waiting);
        waiting.clear();
        return inOneTrip(before, last);
    }

    private <T> Flux<T> statement(String sql, Function<Result, Publisher<T>> taken, @Nullable Object... parameters) {
        return Flux.defer(() -> {
            var statement = connection.createStatement(sql).bind(0, district);
            GuardedRead.bind(statement, 1, Arrays.asList(parameters));
            return Flux.from(statement.execute()).flatMap(taken);
        });
    }

    /**
     * Runs a compiled read, which sees what this transaction has changed. One that fails, as with {@link MissingValue}, leaves
     * the transaction as it was: a savepoint travels with it at no cost, and going back to it costs a failure one round trip.
     *
     * @param sql as {@link DistrictDatabase#read} takes it: {@code $2} is the guard's, parameters begin at {@code $3}
     */
    public Mono<byte[]> read(String sql, List<@Nullable Object> parameters) {
        return Mono.defer(() -> {
            // Each has a name of its own, so that a transaction that failed before is not taken back to an older one.
            // None is
            // released: the driver sends nothing behind a read that has not ended, so it would cost a round trip.
            String savepoint = "before_read_" + reads.incrementAndGet();
            Mono<byte[]> back = simply("rollback to " + savepoint);
            waiting.add(simply("savepoint " + savepoint));
            return afterWaiting(new GuardedRead(district, sql, parameters)
                            .on(connection)
                            .flux())
                    .single()
                    .onErrorResume(failure -> back.onErrorComplete().then(Mono.error(failure)))
                    .onErrorMap(Failures::missingValue, failure -> new MissingValue());
        });
    }

    private <T> Mono<T> simply(String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .flatMap(Result::getRowsUpdated)
                .then(Mono.empty());
    }
}
