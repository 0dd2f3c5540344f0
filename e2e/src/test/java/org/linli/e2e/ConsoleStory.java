package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.e2e.Soon.soon;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Node;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.openqa.selenium.Keys;

/** From an empty installation, at a browser: an operator brings a district on board, and its administrator sets it up. */
@Tag("browser")
class ConsoleStory {
    private static final String CODE = "990311";

    private static Keycloak keycloak;
    private static Node node;

    private final Browser browser = new Browser();

    @BeforeAll
    static void start() {
        Database place = Postgres.shared().freshDatabase("console");
        Migrations.migrate(
                place.jdbcUrl(), place.migrator().user(), place.migrator().password());
        // Its accounts change.
        keycloak = Keycloak.throwaway();
        node = new Node(place, keycloak.issuer())
                .with("LINLI_JOBS", "true")
                .with("LINLI_KEYCLOAK_PROVISIONERSECRET", "linli-provisioner-dev-secret")
                .with("LINLI_KEYCLOAK_REGISTRARSECRET", "linli-registrar-dev-secret")
                .start();
    }

    @AfterAll
    static void stop() {
        node.close();
        keycloak.close();
    }

    @AfterEach
    void close(TestInfo story) {
        browser.screenshot("console-" + story.getDisplayName().replaceAll("\\W", ""));
        browser.close();
    }

    @Test
    void aDistrictComesOnBoardAndIsSetUp() {
        operatorBringsItOnBoard();
        operatorSuspendsAndResumes();
        isAtPeace();
    }

    /** Without a mouse. */
    private void operatorBringsItOnBoard() {
        browser.open(node.at() + "console");
        browser.click("button[data-lang='zh-CN']");
        assertThat(browser.text("h1")).isEqualTo("登录控制台");
        browser.screenshot("console-entrance");
        browser.tabTo("#operator-login");
        browser.press(Keys.ENTER);
        browser.signIn("operator", Keycloak.PASSWORD);
        soon(() -> assertThat(browser.text("#who")).isEqualTo("operator · 平台运营"));
        soon(() -> assertThat(browser.text("#live")).isEqualTo("实时"));
        assertThat(browser.text(".empty")).isEqualTo("没有符合条件的区县。");
        browser.tabTo("a[href='#/onboardings/new']");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.holdsKeyboard("h1")).isTrue());
        browser.tabTo("[name=code]");
        browser.press("99031");
        browser.tabTo("[name=name]");
        browser.press("示例二区");
        browser.tabTo("[name=administrator]");
        browser.press("示例管理员");
        browser.tabTo("[name=username]");
        browser.press("newcomer");
        browser.tabTo("[name=email]");
        browser.press("newcomer@example.test");
        browser.tabTo("button[value='0']");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text("form .fault")).isEqualTo("不是六位数字，或为平台保留。"));
        assertThat(browser.holdsKeyboard("[name=code]")).isTrue();
        browser.screenshot("console-dry-run");
        browser.press(Keys.END, "1");
        browser.tabTo("button.primary");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("开通完成"));
        browser.screenshot("console-onboarding");
    }

    private void operatorSuspendsAndResumes() {
        browser.click("button[data-lang='en']");
        browser.click(".standing a");
        soon(() -> assertThat(browser.text("h1")).isEqualTo("示例二区 " + CODE));
        browser.click("[data-key='suspend']");
        browser.click("dialog button.primary");
        assertThat(browser.text("dialog .fault")).isEqualTo("Fill this in.");
        browser.press("A sample reason");
        browser.screenshot("console-suspend");
        browser.tabTo("dialog button.primary");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("Suspended"));
        browser.screenshot("console-district");
        browser.click("[data-key='resume']");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("In use"));
        browser.click("#sections a", "Trail");
        soon(() -> assertThat(browser.text("table"))
                .contains("District suspended", "A sample reason", "District resumed"));
        browser.screenshot("console-trail");
        browser.click("#logout");
        soon(() -> assertThat(browser.text("h1")).isEqualTo("Log in to the console"));
    }

    /** Nothing was fetched from elsewhere, and nothing breaks the pages' policy or fails. */
    private void isAtPeace() {
        assertThat(browser.fetched())
                .isNotEmpty()
                .allMatch(address -> address.matches("(data|blob|chrome):.*|http://localhost:\\d+/.*"));
        assertThat(browser.complaints()).isEmpty();
    }
}
