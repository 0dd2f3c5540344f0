package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.Role;
import org.linli.schema.contract.UseCaseField;
import org.linli.tenancy.identity.Platform;

/**
 * What an operator, or a guest of the platform, forges into any argument of any field of the operators' contract is answered as if the other
 * district had no rows: no row, no text, no count and no error tells of them, and none of it is a bug.
 */
class ForgedByOperatorsTest {
    private static final Caller VIEWER = new Caller(
            Fixture.OPERATOR.subject(),
            Fixture.OPERATOR.district(),
            Platform.CLIENT,
            EnumSet.of(Role.GUEST, Role.CITY_VIEWER),
            Map.of(),
            Map.of());

    private static final Caller GUEST = Caller.guest(Objects.requireNonNull(Fixture.OPERATOR.district()));

    private static final Set<String> CODES =
            Arrays.stream(ErrorCode.values()).map(Enum::name).collect(Collectors.toSet());

    private final Twins twins = Twins.shared();
    private final PlatformAttacks attacks = PlatformAttacks.shared();

    @Test
    void nothingOfADistrictIsInAnyAnswer() {
        Set<String> places = new TreeSet<>();
        int asked = 0;
        for (Attack attack : attacks.reads.all()) {
            attack.places().values().forEach(places::addAll);
            List<Caller> callers = new ArrayList<>(List.of(PlatformAttacks.OPERATOR));
            if (asked % 3 == 0) callers.addAll(List.of(Fixture.OPERATOR, VIEWER, GUEST));
            for (Caller caller : callers) {
                assertAlike(caller, attack.document(), attack.variables(), null);
                asked++;
            }
        }
        for (String document : documentsWithIds())
            for (String id : PlatformAttacks.unknown()) {
                assertThat(assertAlike(PlatformAttacks.OPERATOR, document, Map.of("id", id), null))
                        .contains("INVALID_ID");
                asked++;
            }
        Set<String> left = attacks.reads.ways().fields();
        left.removeAll(attacks.reads.ways().selected());
        assertThat(left).isEmpty();
        left = attacks.reads.ways().places();
        left.removeAll(places);
        assertThat(left).isEmpty();
        System.out.printf(
                "attacked: %d fields, %d arguments and fields of inputs of what operators read, by %d documents%n",
                attacks.reads.ways().selected().size(), places.size(), asked);
    }

    /** By ids of residents and of whatever else a district has, an operator finds as little as by none; by those of the platform, its rows. */
    @Test
    void onlyRowsOfThePlatformAreNodes() {
        Set<String> found = new TreeSet<>();
        for (String id : attacks.known()) {
            Answer answer = attacks.both.ask(
                    PlatformAttacks.OPERATOR, "query($id: ID!) { node(id: $id) { id } }", Map.of("id", id));
            if (answer.data() != null && !answer.data().path("node").isNull())
                found.add(id.substring(0, id.indexOf('_')));
        }
        // A district's own drifts have the same prefix, and are none here: the answers above are alike.
        assertThat(found)
                .containsExactly(
                        "application", "archive", "deletion", "district", "drift", "invitation", "move", "onboarding");
    }

    private Set<String> documentsWithIds() {
        return attacks.reads.all().stream()
                .filter(attack -> attack.variables().containsKey("id"))
                .map(Attack::document)
                .collect(Collectors.toSet());
    }

    /** A cursor leads on where it came from; with the same rows in the same order elsewhere it may. */
    @Test
    void aCursorOfSomethingElseIsRefused() {
        Map<String, String> cursors = new LinkedHashMap<>();
        forEachPage((owner, page) -> {
            String cursor = cursor(owner, page, PlatformAttacks.ANOTHER);
            if (cursor != null) cursors.put(cursor, Ways.named(page).getName());
        });
        assertThat(new HashSet<>(cursors.values())).hasSizeGreaterThan(8);
        for (String field : List.of("residents", "updates"))
            cursors.put(
                    Objects.requireNonNull(twins.both
                                    .ask(
                                            Twins.omnipotent(THERE),
                                            "{ %s(first: 1) { edges { __typename cursor } } }".formatted(field),
                                            Map.of())
                                    .data())
                            .findValuesAsString("cursor")
                            .getFirst(),
                    "of a district");
        for (String garbage : List.of("", "x", "[]", "[1]", "{}", "null", "[\"x\",\"' or true --\"]", "\u0000"))
            cursors.put(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(garbage.getBytes(StandardCharsets.UTF_8)),
                    "garbage");
        cursors.put("示例", "garbage");
        int[] asked = new int[1];
        forEachPage((owner, page) -> {
            for (String argument : List.of("after", "before")) {
                String document = "query($cursor: %s) ".formatted(scalar(page, argument))
                        + attacks.reads
                                .ways()
                                .to(
                                        owner,
                                        "a0: %s(%s: $cursor) { nodes { __typename } }"
                                                .formatted(page.getName(), argument));
                cursors.forEach((cursor, of) -> {
                    Answer answer = attacks.both.ask(PlatformAttacks.OPERATOR, document, Map.of("cursor", cursor));
                    asked[0]++;
                    if (!of.equals(Ways.named(page).getName()))
                        assertThat(answer.problems())
                                .as(document + " with a cursor of " + of + ": " + answer.told())
                                .isNotEmpty()
                                .allMatch(problem -> problem.code().equals("INVALID_CURSOR"));
                });
            }
        });
        System.out.printf(
                "attacked: %d pages of what operators read, by %d cursors, %d times%n",
                pages(), cursors.size(), asked[0]);
    }

