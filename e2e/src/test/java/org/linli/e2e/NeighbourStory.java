package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The story that README tells, played as it stands there. */
class NeighbourStory {
    /** Who acts stands in the text before a document. */
    private static final Pattern STEP = Pattern.compile("As `([a-z0-9-]+)`|```graphql\n(.*?)```", Pattern.DOTALL);

    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+): ");

    private record Step(String user, String document) {}

    private final RunningDemo demo = RunningDemo.shared();
    private final Map<String, String> told = new HashMap<>();

    @Test
    void aNewNeighbourIsVerifiedLearnsAndRedeems() throws IOException {
        List<Step> steps = steps();
        assertThat(steps).hasSize(13);
        Answer joined = played(steps.getFirst());
        assertThat(joined.leaves()).contains("DistrictJoined");
        // The membership travels to the directory of accounts behind the answer.
        Soon.soon(() -> assertThat(demo.bearer(demo.realm()
                                .tokens("neighbour", "organization:990101")
                                .path("access_token")
                                .asString())
                        .ask("{ me { district { code } } }")
                        .leaves())
                .contains("990101"));
        for (Step step : steps.subList(1, steps.size() - 1)) {
            Answer answer = played(step);
            assertThat(answer.codes()).as(step.document()).isEmpty();
            assertThat(answer.json().findValues("message")).as(answer.text()).isEmpty();
        }
        JsonNode last = played(steps.getLast()).at("me/resident");
        assertThat(last.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(last.findValuesAsString("balance")).contains("10");
        // In between, the code was shown, which moves nothing.
        assertThat(last.findValuesAsString("toState")).contains("CONFIRMED", "ATTENDED");
    }

    private Answer played(Step step) {
        Map<String, String> variables = new HashMap<>();
        Matcher declared =
                VARIABLE.matcher(step.document().substring(0, step.document().indexOf('{')));
        while (declared.find()) variables.put(declared.group(1), told.getOrDefault(declared.group(1), ""));
        boolean member = !step.user().equals("neighbour") || told.containsKey("resident");
        Answer answer =
                demo.user(step.user(), member ? "organization:990101" : "").ask(step.document(), variables);
        for (String name : List.of("resident", "activity", "checkInCode", "verificationCode"))
            answer.json().findValues(name).stream()
                    .filter(JsonNode::isString)
                    .findFirst()
                    .ifPresent(value -> told.put(name, value.stringValue()));
        return answer;
    }

    private static List<Step> steps() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("linli.root"), "README.md"));
        String story = readme.substring(readme.indexOf("## A story to play"), readme.indexOf("## Follow a district"));
        List<Step> steps = new ArrayList<>();
        String user = "";
        Matcher next = STEP.matcher(story);
        while (next.find()) {
            // The first who is named in a numbered step acts in it.
            if (next.group(2) != null) steps.add(new Step(user, next.group(2)));
            else if (story.substring(0, next.start()).matches("(?s).*\\n[0-9]+\\. ")) user = next.group(1);
        }
        return steps;
    }
}
