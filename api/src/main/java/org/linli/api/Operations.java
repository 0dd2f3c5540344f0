package org.linli.api;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.execution.ExecutionId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linli.live.feed.Feed;
import org.linli.live.feed.Outlet;
import org.linli.schema.Budget;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.engine.FaultError;
import org.linli.schema.engine.Subscribed;
import org.linli.tenancy.identity.Presences.Presence;
import reactor.core.publisher.Mono;

/** Runs operations, whatever carried them here. */
final class Operations {
    private final Schemas schemas;
    private final Asker asker;
    private final Feed feed;
    private final Budgets budgets;

    Operations(Schemas schemas, Asker asker, Feed feed, Budgets budgets) {
        this.schemas = schemas;
        this.asker = asker;
        this.feed = feed;
        this.budgets = budgets;
    }

    /**
     * What the engine answered.
     *
     * @param presence who stays to be told more; null where the result is all
     */
    record Answered(ExecutionResult result, @Nullable Presence presence) {
        /** The subscription that was asked for, null when the result is all. */
        @Nullable
        Subscribed subscribed() {
            return result.getData() instanceof Subscribed subscribed ? subscribed : null;
        }
    }

    /** Who asks; each operation asks anew, on a connection that has lasted for hours as well. */
    Mono<Caller> caller(Credentials credentials) {
        return asker.of(credentials);
    }

    /**
     * Runs the operation of a question.
     *
     * @param key of a header; else it may stand in the extensions, where there are no headers: on a socket
     * @param id names the execution
     */
    Mono<Answered> execute(
            Question question,
            Caller caller,
            Credentials credentials,
            @Nullable String key,
            Language language,
            String id) {
        IdempotencyKey once = key(question, key);
        return budgets.within(caller, budget -> {
            ExecutionInput input = ExecutionInput.newExecutionInput(Objects.requireNonNull(question.query()))
                    .operationName(question.operationName())
                    .variables(question.variables())
                    .extensions(question.extensions())
                    .locale(language.locale())
                    .executionId(ExecutionId.from(id))
                    .graphQLContext(context -> {
                        context.put(Caller.class, caller);
                        context.put(Budget.class, budget);
                        if (once != null) context.put(IdempotencyKey.class, once);
                    })
                    .build();
            return schemas.of(caller)
                    .flatMap(schema -> Mono.fromFuture(() -> schema.executeAsync(input)))
                    .onErrorResume(Operations::told)
                    .flatMap(result -> {
                        if (!(result.getData() instanceof Subscribed)) return Mono.just(new Answered(result, null));
                        // Whoever finds no place looks nothing up.
                        budgets.checkStreams(caller);
                        return asker.stays(credentials).map(presence -> new Answered(result, presence));
                    });
        });
    }

    /** Of a request that is to come back nothing is answered but that. */
    private static Mono<ExecutionResult> told(Throwable failure) {
        ClientFault fault = Faults.fault(failure);
        return fault.code() == ErrorCode.THROTTLED
                ? Mono.error(fault)
                : Mono.just(ExecutionResultImpl.newExecutionResult()
                        .addError(new FaultError(fault))
                        .build());
    }

    /**
     * Has the feed write to the outlet what was subscribed to.
     *
     * @throws ClientFault {@link ErrorCode#STREAMS_FULL}
     */
    Feed.Following follow(Subscribed subscribed, Presence presence, String transport, Outlet outlet) {
        return budgets.streaming(
                presence.now(),
                outlet,
                counted -> feed.follow(new Feed.Subscription(subscribed, presence, transport), counted));
    }

    private static @Nullable IdempotencyKey key(Question question, @Nullable String header) {
        Object extension = question.extensions().get("idempotencyKey");
        return IdempotencyKey.of(header != null || extension == null ? header : extension.toString());
    }
}
