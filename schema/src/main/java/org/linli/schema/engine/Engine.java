package org.linli.schema.engine;

import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategy;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;
import graphql.extensions.ExtensionsBuilder;
import graphql.normalized.ExecutableNormalizedField;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.schema.Statements;
import org.linli.schema.UseCases;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.read.Compiler;
import org.linli.schema.read.Plan;
import org.linli.schema.read.Request;
import reactor.core.publisher.Mono;

/**
 * Executes operations: what is declared as one statement, everything else as graphql-java does. The {@link Caller} stands
 * in the {@link GraphQLContext} under its class. An answer whose fields are all declared has {@link RawJson} as its data.
 */
public final class Engine {
    private final Contract contract;
    private final Compiler compiler;
    private final Statements statements;
    private final Limits limits;

    public Engine(Contract contract, Compiler compiler, Statements statements, Limits limits) {
        this.contract = contract;
        this.compiler = compiler;
        this.statements = statements;
        this.limits = limits;
    }

    /** The same for a contract that has fewer packages. */
    public Engine over(Contract fewer) {
        return fewer == contract ? this : new Engine(fewer, compiler.over(fewer.declarations()), statements, limits);
    }

    /** Adds the fetchers of declared fields; they are asked only where a document mixes them with others. */
    public RuntimeWiring.Builder wire(RuntimeWiring.Builder wiring) {
        contract.declarations()
                .roots()
                .keySet()
                .forEach(root -> wiring.type("Query", type -> type.dataFetcher(root, Engine::fromShared)));
        return wiring;
    }

    /** The strategy of queries for the schema that was built with {@link #wire}. */
    public AsyncExecutionStrategy queries(GraphQLSchema schema, DataFetcherExceptionHandler exceptions) {
        return new Queries(schema, exceptions);
    }

    /**
     * The strategy of mutations.
     *
     * @param faults what a client is told of a failure
     */
    public ExecutionStrategy mutations(
            GraphQLSchema schema, UseCases useCases, Function<Throwable, ClientFault> faults) {
        return new Mutations(
                schema, contract.declarations(), new Plans(schema, contract, compiler), useCases, limits, faults);
    }

    /**
     * The strategy of subscriptions: the data of its answer is a {@link Subscribed}, for the feed.
     *
     * @param written an answer with errors as JSON, in a language
     */
    public ExecutionStrategy subscriptions(GraphQLSchema schema, BiFunction<ExecutionResult, String, byte[]> written) {
        return new Subscriptions(schema, contract, compiler, limits, written);
    }

    /** Subscriptions that are kept, by the same strategy. */
    public StoredSubscriptions stored(GraphQLSchema schema, BiFunction<ExecutionResult, String, byte[]> written) {
        return new StoredSubscriptions(schema, subscriptions(schema, written), new Documents(limits), compiler);
    }

    private static @Nullable FieldValueInfo passThrough(ExecutionStrategyParameters parameters) {
        return parameters.getSource() instanceof RawJson raw
                ? new FieldValueInfo(FieldValueInfo.CompleteValueType.SCALAR, raw)
                : null;
    }

    /** The language of messages and of texts that read models choose. */
    public static String language(@Nullable Locale locale) {
        return locale != null && locale.getLanguage().equals("en") ? "en" : "zh-CN";
    }

    private static @Nullable Object fromShared(DataFetchingEnvironment environment) {
        Shared shared = environment.getGraphQlContext().get(Shared.class);
        return shared == null
                ? null
                : shared.piece(environment.getExecutionStepInfo().getResultKey());
    }

    /** What the one statement of a mixed document answered, by root field. */
    private record Shared(Map<String, RawJson> roots) {
        @Nullable
        RawJson piece(String key) {
            RawJson piece = roots.get(key);
            return piece == null || piece.toString().equals("null") ? null : piece;
        }
    }

    private final class Queries extends AsyncExecutionStrategy {
        private final GraphQLSchema schema;
        private final Plans plans;

