package org.linli.schema.read;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;

/**
 * One execution of a document: what is bound to its statement.
 *
 * @param variables coerced, by name
 * @param locale {@code zh-CN} or {@code en}
 * @param outcome how a use case ended, as JSON with its type under {@link Plan#TYPE}; null for a read
 */
public record Request(
        Caller caller,
        Map<String, Object> variables,
        String locale,
        @Nullable String outcome) {
    public Request(Caller caller, Map<String, Object> variables, String locale) {
        this(caller, variables, locale, null);
    }

    /** The same request of this caller, whose use case ended so. */
    public Request after(Caller caller, String outcome) {
        return new Request(caller, variables, locale, outcome);
    }
}
