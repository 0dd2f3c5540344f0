package org.linli.schema.read;

import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;

/**
 * One execution of a document: what is bound to its statement.
 *
 * @param variables coerced, by name
 * @param locale {@code zh-CN} or {@code en}
 * @param span what of the log is told; null but for the feed
 * @param outcome how a use case ended, as JSON with its type under {@link Plan#TYPE}; null for a read
 */
public record Request(
        Caller caller,
        Map<String, Object> variables,
        String locale,
        @Nullable String outcome,
        @Nullable Span span) {
    public Request(Caller caller, Map<String, Object> variables, String locale) {
        this(caller, variables, locale, null, null);
    }

    /** A stretch of the log: behind one position, up to another. */
    public record Span(long after, long upTo) {
        Long[] positions() {
            return LongStream.rangeClosed(after + 1, upTo).boxed().toArray(Long[]::new);
        }
    }

    /** The same request, of what is told in this stretch. */
    public Request over(Span span) {
        return new Request(caller, variables, locale, outcome, span);
    }

    /** The same request of this caller, whose use case ended so. */
    public Request after(Caller caller, String outcome) {
        return new Request(caller, variables, locale, outcome, null);
    }
}