        Queries(GraphQLSchema schema, DataFetcherExceptionHandler exceptions) {
            super(exceptions);
            this.schema = schema;
            this.plans = new Plans(schema, contract, compiler);
        }

        @Override
        public CompletableFuture<ExecutionResult> execute(
                ExecutionContext context, ExecutionStrategyParameters parameters) {
            try {
                return answer(context, parameters);
            } catch (ClientFault fault) {
                return CompletableFuture.failedFuture(fault);
            }
        }

        private CompletableFuture<ExecutionResult> answer(
                ExecutionContext context, ExecutionStrategyParameters parameters) {
            Caller caller = context.getGraphQLContext().get(Caller.class);
            Plans.Prepared prepared = plans.of(context, caller.roles());
            Plan plan = prepared.plan();
            if (plan == null) return super.execute(context, parameters);
            if (caller.district() == null) refuseStrangers(prepared);
            Request request = new Request(
                    caller,
                    context.getCoercedVariables().toMap(),
                    language(context.getExecutionInput().getLocale()));
            plan.judgePages(request);
            long cost = limits.charge(plan.cost().of(request), context.getGraphQLContext());
            Map<String, Object> told = limits.told(cost);
            Mono<ExecutionResult> result = prepared.asItComes()
                    ? read(plan, request, cost)
                            .map(json -> result(new RawJson(json), List.of(), told))
                            .onErrorResume(
                                    Statements.MissingValue.class,
                                    missing -> mended(plans.lenient(prepared, caller.roles()), prepared, request, cost)
                                            .map(mended -> result(mended.whole(), mended.errors(), told)))
                    : mended(plan, prepared, request, cost)
                            .flatMap(mended -> prepared.all()
                                    ? Mono.just(result(mended.whole(), mended.errors(), told))
                                    : Mono.fromCompletionStage(() -> mix(mended, told, context, parameters)));
            return result.toFuture().thenApply(Objects::requireNonNull);
        }

        private Mono<Repair> mended(Plan lenient, Plans.Prepared prepared, Request request, long cost) {
            return read(lenient, request, cost)
                    .map(json -> new Repair(schema, schema.getQueryType(), lenient, prepared.declared(), json));
        }

        private Mono<byte[]> read(Plan plan, Request request, long cost) {
            return statements.read(
                    request.caller().district() == null
                            ? Statements.NO_DISTRICT
                            : request.caller().district().id(),
                    plan.sql(),
                    plan.bind(request),
                    cost > limits.expensive());
        }

        private static ExecutionResult result(RawJson data, List<GraphQLError> errors, Map<String, Object> cost) {
            return ExecutionResultImpl.newExecutionResult()
                    .data(data)
                    .errors(errors)
                    .addExtension("cost", cost)
                    .build();
        }

        /** The other fields of the document are resolved one by one; the declared ones find their piece ready. */
        private CompletableFuture<ExecutionResult> mix(
                Repair answer,
                Map<String, Object> cost,
                ExecutionContext context,
                ExecutionStrategyParameters parameters) {
            GraphQLContext shared = context.getGraphQLContext();
            shared.put(Shared.class, new Shared(answer.roots()));
            ExtensionsBuilder extensions = shared.get(ExtensionsBuilder.class);
            if (extensions != null) extensions.addValue("cost", cost);
            answer.errors().forEach(context::addError);
            return super.execute(context, parameters);
        }

        /** An account that belongs to no district may ask only what is open to accounts. */
        private void refuseStrangers(Plans.Prepared prepared) {
            for (ExecutableNormalizedField field : prepared.declared()) {
                Root root = contract.declarations().roots().get(field.getFieldName());
                Set<Role> any = root == null ? null : root.auth();
                if (any != null && !any.contains(Role.ACCOUNT)) throw ClientFault.of(ErrorCode.NO_DISTRICT);
            }
        }

        @Override
        protected FieldValueInfo completeValue(ExecutionContext context, ExecutionStrategyParameters parameters) {
            FieldValueInfo raw = passThrough(parameters);
            return raw == null ? super.completeValue(context, parameters) : raw;
        }
    }
}
