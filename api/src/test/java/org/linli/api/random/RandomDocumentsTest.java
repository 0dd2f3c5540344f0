package org.linli.api.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Answer.Problem;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;

/**
 * Random documents, asked by callers of every kind, are answered as a naive interpreter of the same contract answers them. {@code
 * -Dlinli.random.documents} says how many, {@code -Dlinli.random.seed} which ones.
 */
class RandomDocumentsTest {
    private static final int DOCUMENTS = Integer.getInteger("linli.random.documents", 500);
    private static final long SEED = Long.getLong("linli.random.seed", 20241101);
    private static final Limits WIDE = new Limits(60, 1000, 100, 20_000, 100_000_000_000L, 1_000_000_000L);
    /** More errors than this, and the engine leaves out the rest. */
    private static final int MOST_ERRORS = 100;

    private static Served served;
    private static Connection app;
    private static Cursors cursors;
    private static Interpreter interpreter;

    private final Random random = new Random(SEED);
    private final Map<Feature, Integer> used = new EnumMap<>(Feature.class);
    private final Map<String, Integer> asked = new TreeMap<>();
    private int requests;

    @BeforeAll
    static void open() throws SQLException {
        Database database = Fixture.fill();
        Contract contract = Contract.load("classpath*:schema/*.graphqls", "classpath:fixture/oddities.graphqls");
        served = new Served(contract, database, WIDE);
        app = database.connectAsApp();
        cursors = new Cursors();
        interpreter = new Interpreter(contract, app, cursors);
    }

    @AfterAll
    static void close() throws SQLException {
        app.close();
        served.close();
    }

    @Test
    void everyDocumentIsAnsweredAsTheContractSays() {
        Map<String, Caller> callers = Fixture.callers();
        List<String> names = List.copyOf(callers.keySet());
        Samples samples = new Samples(
                List.of(view(callers, "district officer"), view(callers, "district officer there")),
                served.contract().declarations(),
                random);
        for (int i = 0; i < DOCUMENTS; i++) {
            String name = names.get(random.nextInt(names.size()));
            Caller caller = Objects.requireNonNull(callers.get(name));
            Question question = new Composer(
                            served.schema(), served.contract().declarations(), samples, cursors, caller, random)
                    .compose();
            ask(question, name, caller);
            if (!question.variables().isEmpty()) ask(question, name, caller);
            List<String> neighbours = names.stream()
                    .filter(other -> Objects.equals(
                            Objects.requireNonNull(callers.get(other)).district(), caller.district()))
                    .toList();
            if (random.nextInt(3) == 0) {
                String other = neighbours.get(random.nextInt(neighbours.size()));
                if (!other.equals(name)) question.features().add(Feature.ANOTHER_CALLER);
                ask(question, other, Objects.requireNonNull(callers.get(other)));
            }
            question.features().forEach(feature -> used.merge(feature, 1, Integer::sum));
            asked.merge(name, 1, Integer::sum);
        }
        System.out.println(table());
        Set<Feature> expected = EnumSet.allOf(Feature.class);
        // A document in two hundred: where only some are asked, a new field of the contract may leave it out.
        if (DOCUMENTS < 5_000) expected.remove(Feature.NO_DISTRICT);
        assertThat(used.keySet()).as("features that documents used").containsAll(expected);
    }

    private static View view(Map<String, Caller> callers, String name) {
        return interpreter.view(Objects.requireNonNull(callers.get(name)));
    }

    private void ask(Question question, String name, Caller caller) {
        Map<String, @Nullable Object> variables = question.draw(() -> random.nextInt(4) == 0);
        Interpreter.Told told = interpreter.answer(caller, question.document(), question.operation(), variables);
        Answer answer;
        try {
            answer = served.ask(caller, question.document(), question.operation(), variables);
        } catch (RuntimeException e) {
            throw new AssertionError(story(question, name, variables, told, null, List.of(e.toString())), e);
        }
        requests++;
        note(question, told);
        List<String> differences = differences(told, answer);
        if (!differences.isEmpty())
            throw new AssertionError(story(question, name, variables, told, answer, differences));
    }

    private static List<String> differences(Interpreter.Told told, Answer answer) {
        List<String> differences = new ArrayList<>(Differences.between(told.data(), answer.data(), cursors));
        List<Problem> problems = answer.problems();
        boolean same = problems.size() < MOST_ERRORS
                ? told.problems().equals(problems)
                : told.problems().containsAll(problems);
        if (!same) differences.add("errors: told %s, answered %s".formatted(told.problems(), problems));
        return differences;
    }

    private static void note(Question question, Interpreter.Told told) {
        for (Problem problem : told.problems()) {
            if (problem.code().equals(ErrorCode.FORBIDDEN.name()))
                question.features().add(Feature.DENIED);
            if (problem.code().equals(ErrorCode.MISSING_VALUE.name()))
                question.features().add(Feature.MISSING_VALUE);
            if (problem.code().equals(ErrorCode.NO_DISTRICT.name()))
                question.features().add(Feature.NO_DISTRICT);
        }
    }

    private static String story(
            Question question,
            String caller,
            Map<String, @Nullable Object> variables,
            Interpreter.Told told,
            @Nullable Answer answer,
            List<String> differences) {
        return """
                The answers differ:
                %s

                Caller: %s
                Document:
                %s
                Variables: %s

                Told: %s
                %s

                Answered: %s
                SQL: %s
                """.formatted(
                        String.join("\n", differences),
                        caller,
                        question.document(),
                        variables,
                        told.data(),
                        told.problems(),
                        answer == null ? "nothing" : answer.data() + "\n" + answer.problems(),
                        answer == null ? "" : answer.sql());
    }

    private String table() {
        Map<String, Integer> lines = new LinkedHashMap<>();
        Set<Feature> all = EnumSet.allOf(Feature.class);
        all.forEach(feature -> lines.put(feature.words(), used.getOrDefault(feature, 0)));
        asked.forEach((caller, count) -> lines.put("asked by: " + caller, count));
        StringBuilder table =
                new StringBuilder("%d documents of seed %d, %d requests, no difference. Documents that used:%n"
                        .formatted(DOCUMENTS, SEED, requests));
        lines.forEach((feature, count) -> table.append("%7d  %s%n".formatted(count, feature)));
        return table.toString();
    }
}
