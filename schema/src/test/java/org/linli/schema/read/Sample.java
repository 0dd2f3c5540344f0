package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.SimpleDataFetcherExceptionHandler;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.schema.Statements;
import org.linli.schema.UseCases;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Documents;
import org.linli.schema.engine.Engine;
import org.linli.schema.engine.FaultError;
import org.linli.schema.engine.Limits;
import org.linli.schema.engine.RawJson;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.springframework.core.io.ClassPathResource;
import reactor.core.publisher.Mono;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a test declares, served over PostgreSQL: tables with rows, read models, and SDL beside that of {@code base.graphqls}.
 * There is one district and no row-level security, which is tenancy's. The id {@code n(7)} of a table is written {@code <prefix>_7}
 * in documents and answers.
 */
final class Sample implements AutoCloseable {
    private static final UUID HERE = new UUID(0, 0);
    static final District DISTRICT = new District(HERE, "990101", "示例区", ZoneId.of("Asia/Shanghai"), Set.of());
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .build();
    private static final Pattern LONG_ID = Pattern.compile("_00000000-0000-0000-0000-0*([0-9]+)");
    private static final Pattern SHORT_ID = Pattern.compile("\\b([a-z]+)_([0-9]+)\\b");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$([0-9]+)(?:::([a-z0-9_]+)\\[])?");

    private final Connection database;
    private final GraphQL graphql;
    private String statement = "";
    private String outcome = "";
    private UseCases.@Nullable Call call;

