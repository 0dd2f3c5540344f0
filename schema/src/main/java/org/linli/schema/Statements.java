package org.linli.schema;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Runs compiled reads inside a district. */
public interface Statements {
    /** The district of a caller who belongs to none: it has no rows. */
    UUID NO_DISTRICT = new UUID(0, 0);

    /** The cell that has the registry, and all that belongs to no district. */
    String HOME = "home";

    /** The databases in which districts live, by name, that of the home first. */
    default Set<String> cells() {
        return Set.of(HOME);
    }

    /** The one in which this district lives. */
    default String cell(UUID district) {
        return HOME;
    }

    /** Statements of this cell alone, whatever the district. */
    default Statements in(String cell) {
        return this;
    }

    /**
     * Runs one statement and gives the one json value it returns, as bytes that nobody has read.
     *
     * @param district bound as {@code $1}, and entered before the statement reads anything
     * @param sql a select of one json value; {@code $2} is kept for the guard, its own parameters begin at {@code $3}
     * @param parameters bound from {@code $3} on; a null is bound as null, since the statement casts every parameter
     * @param expensive whether it would hold up others on a shared connection
     * @return the value, or an error: {@link MissingValue}, or {@link ClientFault} with {@link ErrorCode#UNAVAILABLE}
     */
    Mono<byte[]> read(UUID district, String sql, List<@Nullable Object> parameters, boolean expensive);

    /** A non-null field has no value; the statement was stopped. */
    final class MissingValue extends RuntimeException {
        private static final long serialVersionUID = 1;

        public MissingValue() {
            super("a non-null field has no value", null, false, false);
        }
    }
}
