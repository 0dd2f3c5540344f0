package org.linli.api;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What the server needs is not there, or is not what this build needs. Told to the operator in place of a stack trace. */
final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotStart(@Nullable String why, @Nullable Throwable cause) {
        super(why, cause);
    }

    /** The database does not answer, or refuses this user what it asks. */
    static CannotStart withDatabase(String address, String user, Exception cause) {
        return new CannotStart(
                "The database %s does not serve %s: %s".formatted(address, user, cause.getMessage()), cause);
    }

    /** Found by Spring Boot through META-INF/spring.factories. */
    static final class Analyzer extends AbstractFailureAnalyzer<CannotStart> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, CannotStart refusal) {
            return new FailureAnalysis(String.valueOf(refusal.getMessage()), "", refusal);
        }
    }
}
