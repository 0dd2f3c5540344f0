package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.e2e.Soon.soon;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody looks on as a district lives, while the server is started anew. */
@Tag("browser")
class LiveStory {
    private static final String OFFICER = "990101-officer";
    private static final String TITLE = "示例直播茶话会";

    private final RunningDemo demo = RunningDemo.shared();
    private final Browser browser = new Browser();

    @AfterEach
    void close() {
        browser.screenshot("live-end");
        browser.close();
    }

    @Test
    void thePageGoesOnWhereItWasAfterTheServerWas() {
        browser.open(demo.stranger().address("/live"));
        browser.click("button[data-lang='en']");
        browser.choose("#district", "990101");
        soon(() -> assertThat(browser.text("#state")).isEqualTo("Live"));
        browser.logIn(OFFICER);
        soon(() -> assertThat(browser.text("#who")).contains(OFFICER, "示例区"));
        soon(() -> assertThat(browser.text("#state")).isEqualTo("Live"));
        String head = demo.user(OFFICER).ask("{ updateHead }").at("updateHead").asString();

        soon(() -> assertThat(enrolments()).isNotNegative());
        int before = enrolments();
        // The next there is.
        SampleActivity activity = SampleActivity.published(
                demo, TITLE, OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(30));
        activity.does("990101-community", "openEnrolment(activity: $activity)");
        soon(() -> assertThat(browser.text("#cards")).contains(TITLE + " takes enrolments"));
        activity.does("990101-resident", "enrol(activity: $activity)");
        soon(() -> assertThat(browser.text("#cards")).contains("Somebody has a seat in " + TITLE));
        assertThat(browser.text("#coming")).contains(TITLE, "4 of 5 seats left");
        assertThat(enrolments()).isEqualTo(before + 1);
        browser.screenshot("live-before");
        assertThat(browser.complaints()).isEmpty();

        assertThat(demo.stop()).isEmpty();
        soon(() -> assertThat(browser.text("#state")).contains("The connection is gone"));
        browser.screenshot("live-away");
        demo.start(false);
        // Perhaps before the page is back.
        activity.does("990101-resident", "cancelEnrolment(activity: $activity)");
        soon(() -> assertThat(browser.text("#state")).isEqualTo("Live"));
        activity.does("990101-resident", "enrol(activity: $activity)");

        soon(() -> {
            List<String> log = log(head);
            List<String> shown = shown();
            // Before them is what had happened when the page came.
            assertThat(log).hasSizeGreaterThan(7);
            assertThat(shown).endsWith(log.toArray(String[]::new)).doesNotHaveDuplicates();
        });
        assertThat(browser.text("#cards")).contains("Somebody gave up a place in " + TITLE);
        assertThat(enrolments()).isEqualTo(before + 2);
        browser.screenshot("live-after");
        browser.click("button[data-lang='zh-CN']");
        soon(() -> assertThat(browser.text("#cards")).contains("有人报上了 " + TITLE));
        browser.shrink();
        browser.screenshot("live-phone");
    }

    /** How many the page counts today; -1 where it says nothing of them. */
    private int enrolments() {
        return Integer.parseInt(browser.script("""
                const tally = [...document.querySelectorAll('#tallies div')].find(one => one.firstChild.textContent === 'Enrolments');
                return tally ? tally.lastChild.textContent.replaceAll(',', '') : '-1'
                """));
    }

    /** The updates on the page, as they came. */
    private List<String> shown() {
        String ids = browser.script(
                "return [...document.querySelectorAll('#cards li')].map(card => card.dataset.update).reverse().join(' ')");
        return List.of(ids.split(" "));
    }

    /** The district's log since then. */
    private List<String> log(String since) {
        Answer answer = demo.user(OFFICER)
                .ask(
                        "query($after: Cursor) { updates(first: 100, after: $after) { nodes { id } } }",
                        Map.of("after", since));
        return answer.at("updates/nodes").findValuesAsString("id");
    }
}