    /**
     * @param tables SQL that makes and fills them
     * @param readModels each as its file would say it, after {@code -- <name>} in a line of its own
     */
    Sample(String tables, String readModels, String sdl) {
        Contract contract = Contract.of(base(), sdl);
        try {
            database = database(tables);
            Map<String, ReadModel> models = models(readModels);
            Catalogue catalogue = Catalogue.of(contract.declarations(), models, database);
            Compiler compiler = new Compiler(
                    contract.declarations(), models, catalogue, secret -> secret.getBytes(StandardCharsets.UTF_8));
            Engine engine = new Engine(contract, compiler, new Plain(), Limits.USUAL);
            RuntimeWiring.Builder wiring = engine.wire(contract.wire(RuntimeWiring.newRuntimeWiring()));
            GraphQLSchema schema = new SchemaGenerator().makeExecutableSchema(contract.served(), wiring.build());
            graphql = GraphQL.newGraphQL(schema)
                    .queryExecutionStrategy(engine.queries(schema, new SimpleDataFetcherExceptionHandler()))
                    .mutationExecutionStrategy(engine.mutations(schema, new Ended(), Sample::fault))
                    .preparsedDocumentProvider(new Documents(Limits.USUAL))
                    .build();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base() {
        try {
            return new ClassPathResource("schema/base.graphqls").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new database with these tables. */
    static Connection database(String tables) throws SQLException {
        Database fresh = Postgres.shared().freshDatabase("sample");
        Connection connection = fresh.connectAsMigrator();
        try (Statement setUp = connection.createStatement()) {
            setUp.execute("""
                    create function n(n int) returns uuid immutable
                        return ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid;
                    create function missing_value() returns text language plpgsql stable as $$
                        begin raise exception 'no value' using errcode = 'LN001'; end $$;
                    """ + tables);
        }
        return connection;
    }

    static Map<String, ReadModel> models(String readModels) {
        Map<String, ReadModel> models = new TreeMap<>();
        for (String model : readModels.strip().split("(?m)^(?=-- )")) {
            String name = model.substring(3, model.indexOf('\n')).strip();
            models.put(name, new ReadModel(name, model));
        }
        return models;
    }

    /** Somebody with these roles, beside those that every account has. */
    static Caller somebody(Role... roles) {
        return owner(Map.of(), roles);
    }

    /** Somebody with records of the own. */
    static Caller owner(Map<Role, Set<UUID>> own, Role... roles) {
        Set<Role> all = EnumSet.of(Role.GUEST, Role.ACCOUNT);
        all.addAll(List.of(roles));
        return new Caller(new UUID(1, 1), DISTRICT, "linli-web", all, Map.of(), own);
    }

    static UUID n(int n) {
        return new UUID(0, Long.parseLong(String.valueOf(n), 16));
    }

    /** Asks as a guest and compares; the answer is JSON whose names may stand without quotes. */
    void answers(String document, String answer) {
        answers(document, Map.of(), answer);
    }

    void answers(String document, Map<String, ?> variables, String answer) {
        answers(Caller.guest(DISTRICT), document, variables, answer);
    }

    /** @param errors each as {@code CODE at.its.path} */
    void answers(Caller caller, String document, Map<String, ?> variables, String answer, String... errors) {
        Told told = ask(caller, document, variables);
        assertThat(told.errors).containsExactly(errors);
        assertThat(told.data).isEqualTo(JSON.readTree(answer).toString());
    }

    /** Asks as a guest; the answer's data without white space. */
    String ask(String document, Map<String, ?> variables) {
        Told told = ask(Caller.guest(DISTRICT), document, variables);
        assertThat(told.errors).isEmpty();
        return told.data;
    }

    /** From here on every use case ends so: JSON as a use case gives it. */
    void ends(String outcome) {
        this.outcome = lengthened(JSON.readTree(outcome).toString()).replaceAll("\"[a-z]+_0000", "\"0000");
    }

    /** From here on no use case comes to an end. */
    void fails() {
        outcome = "";
    }

    /** What the last use case was asked for. */
    UseCases.Call call() {
        return Objects.requireNonNull(call);
    }

    private static ClientFault fault(Throwable failure) {
        return failure instanceof ClientFault fault ? fault : ClientFault.of(ErrorCode.INTERNAL, failure.toString());
    }

    /** The statement that answers the document. */
    String statement(String document) {
        ask(document, Map.of());
        return statement;
    }

    /** The statement that answered last. */
    String statement() {
        return statement;
    }

    private record Told(String data, List<String> errors) {}

    private Told ask(Caller caller, String document, Map<String, ?> variables) {
        ExecutionInput input = ExecutionInput.newExecutionInput(lengthened(document))
                .variables(JSON.readValue(lengthened(JSON.writeValueAsString(variables)), Variables.class))
                .graphQLContext(Map.of(Caller.class, caller))
                .build();
        ExecutionResult result = graphql.execute(input);
        List<String> errors = result.getErrors().stream()
                .map(error ->
                        error instanceof FaultError fault ? told(fault.fault()) : String.valueOf(error.getMessage()))
                .toList();
        return new Told(shortened(json(result.getData())), errors);
    }

    /** What is wrong with a document that is refused as a whole, as {@code CODE at.its.path}. */
    String refusal(String document, Map<String, ?> variables) {
        return refusal(Caller.guest(DISTRICT), document, variables);
    }

    String refusal(Caller caller, String document, Map<String, ?> variables) {
        try {
            return "answered " + ask(caller, document, variables);
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClientFault fault) return told(fault);
            throw e;
        } catch (ClientFault fault) {
            return told(fault);
        }
    }

    private static String told(ClientFault fault) {
        return fault.code() + " "
                + String.join(".", fault.path().stream().map(String::valueOf).toList());
    }

    private static final class Variables extends TreeMap<String, Object> {
        private static final long serialVersionUID = 1;
    }

    private static String json(@Nullable Object data) {
        if (data instanceof Map<?, ?> pieces) {
            var object = JSON.createObjectNode();
            pieces.forEach((key, piece) -> object.set(
                    String.valueOf(key),
                    piece instanceof RawJson raw ? JSON.readTree(raw.bytes()) : JSON.valueToTree(piece)));
            return object.toString();
        }
        return JSON.readTree(String.valueOf(data)).toString();
    }

    private static String shortened(String text) {
        return LONG_ID.matcher(text).replaceAll("_$1");
    }

    private static String lengthened(String text) {
        return SHORT_ID.matcher(text)
                .replaceAll(id -> "%s_%s".formatted(id.group(1), n(Integer.parseInt(id.group(2)))));
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }

    /** Runs a statement as it is, without the guard that tenancy puts around it. */
    private final class Plain implements Statements {
        @Override
        public Mono<byte[]> read(UUID district, String sql, List<@Nullable Object> parameters, boolean expensive) {
            statement = sql;
            return Mono.fromCallable(() -> run(district, sql, parameters));
        }
    }

    /** A use case that is done already. */
    private final class Ended implements UseCases {
        @Override
        public <T> Mono<T> run(Call asked, Answer<T> answer) {
            call = asked;
            if (outcome.isEmpty()) return Mono.error(ClientFault.of(ErrorCode.UNAVAILABLE));
            return answer.of(
                    asked.caller(), outcome, (sql, parameters) -> new Plain().read(HERE, sql, parameters, false));
        }
    }

    private byte[] run(UUID district, String sql, List<@Nullable Object> parameters) throws SQLException {
        List<@Nullable Object> bound = new ArrayList<>();
        Set<Integer> mentioned = new TreeSet<>();
        String jdbc = PLACEHOLDER.matcher("select " + sql).replaceAll(place -> {
            int number = Integer.parseInt(place.group(1));
            mentioned.add(number);
            Object value = number == 1 ? district : parameters.get(number - 3);
            bound.add(value instanceof Object[] array ? array(place.group(2), array) : value);
            return Matcher.quoteReplacement(
                    "?" + place.group().substring(1 + place.group(1).length()));
        });
        // A driver refuses a parameter that no statement mentions.
        assertThat(mentioned.stream().filter(number -> number > 2)).hasSize(parameters.size());
        try (PreparedStatement read = database.prepareStatement(jdbc)) {
            for (int i = 0; i < bound.size(); i++) read.setObject(i + 1, bound.get(i));
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return row.getString(1).getBytes(StandardCharsets.UTF_8);
            }
        } catch (SQLException e) {
            if ("LN001".equals(e.getSQLState())) throw new Statements.MissingValue();
            throw e;
        }
    }

    private java.sql.Array array(String type, Object[] values) {
        try {
            return database.createArrayOf(type, values);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
