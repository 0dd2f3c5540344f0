package org.linli.tenancy.database;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Statements.MissingValue;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
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
 * Statements follow each other: one begun before the other's end fails with it.
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

    private final Connection connection;
    private final UUID district;
    private final OffsetDateTime now;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean changed;

    private Transaction(Connection connection, UUID district, OffsetDateTime now) {
        this.connection = connection;
        this.district = district;
        this.now = now;
    }

    /** One round trip: what the driver is told before an answer came, it sends before an answer came. */
    static Mono<Transaction> begin(Connection connection, UUID district) {
        return Flux.merge(
                        Mono.from(connection.beginTransaction()).then(Mono.<OffsetDateTime>empty()),
                        GuardedRead.enter(connection, district))
                .single()
                .map(now -> new Transaction(connection, district, now));
    }

    /** When the transaction began, by the database's clock. After a wait for a lock, others may have committed later. */
    public OffsetDateTime now() {
        return now;
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

    /** Runs a statement and counts the rows it touched. */
    public Mono<Long> change(String sql, @Nullable Object... parameters) {
        return run(sql, Result::getRowsUpdated, parameters)
                .reduce(0L, Long::sum)
                .doOnNext(touched -> {
                    if (touched > 0) changed = true;
                });
    }

    private <T> Flux<T> run(String sql, Function<Result, Publisher<T>> taken, @Nullable Object... parameters) {
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
            Mono<byte[]> set = simply("savepoint " + savepoint);
            Mono<byte[]> back = simply("rollback to " + savepoint);
            // Where no savepoint can be set no read is possible either, and tells why.
            return Flux.mergeDelayError(
                            1, set.onErrorComplete(), new GuardedRead(district, sql, parameters).on(connection))
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
