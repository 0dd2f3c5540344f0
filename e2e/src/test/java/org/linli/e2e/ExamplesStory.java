package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents that GraphiQL opens with show what their comments promise. */
class ExamplesStory {
    private static final Pattern DOCUMENT = Pattern.compile("query: `([^`]*)`");

    private final RunningDemo demo = RunningDemo.shared();
    private final String walk = example("Walk");

    @Test
    void anOfficerWalksFromTheStreetToItsEvaluations() {
        Answer answer = demo.user("990101-street").ask(walk);
        assertThat(answer.codes()).isEmpty();
        assertThat(answer.json().findValues("enrolledAt")).hasSizeGreaterThan(5);
        assertThat(answer.json().findValues("score")).hasSizeGreaterThan(5);
        assertThat(answer.json().findValuesAsString("comment")).allMatch(comment -> comment.startsWith("示例评价"));
    }

    /** Nothing scored is said about a real place. */
    @Test
    void inPingchengTheWalkEndsWithTheEnrolments() {
        Answer answer = demo.user("140213-street").ask(walk);
        assertThat(answer.codes()).isEmpty();
        assertThat(answer.leaves()).contains("水泊寺街道");
        assertThat(answer.json().findValues("enrolledAt")).hasSizeGreaterThan(5);
        assertThat(answer.json().findValues("score")).isEmpty();
    }

    @Test
    void aGuestIsToldWhereTheWalkIsClosed() {
        Answer answer = demo.guest("990101").ask(walk);
        assertThat(answer.codes()).isNotEmpty().containsOnly("FORBIDDEN");
        assertThat(answer.json().findValuesAsString("title")).isNotEmpty();
        assertThat(answer.json().findValues("enrolledAt")).isEmpty();
    }

    @Test
    void theOthersAnswerAsTheySay() {
        assertThat(demo.guest("140213").ask(example("Figures")).leaves()).contains("16532");
        assertThat(demo.guest("140213").ask(example("Months")).number("activities/totalCount"))
                .isGreaterThan(145);
        assertThat(demo.user("140213-grid").ask(example("Masks")).number("residents/totalCount"))
                .isGreaterThan(600);
    }

    private String example(String name) {
        List<String> found = DOCUMENT.matcher(
                        demo.stranger().open("/assets/examples.js").body())
                .results()
                .map(result -> result.group(1))
                .filter(document -> document.contains("query " + name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }
}
