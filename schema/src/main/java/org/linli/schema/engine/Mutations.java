package org.linli.schema.engine;

import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.GraphQLError;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategy;
import graphql.execution.ExecutionStrategyParameters;
import graphql.normalized.ExecutableNormalizedField;
import graphql.schema.GraphQLSchema;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.Statements.MissingValue;
import org.linli.schema.UseCases;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.UseCaseField;
import org.linli.schema.read.Inputs;
import org.linli.schema.read.Plan;
import org.linli.schema.read.Request;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Executes mutations: field by field, each one use case whose answer is compiled and read in its transaction. Everything
 * that can be refused without the database is refused before the first of them begins.
 */
final class Mutations extends ExecutionStrategy {
    private final GraphQLSchema schema;
    private final Declarations declarations;
    private final Inputs inputs;
    private final Plans plans;
    private final UseCases useCases;
    private final Limits limits;
    private final Function<Throwable, ClientFault> faults;

    Mutations(
            GraphQLSchema schema,
            Declarations declarations,
            Plans plans,
            UseCases useCases,
            Limits limits,
            Function<Throwable, ClientFault> faults) {
        this.schema = schema;
        this.declarations = declarations;
        this.inputs = new Inputs(declarations);
        this.plans = plans;
        this.useCases = useCases;
        this.limits = limits;
        this.faults = faults;
    }

    /** The answer of one field as {@code {"key": ..}}. */
    private record Piece(RawJson json, List<GraphQLError> errors) {}

    /** A field that is ready to run. */
    private record Step(ExecutableNormalizedField field, Mono<Piece> run) {}

    @Override
    public CompletableFuture<ExecutionResult> execute(
            ExecutionContext context, ExecutionStrategyParameters parameters) {
        try {
            return run(context);
        } catch (ClientFault fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private CompletableFuture<ExecutionResult> run(ExecutionContext context) {
        Caller caller = context.getGraphQLContext().get(Caller.class);
        Request request = new Request(
                caller,
                context.getCoercedVariables().toMap(),
                Engine.language(context.getExecutionInput().getLocale()));
        List<Plans.Answered> outcomes = plans.outcomes(context, caller.roles());
        long cost = 0;
        for (Plans.Answered outcome : outcomes) {
            outcome.plan().judgePages(request);
            cost = limits.judge(cost + outcome.plan().cost().of(request));
        }
        limits.charge(cost, context.getGraphQLContext());
        Map<String, Object> told = limits.told(cost);
        List<Step> steps = outcomes.stream()
                .map(outcome -> step(context, outcomes.indexOf(outcome), outcome.field(), request))
                .toList();
        boolean alone = steps.size() == 1;
        return Flux.fromIterable(steps)
                .concatMap(step ->
                        alone ? step.run() : step.run().onErrorResume(failure -> Mono.just(failed(step, failure))))
                .collectList()
                .map(pieces -> result(pieces, told))
                .toFuture()
                .thenApply(Objects::requireNonNull);
    }

    private Step step(ExecutionContext context, int index, ExecutableNormalizedField field, Request request) {
        String key = field.getResultKey();
        if (field.getFieldName().equals("__typename"))
            return new Step(field, Mono.just(new Piece(json(key, "\"Mutation\""), List.of())));
        UseCaseField useCase = Objects.requireNonNull(declarations.useCases().get(field.getFieldName()));
        Caller caller = request.caller();
        ClientFault denied = useCase.denied(caller);
        IdempotencyKey idempotencyKey = context.getGraphQLContext().get(IdempotencyKey.class);
        // Who did it and lost the role by it is answered again under the same key.
        if (denied != null && (idempotencyKey == null || caller.district() == null))
            return new Step(field, Mono.just(denied(key, denied, caller)));
        Map<String, Object> arguments = inputs.of(useCase, field, request);
        UseCases.Call call =
                new UseCases.Call(caller, useCase.name(), arguments, key, idempotencyKey, request.locale(), denied);
        Mono<Piece> run = useCases.run(call, (after, outcome, reading) -> {
            Plans.Answered plan = plans.outcomes(context, after.roles()).get(index);
            return answer(plan, request.after(after, outcome), reading);
        });
        return new Step(
                field,
                denied == null
                        ? run
                        : run.onErrorResume(
                                failure -> failure == denied, failure -> Mono.just(denied(key, denied, caller))));
    }

    private Mono<Piece> answer(Plans.Answered outcome, Request request, UseCases.Reading reading) {
        if (!outcome.asItComes()) return mended(outcome, outcome.plan(), request, reading);
        return reading.read(outcome.plan().sql(), outcome.plan().bind(request))
                .map(json -> new Piece(new RawJson(json), List.of()))
                .onErrorResume(MissingValue.class, missing -> mended(outcome, outcome.lenient(), request, reading));
    }

    private Mono<Piece> mended(Plans.Answered outcome, Plan lenient, Request request, UseCases.Reading reading) {
        return reading.read(lenient.sql(), lenient.bind(request)).map(json -> {
            Repair repair = new Repair(schema, schema.getMutationType(), lenient, List.of(outcome.field()), json);
            return new Piece(repair.whole(), repair.errors());
        });
    }

    private Piece denied(String key, ClientFault denied, Caller caller) {
        if (caller.district() == null) throw ClientFault.of(ErrorCode.NO_DISTRICT);
        return new Piece(json(key, "null"), List.of(new FaultError(denied.at(List.of(key)))));
    }

    /** What the other fields did stands, so a failure among several is told at its place. */
    private Piece failed(Step step, Throwable failure) {
        String key = step.field().getResultKey();
        return new Piece(
                json(key, "null"), List.of(new FaultError(faults.apply(failure).at(List.of(key)))));
    }

    private static RawJson json(String key, String value) {
        return new RawJson(("{\"" + key + "\":" + value + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static ExecutionResult result(List<Piece> pieces, Map<String, Object> cost) {
        return ExecutionResultImpl.newExecutionResult()
                .data(pieces.size() == 1 ? pieces.getFirst().json() : joined(pieces))
                .errors(pieces.stream()
                        .flatMap(piece -> piece.errors().stream())
                        .collect(Collectors.toList()))
                .addExtension("cost", cost)
                .build();
    }

    /** One object of the fields of several. */
    private static RawJson joined(List<Piece> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            byte[] object = piece.json().bytes();
            all.write(all.size() == 0 ? '{' : ',');
            all.write(object, 1, object.length - 2);
        }
        all.write('}');
        return new RawJson(all.toByteArray());
    }
}
