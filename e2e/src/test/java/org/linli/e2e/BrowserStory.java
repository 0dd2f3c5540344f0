package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.e2e.Soon.soon;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

/** Somebody at a browser: the pages work without internet, log in through Keycloak, and show each role what it may see. */
@Tag("browser")
class BrowserStory {
    private static final String EDITOR = "return document.querySelector('[class*=%s] .CodeMirror')?.CodeMirror";
    private static final String CLEAR_PHONE = "1[0-9]{10}";
    private static final String MASKED_PHONE = "1[0-9]{2}[*]{4}[0-9]{4}";
    private static final String MASKED_IDENTITY = "[0-9][*]{16}[0-9X]";

    private final String start = RunningDemo.shared().stranger().address("/");

    /** A new one for each story, since GraphiQL remembers. */
    private final Browser browser = new Browser();

    @AfterEach
    void close(TestInfo story) {
        // What there was to see when the story ended, or failed.
        browser.screenshot(story.getDisplayName().replaceAll("\\W", ""));
        browser.close();
    }

    @Test
    void theStartPageCountsAndLeadsToGraphiQl() {
        browser.open(start);
        browser.click("button[data-lang='zh-CN']");
        assertThat(browser.text("#figures")).contains("16,532", "1,364", "590", "472", "606", "145");
        browser.screenshot("start-zh");
        browser.click("button[data-lang='en']");
        assertThat(browser.text("h1")).isEqualTo("One interface to the neighbourhood");
        browser.screenshot("start-en");
        browser.click("a.primary");
        assertThat(browser.text("#who")).isEqualTo("Guest");
        assertThat(run("Figures").at("/data/streets/nodes/0/figures").findValuesAsString("value"))
                .contains("16532");
        browser.screenshot("guest-figures");
        isAtPeace();
    }

    @Test
    void theMasksChangeWithWhoLooks() {
        JsonNode grid = masksFor("140213-grid", "GRID_WORKER");
        assertThat(people(grid)).isNotEmpty().allSatisfy(resident -> {
            assertThat(resident.path("phone").asString()).matches(CLEAR_PHONE + "|");
            assertThat(resident.path("identityNumber").asString()).matches(MASKED_IDENTITY + "|");
        });
        assertThat(people(grid).toString()).containsPattern(CLEAR_PHONE).containsPattern(MASKED_IDENTITY);

        String phone = grid.at("/data/oneRecord/phone").asString();
        assertThat(phone).matches(CLEAR_PHONE);

        JsonNode street = masksFor("140213-street", "STREET_OFFICER");
        assertThat(street.at("/data/residents/totalCount").intValue()).isEqualTo(16532);
        assertThat(people(street)).isNotEmpty().allSatisfy(resident -> {
            assertThat(resident.path("phone").asString()).matches(MASKED_PHONE + "|");
            assertThat(resident.path("identityNumber").isNull()).isTrue();
        });

        assertThat(street.at("/data/oneRecord/phone").asString()).matches(MASKED_PHONE);

        JsonNode admin = masksFor("140213-admin", "DISTRICT_ADMIN");
        assertThat(admin.at("/data/residents").isNull()).isTrue();
        assertThat(admin.at("/data/me/resident").isNull()).isTrue();
        assertThat(admin.at("/data/oneRecord").isNull()).isTrue();
        assertThat(admin.path("errors").findValuesAsString("code")).containsExactly("FORBIDDEN", "FORBIDDEN");

        JsonNode resident = masksFor("140213-resident", "RESIDENT");
        assertThat(resident.at("/data/residents").isNull()).isTrue();
        assertThat(resident.at("/data/me/resident/phone").asString()).isEqualTo(phone);
        assertThat(resident.at("/data/oneRecord/phone").asString()).isEqualTo(phone);
        assertThat(resident.at("/data/me/resident/identityNumber").asString()).matches(MASKED_IDENTITY);
        isAtPeace();
    }

    /** Logs in, runs the example of the masks, and logs out again. */
    private JsonNode masksFor(String username, String role) {
        browser.open(start + "graphiql");
        browser.logIn(username);
        soon(() -> assertThat(browser.text("#who")).contains(username, "平城区", role));
        assertThat(URI.create(browser.address())).hasPath("/graphiql").hasNoQuery();
        JsonNode answer = run("Masks");
        browser.screenshot("masks-" + username);
        browser.click("#logout");
        soon(() -> assertThat(browser.text("#who")).isEqualTo("Guest"));
        assertThat(browser.shows("#login")).isTrue();
        return answer;
    }

    /** Runs an example and returns what GraphiQL shows. */
    private JsonNode run(String example) {
        hasRead();
        browser.click(".graphiql-tab-button", example);
        hasRead();
        browser.click(".graphiql-execute-button");
        String[] shown = {""};
        soon(() -> {
            shown[0] = browser.script(EDITOR.formatted("result-window") + ".getValue()");
            assertThat(shown[0]).contains("\"data\"");
        });
        return Answer.json(shown[0]);
    }

    /** GraphiQL reads a document a moment after its tab is opened; who is quicker runs the operation of the tab before. */
    private void hasRead() {
        soon(() -> assertThat(browser.script(EDITOR.formatted("query-editor") + ".operationName"))
                .isEqualTo(browser.text(".graphiql-tab-active")));
    }

    private static List<JsonNode> people(JsonNode answer) {
        return answer.at("/data/residents/nodes").valueStream().toList();
    }

    /** Nothing was fetched from elsewhere (Chromium's own pages come from itself), and the console has no complaint. */
    private void isAtPeace() {
        assertThat(browser.fetched())
                .isNotEmpty()
                .allMatch(address -> address.matches("(data|blob|chrome):.*|http://localhost:\\d+/.*"));
        assertThat(browser.complaints()).isEmpty();
    }
}
