package org.linli.api.writes;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Input;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.UseCaseField;

/**
 * Every argument of every mutation and every field of one, from the contract: a value that it does not take is refused by an error that
 * names it and what is allowed, and no table moves. A mutation that is new is held to it by itself.
 */
class EveryArgumentTest {
    private static final String SOMEWHERE = "01900000-0000-7000-8000-000000140213";

    /** What the scalars take, and what they do not. */
    private static final Map<String, List<String>> SCALARS = Map.ofEntries(
            entry("Int", List.of("1", "99999999999", "1.5", "\"one\"")),
            entry("PositiveInt", List.of("1", "0", "-1", "1.5")),
            entry("NonNegativeInt", List.of("1", "-1", "99999999999")),
            entry("Boolean", List.of("true", "1", "\"true\"")),
            entry("Date", List.of("\"2099-01-01\"", "\"2023-02-29\"", "\"2024-02-30\"", "\"tomorrow\"", "20990101")),
            entry(
                    "DateTime",
                    List.of("\"2099-01-01T10:00:00Z\"", "\"2024-02-30T10:00:00Z\"", "\"2099-01-01T10:00:00\"")),
            entry("LocalTime", List.of("\"18:00:00\"", "\"25:00:00\"", "\"six\"")),
            entry("BigDecimal", List.of("\"1.5\"", "\"much\"")),
            entry("Locale", List.of("\"zh-CN\"", "1")),
            entry("Url", List.of("\"https://example.org/\"", "1")),
            entry("Cursor", List.of("\"x\"", "1")));

    private final Writes writes = new Writes();
    private final Declarations declarations = writes.served().contract().declarations();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    /**
     * A value in which something is not taken.
     *
     * @param argument the name of what is not
     * @param code of the error, empty where it is the engine's own
     * @param allowed what the error says beside
     */
    private record Wrong(String literal, String argument, String code, String allowed) {}

    @Test
    void takesWhatTheContractSaysAndNothingElse() {
        Set<String> seen = new TreeSet<>();
        for (UseCaseField useCase : declarations.useCases().values()) {
            Map<String, String> before = writes.tables();
            GraphQLFieldDefinition field =
                    writes.served().schema().getMutationType().getFieldDefinition(useCase.name());
            for (Wrong wrong :
                    each(useCase.arguments(), name -> field.getArgument(name).getType())) {
                String document = "mutation { %s(%s) { __typename } }".formatted(useCase.name(), wrong.literal());
                Answer answer = writes.served().ask(caller(useCase), document, Map.of());
                assertThat(answer.data()).as(document).isNull();
                assertThat(answer.told())
                        .as(document)
                        .startsWith(wrong.code())
                        .contains(wrong.argument(), wrong.allowed());
                seen.add(wrong.code());
            }
            assertThat(writes.tables()).as(useCase.name()).isEqualTo(before);
        }
        assertThat(seen).containsExactly("", "INVALID_ID", "INVALID_TEXT");
    }

    /** All of these but one as they should be, each one in turn as it should not. */
    private List<Wrong> each(Map<String, Input> inputs, Function<String, GraphQLType> types) {
        List<Wrong> all = new ArrayList<>();
        inputs.forEach((name, input) -> {
            String others = inputs.entrySet().stream()
                    .filter(other -> !other.getKey().equals(name))
                    .map(other -> other.getKey() + ": " + right(other.getValue(), types.apply(other.getKey())))
                    .collect(Collectors.joining(", "));
            for (Wrong wrong : wrong(name, input, types.apply(name)))
                all.add(new Wrong(
                        others + " " + name + ": " + wrong.literal(), wrong.argument(), wrong.code(), wrong.allowed()));
        });
        return all;
    }

    private String right(Input input, GraphQLType type) {
        return switch (input) {
            case Input.Id id -> quoted(id.types().getFirst().prefix() + "_" + SOMEWHERE);
            case Input.Text text -> quoted("x");
            case Input.Choice choice ->
                ((GraphQLEnumType) GraphQLTypeUtil.unwrapAll(type))
                        .getValues()
                        .getFirst()
                        .getName();
            case Input.Value value -> scalar(value).getFirst();
            case Input.Fields fields ->
                fields.fields().entrySet().stream()
                        .map(field -> field.getKey() + ": " + right(field.getValue(), within(type, field.getKey())))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private List<Wrong> wrong(String name, Input input, GraphQLType type) {
        return switch (input) {
            case Input.Id id -> wrong(name, id);
            case Input.Text text -> wrong(name, text);
            case Input.Choice choice ->
                List.of(new Wrong("NO_SUCH_VALUE", name, "", named(type)), new Wrong("1", name, "", named(type)));
            case Input.Value value ->
                scalar(value).stream()
                        .skip(1)
                        .map(literal -> new Wrong(literal, name, "", named(type)))
                        .toList();
            case Input.Fields fields ->
                each(fields.fields(), field -> within(type, field)).stream()
                        .map(inside -> new Wrong(
                                "{" + inside.literal() + "}", inside.argument(), inside.code(), inside.allowed()))
                        .toList();
        };
    }

    private List<Wrong> wrong(String name, Input.Id id) {
        RowType other = declarations.types().values().stream()
                .filter(type -> !id.types().contains(type))
                .findFirst()
                .orElseThrow();
        String allowed = id.types().stream().map(RowType::name).collect(Collectors.joining(", "));
        return List.of(other.prefix() + "_" + SOMEWHERE, id.types().getFirst().prefix() + "_1", SOMEWHERE, "x", "")
                .stream()
                .map(text -> new Wrong(quoted(text), name, "INVALID_ID", allowed))
                .toList();
    }

    private static List<Wrong> wrong(String name, Input.Text text) {
        List<String> texts = new ArrayList<>(
                List.of("长".repeat(text.most() + 1), "", "  ", "a\\u0000b", "a\\u0007b", "a\\u009fb", "a\\u001bb"));
        if (!text.lines()) texts.addAll(List.of("a\\nb", "a\\tb"));
        return texts.stream()
                .map(each -> new Wrong(quoted(each), name, "INVALID_TEXT", String.valueOf(text.most())))
                .toList();
    }

    private static List<String> scalar(Input.Value value) {
        return Objects.requireNonNull(SCALARS.get(value.scalar()), value.scalar());
    }

    private static GraphQLType within(GraphQLType type, String field) {
        return ((GraphQLInputObjectType) GraphQLTypeUtil.unwrapAll(type))
                .getField(field)
                .getType();
    }

    private static String named(GraphQLType type) {
        return ((GraphQLNamedType) GraphQLTypeUtil.unwrapAll(type)).getName();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /** Somebody who may ask for it. */
    private static Caller caller(UseCaseField useCase) {
        Set<Role> roles = EnumSet.of(Role.GUEST, Role.ACCOUNT);
        roles.addAll(useCase.auth());
        return new Caller(Fixture.id(HERE, "account", 98), HERE, "linli-web", roles, Map.of(), Map.of());
    }
}
