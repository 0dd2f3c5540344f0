package org.linli.api.random;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.CoercedVariables;
import graphql.execution.DataFetcherResult;
import graphql.execution.NonNullableFieldWasNullError;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.TypeResolver;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.InterfaceWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.UnionWiringEnvironment;
import graphql.schema.idl.WiringFactory;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linli.api.fixture.Answer.Problem;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared;
import org.linli.schema.contract.Declared.Many;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;

/**
 * The contract once more, naively: graphql-java resolves field by field, and each fetcher walks all rows of a type in memory. It
 * shares the declarations and the read models with the compiler, and nothing else.
 */
final class Interpreter {
    /** Rows of a list that is not paged. */
    private static final int LIST = 100;

    private static final DateTimeFormatter SECONDS = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private final Declarations declarations;
    private final GraphQL graphql;
    private final Rows rows;
    private final Comparison comparison;
    private final Cursors cursors;

    /** What the interpreter says: data as Java values, cursors as names of places. */
    record Told(@Nullable Map<String, Object> data, List<Problem> problems) {}

    private record Edge(Page page, Row row) {}

    private record Measures(Group group, String measure) {}

    private record Keys(Group group) {}

    Interpreter(Contract contract, Connection database, Cursors cursors) {
        this.declarations = contract.declarations();
        this.cursors = cursors;
        this.rows = new Rows(database);
        this.comparison = new Comparison(database);
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring().wiringFactory(new Wiring());
        contract.schema().getAllTypesAsList().stream()
                .filter(type -> type instanceof GraphQLScalarType scalar
                        && !ScalarInfo.isGraphqlSpecifiedScalar(scalar.getName()))
                .forEach(scalar -> wiring.scalar(asIs((GraphQLScalarType) scalar)));
        GraphQLSchema schema = new SchemaGenerator().makeExecutableSchema(contract.served(), wiring.build());
        graphql = GraphQL.newGraphQL(schema).build();
    }

    View view(Caller caller) {
        return new View(caller, declarations, rows, comparison);
    }

    Told answer(Caller caller, String document, @Nullable String operation, Map<String, ?> variables) {
        ExecutionResult result = graphql.execute(ExecutionInput.newExecutionInput(document)
                .operationName(operation)
                .variables(new HashMap<>(variables))
                .graphQLContext(Map.of(View.class, view(caller))));
        List<Problem> problems =
                result.getErrors().stream().map(Interpreter::problem).sorted().toList();
        for (Problem problem : problems)
            if (problem.code().equals(ErrorCode.NO_DISTRICT.name()))
                return new Told(null, List.of(new Problem(problem.code(), "")));
        return new Told(result.getData(), problems);
    }

    private static Problem problem(GraphQLError error) {
        Object code = error instanceof NonNullableFieldWasNullError
                ? ErrorCode.MISSING_VALUE
                : error.getExtensions() == null
                        ? error.toString()
                        : error.getExtensions().get("code");
        return Problem.of(String.valueOf(code), error.getPath());
    }

    private @Nullable Object fetch(DataFetchingEnvironment asked) {
        View view = asked.getGraphQlContext().get(View.class);
        String field = asked.getField().getName();
        Object source = asked.getSource();
        if (source == null)
            return root(Objects.requireNonNull(declarations.roots().get(field)), asked, view);
        return switch (source) {
            case Row row -> field(row, row.type().field(field), asked, view);
            case Page page -> member(page, field, asked, view);
            case Edge edge -> field.equals("node") ? edge.row() : place(edge.page(), edge.row(), view);
            case Group group -> member(group, field);
            case Keys keys -> key(keys.group(), field, view);
            case Measures measures -> measure(measures, field);
            default -> throw new IllegalStateException(source + "." + field);
        };
    }

    private @Nullable Object root(Root root, DataFetchingEnvironment asked, View view) {
        if (view.caller().district() == null
                && (root.auth() == null || !root.auth().contains(Role.ACCOUNT)))
            return fault(ErrorCode.NO_DISTRICT, asked);
        if (!view.allows(root)) return fault(ErrorCode.FORBIDDEN, asked);
        Object argument = root.argument() == null ? null : asked.getArgument(root.argument());
        return switch (root.kind()) {
            case NODE -> view.node((String) Objects.requireNonNull(argument));
            case NODES -> nodes((List<?>) Objects.requireNonNull(argument), view);
            case GET ->
                view.all(root.target()).stream()
                        .filter(row -> root.by() == null || leadsTo(row, root, argument))
                        .findFirst()
                        .orElse(null);
            case LIST ->
                list(
                        view.all(root.target()).stream()
                                .filter(row -> root.by() == null || leadsTo(row, root, argument))
                                .toList(),
                        declarations.type(root.target()));
            case HEAD -> throw new IllegalStateException(root.name());
            case PAGE -> page(view.all(root.target()), declarations.type(root.target()), asked, view);
        };
    }

    private static boolean leadsTo(Row row, Root root, @Nullable Object argument) {
        String by = Objects.requireNonNull(root.by());
        Object value = row.get(by);
        String given = String.valueOf(argument);
        // A caller may see a row without being one who may look for it by its secret: a resident the own row.
        return root.blind()
                ? Boolean.TRUE.equals(row.get(by + Root.REVEALED))
                        && value != null
                        && java.util.Arrays.equals((byte[]) value, Served.blindIndex(given))
                : given.endsWith("_" + value);
    }

