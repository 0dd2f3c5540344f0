package org.linli.schema.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.execution.CoercedVariables;
import graphql.execution.ExecutionContext;
import graphql.language.Argument;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.language.VariableReference;
import graphql.normalized.ExecutableNormalizedField;
import graphql.normalized.ExecutableNormalizedOperationFactory;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.read.Compiler;
import org.linli.schema.read.Plan;

/** Compiled operations by document, shape of variables and roles, evicted by the size of their statements. */
final class Plans {
    private static final long CACHED_CHARACTERS = 64_000_000;

    /** What is known of an operation in one shape for one set of roles. */
    static final class Prepared {
        private final List<ExecutableNormalizedField> declared;
        private final boolean all;
        private final @Nullable Plan plan;
        private volatile @Nullable Plan lenient;

        private Prepared(List<ExecutableNormalizedField> declared, boolean all, @Nullable Plan plan) {
            this.declared = declared;
            this.all = all;
            this.plan = plan;
        }

        /** The fields of Query that the database answers. */
        List<ExecutableNormalizedField> declared() {
            return declared;
        }

        /** Whether those are all. */
        boolean all() {
            return all;
        }

        /** Null when there is none to answer. */
        @Nullable
        Plan plan() {
            return plan;
        }

        /** Whether what the database answers is the answer, if no value is missing. */
        boolean asItComes() {
            return all && plan != null && plan.denials().isEmpty();
        }
    }

    /** Compiles a field that is answered by itself. */
    @FunctionalInterface
    private interface Compiled {
        Plan of(ExecutableNormalizedField field, Set<Role> roles, boolean strict);
    }

    /** A field that is answered by itself: the outcome of a use case, or what a subscription is told. */
    static final class Answered {
        private final ExecutableNormalizedField field;
        private final Set<Role> roles;
        private final Compiled compiled;
        private final Plan plan;
        private volatile @Nullable Plan lenient;

        private Answered(ExecutableNormalizedField field, Set<Role> roles, Compiled compiled) {
            this.field = field;
            this.roles = roles;
            this.compiled = compiled;
            Plan strict = compiled.of(field, roles, true);
            this.plan = strict.denials().isEmpty() ? strict : lenient();
        }

        ExecutableNormalizedField field() {
            return field;
        }

        Plan plan() {
            return plan;
        }

        /** Whether the plan's answer is the answer, if no value is missing. */
        boolean asItComes() {
            return plan.denials().isEmpty();
        }

        /** With missing values let through. */
        Plan lenient() {
            Plan known = lenient;
            if (known == null) lenient = known = compiled.of(field, roles, false);
            return known;
        }

        /** The value of an argument in a request; null where it is not given. */
        @Nullable
        Object argument(String name, Map<String, Object> variables) {
            for (Argument written : field.getAstArguments())
                if (written.getName().equals(name))
                    return written.getValue() instanceof VariableReference variable
                            ? variables.get(variable.getName())
                            : field.getResolvedArguments().get(name);
            return null;
        }
    }

    /** Nodes of a document have no equality of their own: the cached document's operation is the identity of both. */
    private record Key(OperationDefinition operation, Set<Role> roles, String shape) {}

    private final GraphQLSchema schema;
    private final Contract contract;
    private final Compiler compiler;
    private final Cache<OperationDefinition, Shape> shapes =
            Caffeine.newBuilder().executor(Runnable::run).weakKeys().build();
    private final Cache<Key, Prepared> plans = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(CACHED_CHARACTERS)
            .<Key, Prepared>weigher((key, prepared) ->
                    500 + (prepared.plan() == null ? 0 : prepared.plan().sql().length()))
            .build();

    private final Cache<Key, List<Answered>> answered =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(2000).build();

    Plans(GraphQLSchema schema, Contract contract, Compiler compiler) {
        this.schema = schema;
        this.contract = contract;
        this.compiler = compiler;
    }

    Prepared of(ExecutionContext execution, Set<Role> roles) {
        Document document = execution.getDocument();
        OperationDefinition operation = execution.getOperationDefinition();
        CoercedVariables variables = execution.getCoercedVariables();
        return plans.get(key(execution, roles), k -> prepare(document, operation, variables, roles));
    }

    /** The fields of a mutation, in the order of the document. */
    List<Answered> outcomes(ExecutionContext execution, Set<Role> roles) {
        return answered(execution, roles, compiler::outcome);
    }

    /** The field of a subscription. */
    Answered told(ExecutionContext execution, Set<Role> roles) {
        return answered(execution, roles, compiler::updates).getFirst();
    }

    private List<Answered> answered(ExecutionContext execution, Set<Role> roles, Compiled compiled) {
        return answered.get(
                key(execution, roles),
                key ->
                        normalized(
                                        execution.getDocument(),
                                        execution.getOperationDefinition(),
                                        execution.getCoercedVariables())
                                .stream()
                                .map(field -> new Answered(field, roles, compiled))
                                .toList());
    }

    private Key key(ExecutionContext execution, Set<Role> roles) {
        OperationDefinition operation = execution.getOperationDefinition();
        Shape shape =
                shapes.get(operation, o -> new Shape(schema, contract.structuralEnums(), execution.getDocument(), o));
        return new Key(
                operation, roles, shape.of(execution.getCoercedVariables().toMap()));
    }

    private List<ExecutableNormalizedField> normalized(
            Document document, OperationDefinition operation, CoercedVariables variables) {
        return ExecutableNormalizedOperationFactory.createExecutableNormalizedOperation(
                        schema, document, operation.getName(), variables)
                .getTopLevelFields();
    }

    /** The same operation with missing values let through, to be walked by {@link Repair}. */
    Plan lenient(Prepared prepared, Set<Role> roles) {
        Plan lenient = prepared.lenient;
        if (lenient == null) prepared.lenient = lenient = compiler.roots(prepared.declared, roles, false);
        return lenient;
    }

    private Prepared prepare(
            Document document, OperationDefinition operation, CoercedVariables variables, Set<Role> roles) {
        List<ExecutableNormalizedField> roots = normalized(document, operation, variables);
        List<ExecutableNormalizedField> declared =
                roots.stream().filter(compiler::answers).toList();
        boolean rest = roots.stream()
                .allMatch(root -> compiler.answers(root) || root.getFieldName().equals("__typename"));
        if (declared.isEmpty()) return new Prepared(List.of(), false, null);
        List<ExecutableNormalizedField> compiled = rest ? roots : declared;
        Plan plan = compiler.roots(compiled, roles, true);
        Prepared prepared = new Prepared(compiled, rest, plan);
        return prepared.asItComes() ? prepared : new Prepared(compiled, rest, compiler.roots(compiled, roles, false));
    }
}
