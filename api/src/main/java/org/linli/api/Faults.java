package org.linli.api;

import graphql.ErrorType;
import graphql.ExceptionWhileDataFetching;
import graphql.GraphQLError;
import graphql.InvalidSyntaxError;
import graphql.execution.NonNullableFieldWasNullError;
import graphql.execution.UnknownOperationException;
import graphql.introspection.GoodFaithIntrospection.BadFaithIntrospectionError;
import graphql.language.SourceLocation;
import graphql.validation.ValidationError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.engine.FaultError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.DisconnectedClientHelper;

/** Says what went wrong, as GraphQL errors (specification section 7.1) in the caller's language. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private final Messages messages;

    Faults(Messages messages) {
        this.messages = messages;
    }

    /** An error of the engine with a code of ours: the first decides the HTTP status of an answer without data. */
    record Said(ErrorCode code, Map<String, Object> error) {}

    Said say(ClientFault fault, Language language) {
        return say(fault, null, language);
    }

    Said say(GraphQLError error, Language language) {
        return switch (error) {
            case FaultError known -> say(known.fault(), error, language);
            case ExceptionWhileDataFetching fetching -> say(fault(fetching.getException()), error, language);
            case InvalidSyntaxError syntax -> engine(ErrorCode.SYNTAX_ERROR, error, language);
            case ValidationError validation -> engine(ErrorCode.INVALID_DOCUMENT, error, language);
            case BadFaithIntrospectionError greedy -> engine(ErrorCode.INVALID_DOCUMENT, error, language);
            case UnknownOperationException operation -> engine(ErrorCode.INVALID_OPERATION_NAME, error, language);
            case NonNullableFieldWasNullError missing ->
                say(ClientFault.of(ErrorCode.MISSING_VALUE, last(error)), error, language);
            default -> rest(error, language);
        };
    }

    /** Of an engine that has accepted a document, the errors left are the values of variables. */
    private Said rest(GraphQLError error, Language language) {
        if (error.getErrorType() == ErrorType.ValidationError)
            return engine(ErrorCode.INVALID_VARIABLE, error, language);
        return say(fault(new IllegalStateException("unexpected error of the engine: " + error)), error, language);
    }

    /** The fault behind a failure. One that is nobody's mistake but ours is logged under an id, which is all the client learns. */
    static ClientFault fault(Throwable failure) {
        if (failure instanceof ClientFault known) return known;
        if (failure instanceof CompletionException && failure.getCause() != null) return fault(failure.getCause());
        String id = UUID.randomUUID().toString();
        LOG.error("internal error {}", id, failure);
        return ClientFault.of(ErrorCode.INTERNAL, id);
    }

    /**
     * What Reactor could not deliver to anybody. Reactor Netty tells the reader of a connection that breaks twice, and a
     * client that left is no error of ours.
     */
    static void dropped(Throwable failure) {
        if (!DisconnectedClientHelper.isClientDisconnectedException(failure))
            LOG.error("an error nobody waits for", failure);
    }

    private Said engine(ErrorCode code, GraphQLError error, Language language) {
        return say(ClientFault.of(code, EngineTexts.mend(error.getMessage(), language)), error, language);
    }

    private Said say(ClientFault fault, @Nullable GraphQLError told, Language language) {
        ErrorCode code = fault.code();
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", messages.message(code, language, fault.arguments()));
        List<SourceLocation> locations = told == null ? null : told.getLocations();
        if (locations != null && !locations.isEmpty())
            error.put("locations", locations.stream().map(Faults::place).toList());
        List<Object> path = told == null || told.getPath() == null ? fault.path() : told.getPath();
        if (!path.isEmpty()) error.put("path", path);
        error.put(
                "extensions",
                switch (code) {
                    case INTERNAL ->
                        Map.of("code", code.name(), "id", fault.arguments().getFirst());
                    case THROTTLED, DISTRICT_MOVING ->
                        Map.of(
                                "code",
                                code.name(),
                                "retryAfter",
                                fault.arguments().getFirst());
                    case STREAMS_FULL ->
                        Map.of(
                                "code",
                                code.name(),
                                "retryAfter",
                                fault.arguments().getFirst(),
                                "allowed",
                                fault.arguments().getLast());
                    default -> Map.of("code", code.name());
                });
        return new Said(code, error);
    }

    private static Map<String, Integer> place(SourceLocation location) {
        Map<String, Integer> place = new LinkedHashMap<>();
        place.put("line", location.getLine());
        place.put("column", location.getColumn());
        return place;
    }

    private static Object last(GraphQLError error) {
        return error.getPath().getLast();
    }
}