    private static List<@Nullable Row> nodes(List<?> ids, View view) {
        List<@Nullable Row> nodes = new ArrayList<>();
        for (Object id : ids) nodes.add(view.node((String) id));
        return nodes;
    }

    private @Nullable Object field(Row row, Declared declared, DataFetchingEnvironment asked, View view) {
        if (!view.allows(declared)) return fault(ErrorCode.FORBIDDEN, asked);
        return switch (declared) {
            case Scalar scalar -> scalar.type().equals("ID") ? row.node() : json(row.get(scalar.column()));
            case One one -> view.one(row, one);
            case Many many -> {
                RowType target = declarations.type(many.target());
                List<Row> related = view.many(row, many);
                yield many.paged() ? page(related, target, asked, view) : list(related, target);
            }
            case Root root -> throw new IllegalStateException(root.name());
        };
    }

    /** A list that is not paged stands in the order of its type's first orderable field. */
    private List<Row> list(List<Row> related, RowType type) {
        List<String> first = type.fields(Scalar.class)
                .filter(Scalar::order)
                .map(field ->
                        org.linli.schema.contract.Words.snake(field.name()).toUpperCase(Locale.ROOT) + "_ASC")
                .limit(1)
                .toList();
        return related.stream()
                .sorted(Order.of(type, first, comparison))
                .limit(LIST)
                .toList();
    }

    private Page page(List<Row> related, RowType type, DataFetchingEnvironment asked, View view) {
        Order order = Order.of(type, asked.getArgument("orderBy"), comparison);
        return Page.of(related, asked.getArguments(), order, view, cursors);
    }

    private @Nullable Object member(Page page, String field, DataFetchingEnvironment asked, View view) {
        return switch (field) {
            case "nodes" -> page.rows();
            case "edges" -> page.rows().stream().map(row -> new Edge(page, row)).toList();
            case "pageInfo" -> page;
            case "totalCount" -> page.matching().size();
            case "groups" -> Group.of(page.order().type(), page.matching(), asked.getArguments(), view);
            case "hasNextPage" -> page.next();
            case "hasPreviousPage" -> page.previous();
            case "startCursor" -> place(page, page.firstRow(), view);
            case "endCursor" -> place(page, page.lastRow(), view);
            default -> throw new IllegalStateException(field);
        };
    }

    private @Nullable String place(Page page, @Nullable Row row, View view) {
        return row == null
                ? null
                : cursors.name(Objects.requireNonNull(view.caller().district()), page.order(), row);
    }

    private static Object member(Group group, String field) {
        return switch (field) {
            case "count" -> group.rows().size();
            case "key" -> new Keys(group);
            default -> new Measures(group, field);
        };
    }

    private static @Nullable Object key(Group group, String field, View view) {
        Object value = group.key().get(field);
        return group.type().field(field) instanceof One one ? view.find(one.target(), value) : json(value);
    }

    /** Sums stay numbers: how SQL writes their last digits is its own affair. */
    private @Nullable Object measure(Measures measures, String field) {
        Object value = measures.group().measure(measures.measure(), field, comparison);
        return measures.measure().equals("sum") ? value : json(value);
    }

    /** A value as it stands in an answer. */
    private static @Nullable Object json(@Nullable Object value) {
        if (value instanceof OffsetDateTime moment) {
            OffsetDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC);
            return utc.toLocalDate() + "T" + SECONDS.format(utc) + "+00:00";
        }
        if (value instanceof LocalTime time) return SECONDS.format(time);
        if (value instanceof java.time.LocalDate) return value.toString();
        if (value instanceof BigDecimal number) return number.toPlainString();
        return value;
    }

    private static DataFetcherResult<Object> fault(ErrorCode code, DataFetchingEnvironment asked) {
        return DataFetcherResult.newResult()
                .error(GraphqlErrorBuilder.newError(asked)
                        .message(code.name())
                        .extensions(Map.of("code", code.name()))
                        .build())
                .build();
    }

    private static GraphQLScalarType asIs(GraphQLScalarType scalar) {
        Coercing<?, ?> coercing = scalar.getCoercing();
        return scalar.transform(builder -> builder.coercing(new Coercing<Object, Object>() {
            @Override
            public Object serialize(Object value, GraphQLContext context, Locale locale) {
                return value;
            }

            @Override
            public @Nullable Object parseValue(Object input, GraphQLContext context, Locale locale) {
                return coercing.parseValue(input, context, locale);
            }

            @Override
            public @Nullable Object parseLiteral(
                    Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
                return coercing.parseLiteral(input, variables, context, locale);
            }
        }));
    }

    /** One fetcher for all fields, one resolver for all interfaces and unions. */
    private final class Wiring implements WiringFactory {
        private final TypeResolver ofRow = asked ->
                asked.getSchema().getObjectType(((Row) asked.getObject()).type().name());

        @Override
        public boolean providesDataFetcher(FieldWiringEnvironment field) {
            return true;
        }

        @Override
        public DataFetcher<?> getDataFetcher(FieldWiringEnvironment field) {
            return Interpreter.this::fetch;
        }

        @Override
        public boolean providesTypeResolver(InterfaceWiringEnvironment type) {
            return true;
        }

        @Override
        public TypeResolver getTypeResolver(InterfaceWiringEnvironment type) {
            return ofRow;
        }

        @Override
        public boolean providesTypeResolver(UnionWiringEnvironment type) {
            return true;
        }

        @Override
        public TypeResolver getTypeResolver(UnionWiringEnvironment type) {
            return ofRow;
        }
    }
}
