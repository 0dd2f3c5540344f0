package org.linli.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a request (GraphQL over HTTP, section 5.1). */
record Question(
        @Nullable String query,
        @Nullable String operationName,
        Map<String, Object> variables,
        Map<String, Object> extensions) {
    @SuppressWarnings("NullAway") // what a body leaves out, Jackson gives as null
    Question {
        if (variables == null) variables = Map.of();
        if (extensions == null) extensions = Map.of();
    }
}
