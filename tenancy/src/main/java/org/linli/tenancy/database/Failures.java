package org.linli.tenancy.database;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Statements.MissingValue;
import reactor.pool.PoolAcquirePendingLimitException;

/** What a failure of the database means; the codes are SQLSTATEs (PostgreSQL manual, appendix A). */
final class Failures {
    /** Seconds after which it is worth while to come back to a district that moves. */
    private static final int MOVING = 3;

    private Failures() {}

    /** PostgreSQL ended the statement for taking too long. */
    static boolean tooSlow(Throwable failure) {
        return "57014".equals(state(failure));
    }

    /** The connection is lost or never came; another one may well do. */
    static boolean gone(Throwable failure) {
        if (failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof PoolAcquirePendingLimitException) return true;
        String state = state(failure);
        // The driver's own trouble has no code; a code it does not know looks like lost resources to it.
        if (state.isEmpty())
            return failure instanceof R2dbcNonTransientResourceException
                    || failure instanceof R2dbcTransientResourceException
                    || failure instanceof R2dbcTimeoutException;
        // Connection trouble, too many connections, shutting down or starting up.
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    /** No connection can be made at all, as opposed to all being taken. */
    static boolean unreachable(Throwable failure) {
        return gone(failure)
                && !(failure instanceof R2dbcTimeoutException)
                && !(failure instanceof PoolAcquirePendingLimitException);
    }

    static boolean worthAnotherTry(Throwable failure) {
        return tooSlow(failure) || gone(failure);
    }

    /** Two transactions stood in each other's way and this one gave in; made anew it may well get through. */
    static boolean conflict(Throwable failure) {
        String state = state(failure);
        return state.equals("40001") || state.equals("40P01");
    }

    /**
     * Another transaction put in what was not there when this one looked (unique_violation); made anew it finds that, and says so. One that
     * fails again has a mistake.
     */
    static boolean overtaken(Throwable failure) {
        return "23505".equals(state(failure));
    }

    /** Another transaction kept a lock for too long. */
    private static boolean lockedOut(Throwable failure) {
        return "55P03".equals(state(failure));
    }

    /** What follows a cursor of the log has gone. */
    private static boolean expired(Throwable failure) {
        return "LN002".equals(state(failure));
    }

    /** A cursor of the log is of another database, since it is further on. */
    private static boolean ahead(Throwable failure) {
        return "LN004".equals(state(failure));
    }

    /** Too much of the log has no number yet. */
    private static boolean unnumbered(Throwable failure) {
        return "LN003".equals(state(failure));
    }

    /** The district's writes are refused while it moves. */
    private static boolean moving(Throwable failure) {
        return "LN006".equals(state(failure));
    }

    /** The district lives in another cell. */
    private static boolean elsewhere(Throwable failure) {
        return "LN007".equals(state(failure));
    }

    static boolean missingValue(Throwable failure) {
        return "LN001".equals(state(failure));
    }

    /** As callers see it; what they cannot act upon stays as it is. */
    static Throwable told(Throwable failure) {
        if (worthAnotherTry(failure) || conflict(failure) || lockedOut(failure) || unnumbered(failure))
            return ClientFault.of(ErrorCode.UNAVAILABLE);
        if (moving(failure)) return ClientFault.of(ErrorCode.DISTRICT_MOVING, MOVING);
        if (elsewhere(failure)) return new Elsewhere();
        if (expired(failure)) return ClientFault.of(ErrorCode.CURSOR_EXPIRED);
        if (ahead(failure)) return ClientFault.of(ErrorCode.INVALID_CURSOR);
        return missingValue(failure) ? new MissingValue() : failure;
    }

    private static String state(Throwable failure) {
        String state = failure instanceof R2dbcException e ? e.getSqlState() : null;
        return state == null ? "" : state;
    }
}