    private interface Page {
        void seen(GraphQLObjectType owner, GraphQLFieldDefinition page);
    }

    private void forEachPage(Page page) {
        for (GraphQLObjectType type : attacks.reads.ways().types())
            for (GraphQLFieldDefinition field : type.getFieldDefinitions())
                if (Ways.isPage(field)) page.seen(type, field);
    }

    private int pages() {
        int[] pages = new int[1];
        forEachPage((owner, page) -> pages[0]++);
        return pages[0];
    }

    private @Nullable String cursor(GraphQLObjectType owner, GraphQLFieldDefinition page, Caller caller) {
        String edges =
                attacks.reads.ways().to(owner, "a0: %s(first: 1) { edges { cursor } }".formatted(page.getName()));
        List<String> cursors =
                Objects.requireNonNull(attacks.both.ask(caller, edges, Map.of()).data()).findValues("a0").stream()
                        .flatMap(rows -> rows.findValuesAsString("cursor").stream())
                        .toList();
        return cursors.isEmpty() ? null : cursors.getFirst();
    }

    private static String scalar(GraphQLFieldDefinition page, String argument) {
        GraphQLArgument cursor = Objects.requireNonNull(page.getArgument(argument));
        return GraphQLTypeUtil.simplePrint(GraphQLTypeUtil.unwrapAll(cursor.getType()));
    }

    @Test
    void nothingIsDoneByAnIdOfSomethingElse() throws SQLException {
        List<String> before = rows();
        int asked = 0;
        for (UseCaseField useCase : attacks.useCases()) {
            List<String> documents = new ArrayList<>(List.of(attacks.writes.honest(useCase, false)));
            documents.addAll(attacks.writes.with(useCase, attacks.knownHere()));
            documents.addAll(attacks.writes.with(useCase, PlatformAttacks.unknown()));
            for (String document : documents) assertAlike(PlatformAttacks.OPERATOR, document, Map.of(), null);
            String everything = attacks.writes.honest(useCase, true);
            for (Caller caller : List.of(PlatformAttacks.OPERATOR, VIEWER, GUEST))
                assertAlike(caller, everything, Map.of(), null);
            asked += documents.size() + 3;
        }
        assertThat(rows()).isEqualTo(before);
        Set<String> left = new TreeSet<>();
        attacks.both
                .schema()
                .getMutationType()
                .getFieldDefinitions()
                .forEach(field -> field.getArguments().forEach(argument -> {
                    left.add("Mutation.%s(%s)".formatted(field.getName(), argument.getName()));
                    Ways.inputs(argument.getType(), left);
                }));
        left.removeAll(attacks.writes.places());
        assertThat(left).isEmpty();
        System.out.printf(
                "attacked: %d mutations of operators and guests, %d arguments and fields of inputs of theirs, by %d documents; %d tables unmoved%n",
                attacks.useCases().size(), attacks.writes.places().size(), asked, before.size());
    }

    /** The key of an operator is that of one request; another operator, and somebody in a district, has it for another one. Guests have none. */
    @Test
    void aKeyIsItsOperatorsAlone() {
        WriteAttacks others = new WriteAttacks(attacks.both.schema(), new Harvest(), new Harvest(), () -> "y");
        String nothing = Fixture.id(HERE, "nothing", 1).toString();
        for (UseCaseField useCase : attacks.useCases()) {
            IdempotencyKey key = new IdempotencyKey("forged-" + useCase.name());
            String document = attacks.writes.honest(useCase, false);
            String other = others.honest(useCase, false)
                    .replace(nothing, Fixture.id(HERE, "nothing", 2).toString());
            assertThat(other).isNotEqualTo(document);
            String first = assertAlike(PlatformAttacks.OPERATOR, document, Map.of(), key);
            assertThat(first).doesNotContain("errors", "IDEMPOTENCY");
            assertThat(assertAlike(PlatformAttacks.OPERATOR, document, Map.of(), key))
                    .isEqualTo(first);
            assertThat(assertAlike(PlatformAttacks.OPERATOR, other, Map.of(), key))
                    .contains("IDEMPOTENCY_KEY_REUSED");
            for (Caller caller : List.of(PlatformAttacks.ANOTHER, GUEST))
                assertThat(assertAlike(caller, other, Map.of(), key)).doesNotContain("IDEMPOTENCY_KEY_REUSED");
        }
    }

    /** @return what both answer */
    private String assertAlike(
            Caller caller, String document, Map<String, Object> variables, @Nullable IdempotencyKey key) {
        Answer answer = attacks.both.ask(caller, document, variables, key);
        String told = Twins.timeless(answer);
        assertThat(String.valueOf(answer.data())).as(document).doesNotContain(Twins.MARK);
        assertThat(answer.problems())
                .as("%s %s: %s", document, variables, answer.told())
                .allMatch(problem ->
                        CODES.contains(problem.code()) && !problem.code().equals("INTERNAL"));
        assertThat(told)
                .as("%s %s as %s", document, variables, caller.roles())
                .isEqualTo(Twins.timeless(attacks.alone.ask(caller, document, variables, key)));
        return told;
    }

    private List<String> rows() throws SQLException {
        try (Connection migrator = twins.place.connectAsMigrator()) {
            return OperatorsGateTest.rows(migrator);
        }
    }
}
