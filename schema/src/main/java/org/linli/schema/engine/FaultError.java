package org.linli.schema.engine;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;

/** A {@link ClientFault} as an error of an answer. Its message is put into the caller's language at the edge. */
public record FaultError(ClientFault fault) implements GraphQLError {
    @Override
    public String getMessage() {
        return fault.code().name();
    }

    @Override
    public @Nullable List<SourceLocation> getLocations() {
        return null;
    }

    @Override
    public ErrorClassification getErrorType() {
        return ErrorClassification.errorClassification(fault.code().name());
    }

    @Override
    public @Nullable List<Object> getPath() {
        return fault.path().isEmpty() ? null : fault.path();
    }

    @Override
    public Map<String, Object> getExtensions() {
        return Map.of("code", fault.code().name());
    }
}
