package org.linli.tenancy.database;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** A read and the guard around it, which enters the district and evaluates the read only then. */
record GuardedRead(UUID district, String sql, List<@Nullable Object> parameters) {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** Of no type of its own, so that it takes the type the statement casts it to. */
    private static final Parameter ABSENT = Parameters.in(PostgresqlObjectId.UNSPECIFIED);

    /** The nonce comes back as the second column: the proof that an answer belongs to its request. */
    static String guarded(String sql) {
        return "select case when enter_district($1) then (" + sql + ") end, $2::int8";
    }

    <S extends Statement> S bind(S statement, long nonce) {
        statement.bind(0, district);
        statement.bind(1, nonce);
        for (int i = 0; i < parameters.size(); i++) {
            Object value = parameters.get(i);
            statement.bind(i + 2, value == null ? ABSENT : value);
        }
        return statement;
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
