package org.linli.schema.engine;

import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategy;
import graphql.execution.ExecutionStrategyParameters;
import graphql.schema.GraphQLSchema;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.schema.Statements;
import org.linli.schema.contract.Contract;
import org.linli.schema.read.Compiler;
import org.linli.schema.read.Place;
import org.linli.schema.read.Plan;
import org.linli.schema.read.Request;
import org.linli.schema.read.Request.Span;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Prepares subscriptions: what is selected of the log, as one statement for each stretch of it and all who may see the same. */
final class Subscriptions extends ExecutionStrategy {
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] DATA = "{\"data\":".getBytes(StandardCharsets.US_ASCII);

    private final GraphQLSchema schema;
    private final Contract contract;
    private final Compiler compiler;
    private final Plans plans;
    private final Limits limits;
    private final BiFunction<ExecutionResult, String, byte[]> written;

    /** @param written an answer with errors as JSON, in a language */
    Subscriptions(
            GraphQLSchema schema,
            Contract contract,
            Compiler compiler,
            Limits limits,
            BiFunction<ExecutionResult, String, byte[]> written) {
        this.schema = schema;
        this.contract = contract;
        this.compiler = compiler;
        this.plans = new Plans(schema, contract, compiler);
        this.limits = limits;
        this.written = written;
    }

    @Override
    public CompletableFuture<ExecutionResult> execute(
            ExecutionContext context, ExecutionStrategyParameters parameters) {
        try {
            Caller caller = context.getGraphQLContext().get(Caller.class);
            Asked asked = new Asked(context, caller);
            limits.charge(asked.of(caller).cost, context.getGraphQLContext());
            asked.after(caller);
            return CompletableFuture.completedFuture(
                    ExecutionResultImpl.newExecutionResult().data(asked).build());
        } catch (ClientFault fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    /** A subscription with its variables. */
    private final class Asked implements Subscribed {
        private final ExecutionContext context;
        private final String language;
        private final Set<String> packages;

        Asked(ExecutionContext context, Caller caller) {
            this.context = context;
            this.packages = packages(caller);
            this.language = Engine.language(context.getExecutionInput().getLocale());
        }

        @Override
        public Reading of(Caller caller) {
            if (caller.district() == null) throw ClientFault.of(ErrorCode.NO_DISTRICT);
            // The document was validated against what the district had then.
            if (!packages(caller).equals(packages)) throw ClientFault.of(ErrorCode.PACKAGES_CHANGED);
            Plans.Answered answered = plans.told(context, caller.roles());
            String name = answered.field().getFieldName();
            Set<Role> auth = contract.declarations().subscriptions().getOrDefault(name, Set.of());
            if (!auth.contains(Role.GUEST) && !caller.isAny(auth))
                throw ClientFault.of(ErrorCode.FORBIDDEN, name, Role.names(auth));
            Request request = request(caller);
            answered.plan().judgePages(request);
            return new Reading(
                    answered, request, limits.judge(answered.plan().cost().of(request)));
        }

        @Override
        public boolean tells(Caller caller) {
            return compiler.tells(plans.told(context, caller.roles()).field(), request(caller));
        }

        @Override
        public @Nullable Place after(Caller caller) {
            Plans.Answered answered = plans.told(context, caller.roles());
            Object after =
                    answered.argument("after", context.getCoercedVariables().toMap());
            return after == null
                    ? null
                    : compiler.place(
                            String.valueOf(after),
                            request(caller),
                            List.of(answered.field().getResultKey()));
        }

        @Override
        public String cursor(Caller caller, Place place) {
            return compiler.cursor(place, request(caller));
        }

        private static Set<String> packages(Caller caller) {
            return caller.district() == null ? Set.of() : caller.district().packages();
        }

        private Request request(Caller caller) {
            return new Request(caller, context.getCoercedVariables().toMap(), language);
        }
    }

    /** Equal where the same statement is run with the same values. */
    private final class Reading implements Subscribed.Telling {
        private final Plans.Answered answered;
        private final Request request;
        /** Of one update. */
        private final long cost;

        private final Object[] key;

        Reading(Plans.Answered answered, Request request, long cost) {
            this.answered = answered;
            this.request = request;
            this.cost = cost;
            this.key = new Object[] {
                Objects.requireNonNull(request.caller().district()).id(),
                answered.plan().sql(),
                request.locale(),
                answered.plan().bind(request.over(new Span(0, 0))).toArray()
            };
        }

        /** What a selection costs is judged for one update. */
        @Override
        public int atOnce() {
            return Math.clamp(limits.expensive() / cost, 1, Integer.MAX_VALUE);
        }

        @Override
        public Mono<List<Subscribed.Told>> read(Statements statements, long after, long upTo) {
            Request over = request.over(new Span(after, upTo));
            return answered.asItComes()
                    ? read(statements, answered.plan(), over, true)
                            .onErrorResume(
                                    Statements.MissingValue.class,
                                    missing -> read(statements, answered.lenient(), over, false))
                    : read(statements, answered.plan(), over, false);
        }

        private Mono<List<Subscribed.Told>> read(Statements statements, Plan plan, Request over, boolean asItComes) {
            UUID district = Objects.requireNonNull(over.caller().district()).id();
            return statements
                    .read(district, plan.sql(), plan.bind(over), plan.cost().of(over) > limits.expensive())
                    .map(json -> told(json, plan, asItComes));
        }

        /** Takes the array apart and leaves its data as they are. */
        private List<Subscribed.Told> told(byte[] json, Plan plan, boolean asItComes) {
            List<Subscribed.Told> told = new ArrayList<>();
            try (JsonParser parser = JSON.createParser(json)) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.START_ARRAY) {
                    long position = parser.nextLongValue(0);
                    UUID id = UUID.fromString(Objects.requireNonNull(parser.nextStringValue()));
                    parser.nextToken();
                    int start = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    int end = (int) parser.currentLocation().getByteOffset();
                    parser.nextToken();
                    byte[] data = Arrays.copyOfRange(json, start, end);
                    told.add(new Subscribed.Told(position, id, asItComes ? whole(data) : mended(plan, data)));
                }
            }
            return told;
        }

        private RawJson mended(Plan plan, byte[] data) {
            Repair repair = new Repair(schema, schema.getSubscriptionType(), plan, List.of(answered.field()), data);
            if (repair.errors().isEmpty()) return whole(repair.whole().bytes());
            ExecutionResult result = ExecutionResultImpl.newExecutionResult()
                    .data(repair.whole())
                    .errors(repair.errors())
                    .build();
            return new RawJson(written.apply(result, request.locale()));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Reading reading && Arrays.deepEquals(key, reading.key);
        }

        @Override
        public int hashCode() {
            return Arrays.deepHashCode(key);
        }
    }

    private static RawJson whole(byte[] data) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(DATA.length + data.length + 1);
        whole.writeBytes(DATA);
        whole.writeBytes(data);
        whole.write('}');
        return new RawJson(whole.toByteArray());
    }
}
