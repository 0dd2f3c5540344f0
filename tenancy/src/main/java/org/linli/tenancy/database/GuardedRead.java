package org.linli.tenancy.database;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A read and the guard around it, which enters the district and evaluates the read only then. What enters a district for a
 * whole transaction stands here too, so that one class has to be looked at for who is let in where.
 */
record GuardedRead(UUID district, String sql, List<@Nullable Object> parameters) {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private static final String ENTER = "select enter_to_write($1, $2), now()";
    private static final String ALONE =
            "pg_advisory_xact_lock(hashtextextended($3::text, hashtextextended($1::uuid::text, 0)))";

    /** Of no type of its own, so that it takes the type the statement casts it to. */
    private static final Parameter ABSENT = Parameters.in(PostgresqlObjectId.UNSPECIFIED);

    /** The nonce comes back as the second column: the proof that an answer belongs to its request. */
    static String guarded(String sql) {
        return "select case when enter_district($1) then (" + sql + ") end, $2::int8";
    }

    <S extends Statement> S bind(S statement, long nonce) {
        statement.bind(0, district);
        statement.bind(1, nonce);
        bind(statement, 2, parameters);
        return statement;
    }

    static void bind(Statement statement, int first, List<@Nullable Object> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            Object value = parameters.get(i);
            statement.bind(first + i, value == null ? ABSENT : value);
        }
    }

    /** Runs the read on a connection that nobody else uses. */
    Mono<byte[]> on(Connection connection) {
        long nonce = ThreadLocalRandom.current().nextLong();
        var statement = connection.createStatement(guarded(sql));
        return Flux.from(bind(statement, nonce).execute())
                .flatMap(result -> answer(result, nonce))
                .single();
    }

    /**
     * Enters a district for the rest of a transaction, and tells when that began. The district lives in this cell and stays there until it ends.
     *
     * @param alone of what others must not do the same meanwhile
     */
    static Mono<OffsetDateTime> enter(Connection connection, UUID district, String cell, @Nullable String alone) {
        var statement = connection.createStatement(alone == null ? ENTER : ENTER + ", " + ALONE);
        statement.bind(0, district).bind(1, cell);
        if (alone != null) statement.bind(2, alone);
        return Flux.from(statement.execute())
                .flatMap(result -> result.map(row -> {
                    if (!Boolean.TRUE.equals(row.get(0, Boolean.class)))
                        throw new IllegalStateException("the district was not entered");
                    return Objects.requireNonNull(row.get(1, OffsetDateTime.class));
                }))
                .single();
    }

    static Publisher<byte[]> answer(Result result, long nonce) {
        return result.map(row -> {
            Long echoed = row.get(1, Long.class);
            if (echoed == null || echoed != nonce) throw new OutOfStep();
            Json json = row.get(0, Json.class);
            return json == null ? NULL : json.asArray();
        });
    }

    /** A connection gave the answer of another request. Nothing it says can be trusted any more. */
    static final class OutOfStep extends IllegalStateException {
        private static final long serialVersionUID = 1;

        OutOfStep() {
            super("a database connection answered another request");
        }
    }
}
