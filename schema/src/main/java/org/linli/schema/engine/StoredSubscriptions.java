package org.linli.schema.engine;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.InvalidSyntaxError;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategy;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.UnknownOperationException;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.schema.GraphQLSchema;
import graphql.validation.ValidationError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.read.Compiler;
import org.linli.schema.read.Place;
import org.linli.schema.read.Request;

/** Subscriptions that are kept and answered while nobody asks: prepared by the same rules as one that comes over a socket. */
public final class StoredSubscriptions {
    private final GraphQL graphQl;
    private final Compiler compiler;

    /** @param subscriptions see {@link Engine#subscriptions} */
    StoredSubscriptions(
            GraphQLSchema schema,
            ExecutionStrategy subscriptions,
            PreparsedDocumentProvider documents,
            Compiler compiler) {
        this.compiler = compiler;
        this.graphQl = GraphQL.newGraphQL(schema)
                .queryExecutionStrategy(new Refusing())
                .mutationExecutionStrategy(new Refusing())
                .subscriptionExecutionStrategy(subscriptions)
                .preparsedDocumentProvider(documents)
                .build();
    }

    /** One that cannot be answered. */
    public static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient List<String> problems;

        private Unfit(List<String> problems) {
            super(problems.toString(), null, false, false);
            this.problems = problems;
        }

        /** What is wrong with it, each with its {@link ErrorCode} in front. */
        public List<String> problems() {
            return problems;
        }
    }

    /**
     * Prepares one for its caller.
     *
     * @throws Unfit where it is no subscription, is not valid, or is not for this caller
     */
    public Subscribed prepare(String document, Map<String, Object> variables, Caller caller) {
        ExecutionInput input = ExecutionInput.newExecutionInput(document)
                .variables(variables)
                .locale(Locale.ENGLISH)
                .graphQLContext(context -> context.put(Caller.class, caller))
                .build();
        try {
            ExecutionResult result = graphQl.execute(input);
            if (result.getData() instanceof Subscribed subscribed) {
                if (subscribed.after(caller) != null) throw unfit(ErrorCode.INVALID_DOCUMENT, "after is not for here");
                return subscribed;
            }
            throw new Unfit(result.getErrors().stream()
                    .map(StoredSubscriptions::problem)
                    .toList());
        } catch (ClientFault fault) {
            throw unfit(fault);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof ClientFault fault) throw unfit(fault);
            if (failure.getCause() instanceof Unfit unfit) throw unfit;
            throw failure;
        }
    }

    /** The types of updates that this caller may be told of. */
    public List<String> visible(Caller caller) {
        return compiler.visible(caller.roles());
    }

    /**
     * The place of a cursor that was given beside a document.
     *
     * @throws ClientFault with {@link ErrorCode#INVALID_CURSOR}, also of a cursor of another district
     */
    public Place place(String cursor, Caller caller) {
        return compiler.place(cursor, new Request(caller, Map.of(), Engine.language(null)), List.of());
    }

    /** Nothing but subscriptions is answered here. */
    private static final class Refusing extends ExecutionStrategy {
        @Override
        public CompletableFuture<ExecutionResult> execute(
                ExecutionContext context, ExecutionStrategyParameters parameters) {
            return CompletableFuture.failedFuture(unfit(ErrorCode.INVALID_DOCUMENT, "no subscription"));
        }
    }

    private static String problem(GraphQLError error) {
        return switch (error) {
            case FaultError known -> problem(known.fault());
            case InvalidSyntaxError syntax -> ErrorCode.SYNTAX_ERROR + " " + error.getMessage();
            case ValidationError validation -> ErrorCode.INVALID_DOCUMENT + " " + error.getMessage();
            case UnknownOperationException operation -> ErrorCode.INVALID_OPERATION_NAME + " " + error.getMessage();
            default -> ErrorCode.INVALID_VARIABLE + " " + error.getMessage();
        };
    }

    private static String problem(ClientFault fault) {
        return fault.code() + " " + fault.arguments();
    }

    private static Unfit unfit(ClientFault fault) {
        return new Unfit(List.of(problem(fault)));
    }

    private static Unfit unfit(ErrorCode code, String what) {
        return new Unfit(List.of(code + " " + what));
    }
}
