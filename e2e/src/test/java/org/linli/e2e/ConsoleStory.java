package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.e2e.Soon.soon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Mail;
import org.linli.services.Node;
import org.linli.services.Postgres;
import org.linli.services.SignIn;
import org.linli.tenancy.Migrations;
import org.openqa.selenium.Keys;

/** From an empty installation, at a browser: an operator brings a district on board, and its administrator sets it up. */
@Tag("browser")
class ConsoleStory {
    private static final String CODE = "990311";
    private static final String APPLICANT = "990312";

    /** One of them claims more than being registered. */
    private static final List<List<String>> RESIDENTS = List.of(
            List.of("Code", "Name", "Grid code", "Residence", "Registered on", "Identity number", "Standing"),
            List.of("R-1", "示例居民", "G", "Registered", "2024-01-08", "", ""),
            List.of("R-2", "示例住户", "G", "Registered", "2024-01-08", "990101199001010019", "Active"));

    private static Database place;
    private static Keycloak keycloak;
    private static Mail mail;
    private static Node node;

    private final Browser browser = new Browser();

    @TempDir
    private Path given;

    @BeforeAll
    static void start() {
        place = Postgres.shared().freshDatabase("console");
        Migrations.migrate(
                place.jdbcUrl(), place.migrator().user(), place.migrator().password());
        // Its accounts change.
        keycloak = Keycloak.throwaway();
        enrol();
        mail = Mail.shared();
        node = new Node(place, keycloak.issuer())
                .with("LINLI_JOBS", "true")
                .with("LINLI_KEYCLOAK_PROVISIONERSECRET", "linli-provisioner-dev-secret")
                .with("LINLI_KEYCLOAK_REGISTRARSECRET", "linli-registrar-dev-secret")
                .with("LINLI_KEYCLOAK_OBSERVERSECRET", "linli-observer-dev-secret")
                .with("LINLI_DELETION_KEY", "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtLS0=")
                .with("SPRING_MAIL_HOST", "127.0.0.1")
                .with("SPRING_MAIL_PORT", String.valueOf(mail.port()));
        node.with("LINLI_MAIL_CONSOLE", node.at() + "console").start();
    }

    /** A district that is there already, whose accounts have roles. */
    private static void enrol() {
        try (Connection migrator = place.connectAsMigrator();
                var statement = migrator.createStatement()) {
            statement.execute("""
                    insert into district (id, code, name, kc_org_id)
                    values ('01900000-0000-7000-8000-000000140213', '140213', '平城区', '01900000-0000-4000-8000-000000140213')
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
        administratorBegins();
        itLeavesWithProof();
        isAtPeace();
    }

    @Test
    void aDistrictAppliesIsOpenedAndGoesLive() {
        itApplies();
        operatorOpensIt();
        administratorTakesTheInvitation();
        administratorBringsAWorkbook();
        secondAdministratorConfirmsTheOfficer();
        officerConfirmsAndBringsThePeople();
        itGoesLive();
        operatorFetchesAnArchive();
        cityLooksOn();
        isAtPeace();
    }

    @Test
    void itsPeopleAndSpreadsheetsAreBroughtInAndConfirmed() {
        nobodyIsOfADistrictThatThereIsNot();
        logIn("140213", "140213-admin");
        spreadsheetIsCheckedAndTakenOver();
        somebodyIsInvited();
        integrationIsRegisteredAndWithdrawn();
        officerConfirms();
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
        assertThat(browser.text("main table")).contains("140213", "平城区", "运行中");
        browser.tabTo("a[href='#/onboardings/new']");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.holdsKeyboard("h1")).isTrue());
        browser.tabTo("[name=code]");
        browser.press("99031");
        browser.tabTo("[name=name]");
        browser.press("示例二区");
        browser.tabTo("[name=timeZone]");
        browser.overwrite("Mars/Base");
        browser.tabTo("[name=sample]");
        browser.press(Keys.SPACE);
        browser.tabTo("[name=administrator]");
        browser.press("示例管理员");
        browser.tabTo("[name=username]");
        browser.press("beginner");
        browser.tabTo("[name=email]");
        browser.press("beginner@example.test");
        browser.tabTo("button[value='0']");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text("form .fault")).isEqualTo("不是六位数字，或为平台保留。"));
        assertThat(browser.holdsKeyboard("[name=code]")).isTrue();
        browser.screenshot("console-dry-run");
        browser.press(Keys.END, "1");
        browser.tabTo("button[value='0']");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text("form .fault")).isEqualTo("没有这个时区：须为 IANA 时区名，如 Asia/Shanghai。"));
        assertThat(browser.holdsKeyboard("[name=timeZone]")).isTrue();
        browser.overwrite("Asia/Shanghai");
        browser.tabTo("button.primary");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("开通完成"));
        browser.screenshot("console-onboarding");
    }

    private void operatorSuspendsAndResumes() {
        browser.click("button[data-lang='en']");
        browser.click(".standing a");
        soon(() -> assertThat(browser.text("h1")).isEqualTo("示例二区 " + CODE));
        browser.click("[data-key='quota']");
        browser.type("dialog [name=requestsPerSecond]", "0");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("dialog .fault")).contains("100000"));
        browser.type("dialog [name=requestsPerSecond]", "250");
        browser.screenshot("console-quota");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main")).contains("250"));
        browser.click("[data-key='move']");
        browser.type("dialog [name=cell]", "elsewhere");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("dialog .fault")).isNotBlank());
        browser.screenshot("console-move");
        browser.press(Keys.ESCAPE);
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
        browser.type("[name=code]", "140213");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text("main")).contains("Nothing yet."));
        browser.type("[name=code]", CODE);
        browser.choose("[name=type]", "DISTRICT_SUSPENDED");
        soon(() -> assertThat(browser.text("table")).contains("A sample reason").doesNotContain("District resumed"));
        browser.click("#logout");
        soon(() -> assertThat(browser.text("h1")).isEqualTo("Log in to the console"));
    }

    /** Without an account: a form, a letter, a button. */
    private void itApplies() {
        browser.open(node.at() + "console");
        browser.click("button[data-lang='en']");
        browser.click("a[href='#/apply']");
        browser.type("[name=code]", APPLICANT);
        browser.type("[name=name]", "示例三区");
        browser.type("[name=unit]", "示例单位");
        browser.type("[name=contact]", "示例申请人");
        browser.type("[name=email]", "applicant@example.test");
        browser.type("[name=phone]", "12");
        browser.click("button.primary");
        soon(() -> assertThat(browser.text("form .fault")).isEqualTo("5 to 20 digits, spaces and dashes."));
        browser.screenshot("console-apply");
        browser.type("[name=phone]", "0000-0000000");
        browser.click("button.primary");
        soon(() -> assertThat(browser.text("#received")).contains("48 hours"));
        browser.open(mail.to("applicant@example.test").link());
        browser.click("#confirm");
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("To be reviewed"));
        browser.screenshot("console-applied");
        browser.script("""
                return fetch('/platform/graphql', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({
                  query: `mutation { applyForDistrict(application: { code: "990313", name: "示例四区", unit: "示例单位", contact: "示例申请人",
                    email: "another@example.test", phone: "0000-0000000" }) { __typename } }` }) }).then(answer => answer.text());
                """);
        browser.open(mail.to("another@example.test").link());
        browser.click("#confirm");
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("To be reviewed"));
    }

    private void operatorOpensIt() {
        browser.open(node.at() + "console");
        browser.click("#operator-login");
        browser.signIn("operator", Keycloak.PASSWORD);
        browser.click("#sections a", "Coming on board");
        browser.click("[data-key=many]");
        browser.type(
                "dialog [name=rows]",
                "code,name,username,email,administrator\n990321,\"示例,甲区\",first,first@example.test,示例,,en,FILES POINTS\n99032,示例乙区,second,second@example.test,示例");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("dialog .fault")).startsWith("Line 3: "));
        browser.screenshot("console-many");
        browser.give("#many-file", file("many.csv", "990321,\"示例,甲区\",first,first@example.test,示例,,en,FILES POINTS\n"));
        soon(() -> assertThat(browser.script("return document.querySelector('dialog [name=rows]').value"))
                .startsWith("990321"));
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main table")).contains("示例,甲区"));
        browser.click("#sections a", "Applications");
        browser.click("main table a", "示例四区");
        browser.click("[data-key=decline]");
        browser.type("dialog [name=reason]", "A sample reason");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("Declined"));
        browser.screenshot("console-declined");
        browser.click("#sections a", "Applications");
        browser.click("main table a", "示例三区");
        soon(() -> assertThat(browser.text(".facts")).contains("示例单位", "示例申请人"));
        browser.screenshot("console-application");
        browser.click("[data-key=open]");
        soon(() -> assertThat(browser.text("dialog"))
                .contains("Monday–Friday 08:30-12:00, 14:30-18:00", "Requests a second, of a server 5,000"));
        browser.screenshot("console-open");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("Ready"));
        browser.screenshot("console-opened");
        tokenIsTold();
        logOut();
    }

    /** Without a mouse. */
    private void tokenIsTold() {
        browser.tabTo("#token");
        browser.press(Keys.ENTER);
        soon(() ->
                assertThat(browser.text("dialog")).contains(node.at() + "platform/graphql", "Good until", "Bearer "));
        assertThat(browser.holdsKeyboard("#secret")).isTrue();
        browser.screenshot("console-token");
        browser.tabTo("#copy");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text("dialog [role=status]")).isNotBlank());
        browser.press(Keys.ESCAPE);
    }

    /** A letter, a password of one's own on Keycloak's page, and back to the console, in the account's language. */
    private void take(String address, String done) {
        browser.open(invitation(address));
        browser.screenshot("console-invitation");
        browser.click("#kc-info-message a");
        browser.type("#password-new", Keycloak.PASSWORD);
        browser.type("#password-confirm", Keycloak.PASSWORD);
        browser.screenshot("console-password");
        browser.click("#kc-passwd-update-form [type=submit]");
        soon(() -> assertThat(browser.text("#kc-page-title")).isEqualTo(done));
        browser.screenshot("console-password-set");
        browser.click("#kc-info-message a");
        soon(() -> assertThat(browser.address()).startsWith(node.at() + "console"));
    }

    private void administratorTakesTheInvitation() {
        take("applicant@example.test", "Account updated");
        logIn(APPLICANT, "admin-" + APPLICANT);
        soon(() -> assertThat(browser.text(".way")).contains("Streets, communities, compounds and grids missing"));
        assertThat(browser.script("return document.querySelector('[data-key=goLive]').disabled"))
                .isEqualTo("true");
        assertThat(browser.text("#in-the-way")).contains("Streets, communities", "Staff", "Residents", "Merchants");
        browser.screenshot("console-setup-missing");
        assertThat(guest().ask("{ streets { totalCount } }").codes()).containsExactly("DISTRICT_NOT_LIVE");
    }

    private void administratorBringsAWorkbook() {
        bring(Map.of(
                "Streets", List.of(List.of("Code", "Name"), List.of("S", "示例街道")),
                "Communities", List.of(List.of("Code", "Name", "Street code"), List.of("C", "示例社区", "S")),
                "Compounds", List.of(List.of("Code", "Name", "Community code"), List.of("X", "示例小区", "C")),
                "Grids", List.of(List.of("Code", "Name", "Community code"), List.of("G", "示例网格", "C")),
                "Staff",
                        List.of(
                                List.of("Name", "Username", "E-mail", "Role", "Place code"),
                                List.of("示例同事", "second", "second@example.test", "District admin", ""),
                                List.of("示例主管", "officer", "officer@example.test", "District officer", ""),
                                List.of("示例网格员", "worker", "worker@example.test", "Grid worker", "G")),
                "Residents", RESIDENTS));
        assertThat(browser.text("main .note"))
                .isEqualTo("Left out: Residents. A district officer brings them in, by the same file.");
        browser.screenshot("console-workbook");
        browser.click("#sections a", "To confirm");
        soon(() -> assertThat(browser.text("main table"))
                .contains("another district admin confirms this one", "a district officer confirms this one"));
        assertThat(browser.shows("main table button")).isFalse();
        browser.screenshot("console-for-others");
        logOut();
    }

    private void secondAdministratorConfirmsTheOfficer() {
        accept("second@example.test");
        logIn(APPLICANT, "second");
        browser.click("#sections a", "To confirm");
        soon(() -> assertThat(browser.text("main table")).contains("officer"));
        browser.click("main table button", "Confirm");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main table")).doesNotContain("示例主管"));
        logOut();
    }

    private void officerConfirmsAndBringsThePeople() {
        accept("officer@example.test");
        logIn(APPLICANT, "officer");
        assertThat(browser.text("h1")).isEqualTo("To confirm");
        browser.click("main th input");
        browser.click("main .buttons button.primary", "Confirm those ticked (1)");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main")).contains("No role waits.").contains("示例网格"));
        browser.screenshot("console-to-confirm");
        browser.click("main table button", "Confirm");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main")).contains("No duty waits."));
        bring(Map.of(
                "Residents",
                RESIDENTS,
                "Merchants",
                List.of(
                        List.of("Code", "Name", "Category", "Address", "Contact", "Contact phone", "Grid code"),
                        List.of("M-1", "示例便利店", "Retail", "示例路1号", "示例店主", "11100000002", "G"))));
        browser.screenshot("console-people");
        browser.click("#sections a", "To confirm");
        soon(() -> assertThat(browser.text("main"))
                .contains("Batches of residents", "another district officer confirms this one"));
        browser.screenshot("console-batch-waits");
        browser.click("#sections a", "Archive");
        browser.click("[data-key=issueKey]");
        browser.click("dialog button.primary");
        assertThat(browser.text("#secret")).hasSizeGreaterThan(20);
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main .note")).startsWith("Archives are sealed for the key of"));
        browser.screenshot("console-archive-key");
        logOut();
    }

    private void itGoesLive() {
        logIn(APPLICANT, "admin-" + APPLICANT);
        soon(() -> assertThat(browser.text(".way")).doesNotContain("missing"));
        browser.screenshot("console-complete");
        browser.click("[data-key=goLive]");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main .note")).startsWith("Live since"));
        browser.screenshot("console-live");
        soon(() -> assertThat(guest().ask("{ streets { nodes { name } } }").toString())
                .contains("示例街道"));
        vendorsClientIsGrantedAndWithdrawn();
        logOut();
    }

    /** One that another district has registered, by the contract. */
    private void vendorsClientIsGrantedAndWithdrawn() {
        Visitor vendor = new Visitor(
                "vendor", node.at(), () -> Map.of("Authorization", "Bearer " + keycloak.token("140213-admin")));
        vendor.ask(
                "mutation { registerFrontend(name: \"通用前端\", redirectAddresses: [\"https://vendor.example/\"], vendor: true) { __typename } }");
        String ready = "{ clients(where: {vendor: {eq: true}, status: {eq: READY}}) { nodes { clientId } } }";
        soon(() -> assertThat(vendor.ask(ready).toString()).contains("clientId"));
        browser.click("#sections a", "Clients");
        browser.click("#grant-vendor");
        browser.type("dialog [name=clientId]", "nobody's");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("dialog .fault")).isNotBlank());
        browser.type(
                "dialog [name=clientId]",
                vendor.ask(ready).at("clients/nodes/0/clientId").asString());
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("h1")).isEqualTo("通用前端"));
        soon(() -> assertThat(browser.text(".standing .badge")).isEqualTo("Ready"));
        browser.screenshot("console-vendor");
        browser.click("[data-key=withdraw]");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text(".standing .badge")).isEqualTo("Withdrawn"));
    }

    private void operatorInvitesAnAdministrator() {
        browser.click("[data-key=inviteAdministrator]");
        browser.type("dialog [name=name]", "示例继任");
        browser.type("dialog [name=username]", "third");
        browser.type("dialog [name=email]", "third@example.test");
        browser.screenshot("console-administrator");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main")).contains("示例继任", "Invited"));
        assertThat(invitation("third@example.test")).isNotBlank();
    }

    private void operatorFetchesAnArchive() {
        browser.click("#operator-login");
        browser.signIn("operator", Keycloak.PASSWORD);
        browser.click("main table a", "示例三区");
        soon(() -> assertThat(browser.text("main")).contains("Application accepted"));
        browser.click("[data-key=export]");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main table .badge")).isEqualTo("Ready"));
        browser.screenshot("console-archive");
        browser.keepsByItself();
        browser.click("main table button", "Fetch");
        assertThat(browser.kept("linli-" + APPLICANT + ".linli")).isNotEmpty();
        operatorInvitesAnAdministrator();
        operatorRestoresTheOrganization();
        logOut();
    }

    /** As after somebody has deleted it by hand. */
    private void operatorRestoresTheOrganization() {
        organizationIsDeleted();
        soon(() -> assertThat(browser.text("#drifts")).contains("the organization is missing"));
        browser.screenshot("console-organization-missing");
        browser.click("#drifts button", "Restore");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("#drifts")).contains("None."));
        browser.choose("#drifts [name=drifts]", "closed");
        soon(() -> assertThat(browser.text("#drifts table")).contains("the organization is missing", "Repaired"));
    }

    private static void organizationIsDeleted() {
        try (Connection migrator = place.connectAsMigrator();
                var statement = migrator.createStatement();
                var rows = statement.executeQuery("select kc_org_id from district where code = '" + APPLICANT + "'");
                HttpClient http = HttpClient.newHttpClient()) {
            rows.next();
            URI organization = URI.create(keycloak.issuer().toString().replace("/realms/", "/admin/realms/")
                    + "/organizations/" + rows.getString(1));
            HttpRequest delete = HttpRequest.newBuilder(organization)
                    .header("Authorization", "Bearer " + keycloak.clientToken("by-hand", "by-hand-dev-secret"))
                    .DELETE()
                    .build();
            assertThat(http.send(delete, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
        } catch (SQLException | IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void cityLooksOn() {
        browser.click("#operator-login");
        browser.signIn("city", Keycloak.PASSWORD);
        soon(() -> assertThat(browser.text("h1")).isEqualTo("City view"));
        soon(() -> assertThat(browser.text("main")).contains("平城区"));
        assertThat(browser.text("#sections")).isEqualTo("City view");
        browser.screenshot("console-city");
    }

    /** What anybody sees. */
    private static Visitor guest() {
        return new Visitor("guest", node.at(), () -> Map.of("X-District", APPLICANT));
    }

    /** Drops a workbook, and has it checked and taken over. */
    private void bring(Map<String, List<List<String>>> sheets) {
        browser.click("#sections a", "Data");
        soon(() -> assertThat(browser.shows(".drop")).isTrue());
        if (browser.shows("#kind-DUTY")) browser.click("#kind-DUTY");
        browser.drop(".drop", "示例.xlsx", workbook(sheets));
        browser.click(".doors button.primary");
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("Checked"));
        soon(() -> assertThat(browser.text("main")).contains("No faults."));
        browser.click("[data-key=run]");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("Done"));
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(given.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sheets by their names, rows of cells, the first of them the header. */
    private static byte[] workbook(Map<String, List<List<String>>> sheets) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", "1.0")) {
            sheets.forEach((name, rows) -> {
                Worksheet sheet = workbook.newWorksheet(name);
                for (int row = 0; row < rows.size(); row++)
                    for (int cell = 0; cell < rows.get(row).size(); cell++)
                        sheet.value(row, cell, rows.get(row).get(cell));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The link of the letter in which Keycloak asks for a password; whoever applied has letters of ours as well. */
    private static String invitation(String address) {
        String[] link = {""};
        soon(() -> {
            link[0] = mail.all(address).stream()
                    .map(Mail.Letter::link)
                    .filter(each -> each.startsWith(keycloak.issuer().toString()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no invitation came to " + address));
        });
        return link[0];
    }

    /** As the first administrator did at the page. */
    private static void accept(String address) {
        SignIn.accept(keycloak.issuer(), invitation(address), Keycloak.PASSWORD);
    }

    private void logOut() {
        browser.click("#logout");
        soon(() -> assertThat(browser.shows("#operator-login")).isTrue());
    }

    /** The one whom the operator named, with the keyboard, in Chinese; what is a sample is there and live already. */
    private void administratorBegins() {
        browser.click("button[data-lang='zh-CN']");
        take("beginner@example.test", "账户已更新");
        assertThat(browser.script("return document.querySelector('[name=code]').value"))
                .isEqualTo(CODE);
        browser.tabTo("[name=code]");
        browser.press(Keys.ENTER);
        browser.signIn("beginner", Keycloak.PASSWORD);
        soon(() -> assertThat(browser.text("#who")).isEqualTo("beginner · 示例二区 · 系统管理员"));
        assertThat(browser.text("h1")).isEqualTo("配置向导");
        soon(() -> assertThat(browser.text(".way")).contains("街道、社区、小区和网格 已完成"));
        assertThat(browser.text("main .note")).startsWith("已于");
        assertThat(browser.shows("[data-key=goLive]")).isFalse();
        browser.screenshot("console-setup");
        browser.tabTo("#sections a[href='#/settings']");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.shows("#package-POINTS")).isTrue());
        browser.tabTo("#package-POINTS");
        browser.press(Keys.SPACE);
        assertThat(browser.script("return document.getElementById('package-MERCHANTS').checked"))
                .isEqualTo("false");
        browser.screenshot("console-packages");
        browser.tabTo("button.primary");
        browser.press(Keys.ENTER);
        assertThat(browser.text("dialog h2")).isEqualTo("关闭 活动与夜校、商家、积分、驻街单位与志愿服务？");
        browser.screenshot("console-switch-off");
        browser.tabTo("dialog button.primary");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text("main form .answer")).startsWith("已保存"));
        browser.choose("[name=retention]", "DAYS_365");
        browser.click("#general button.primary");
        soon(() -> assertThat(
                        browser.script(
                                "return document.querySelector('[name=retention]').value + document.querySelector('#general .answer').textContent"))
                .startsWith("DAYS_365已保存"));
        browser.click("#sections a[href='#/calendar']");
        browser.type("[name=SATURDAY]", "09:00-12:00, 11:00-13:00");
        browser.click("button.primary");
        soon(() -> assertThat(browser.text("form .fault")).isNotBlank());
        browser.screenshot("console-calendar");
        browser.type("[name=SATURDAY]", "9:00-12:00");
        browser.click("button.primary");
        soon(() -> assertThat(browser.text("form .answer")).isEqualTo("已保存。"));
        browser.click("#sections a[href='#/usage']");
        soon(() -> assertThat(browser.text(".facts")).contains("已用存储", "250"));
        browser.screenshot("console-usage");
        browser.click("#logout");
        soon(() -> assertThat(browser.text("h1")).isEqualTo("登录控制台"));
    }

    /** As a sample it may leave at once. */
    private void itLeavesWithProof() {
        browser.click("#operator-login");
        browser.signIn("operator", Keycloak.PASSWORD);
        browser.click("main table a", "示例二区");
        browser.click("[data-key=export]");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main")).contains("区县尚未生成归档密钥"));
        browser.click("[data-key=suspend]");
        browser.type("dialog [name=reason]", "示例原因");
        browser.click("dialog button.primary");
        browser.click("[data-key=delete]");
        browser.type("dialog [name=reason]", "示例原因");
        browser.type("dialog [name=typed]", "140213");
        browser.click("dialog button.primary");
        assertThat(browser.text("dialog .fault")).isEqualTo("以确认没有选错。");
        browser.type("dialog [name=typed]", CODE);
        browser.screenshot("console-delete");
        browser.click("dialog button.primary");
        browser.click("[data-key=stay]");
        browser.screenshot("console-stay");
        browser.click("dialog button.primary");
        browser.click("[data-key=delete]");
        browser.type("dialog [name=graceDays]", "0");
        browser.type("dialog [name=reason]", "示例原因");
        browser.type("dialog [name=typed]", CODE);
        assertThat(browser.text("dialog")).contains("也没有归档密钥").doesNotContain("同时导出一份归档");
        browser.click("dialog button.primary");
        browser.click("#sections a", "退出与删除");
        browser.click("main table a", "示例二区");
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("已删除"));
        browser.click("summary");
        assertThat(browser.text("#certificate")).contains(CODE);
        browser.screenshot("console-certificate");
        browser.keepsByItself();
        browser.click("[data-key=certificate]");
        assertThat(browser.kept("linli-" + CODE + "-certificate.jws"))
                .asString()
                .contains(".");
    }

    private void logIn(String code, String username) {
        browser.open(node.at() + "console");
        browser.click("button[data-lang='en']");
        browser.type("[name=code]", code);
        browser.click("#district-door button");
        browser.signIn(username, Keycloak.PASSWORD);
        soon(() -> assertThat(browser.text("#live")).isEqualTo("Connected"));
    }

    private void nobodyIsOfADistrictThatThereIsNot() {
        browser.open(node.at() + "console");
        browser.click("button[data-lang='en']");
        browser.type("[name=code]", "999999");
        browser.click("#district-door button");
        soon(() -> assertThat(browser.text("main .refused"))
                .isEqualTo("There is no district with this code, or it is suspended."));
    }

    /** Without a mouse, but for the file chooser, which is the browser's. */
    private void spreadsheetIsCheckedAndTakenOver() {
        browser.tabTo("#sections a[href='#/data']");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.holdsKeyboard("h1")).isTrue());
        String header = browser.script("return fetch('/templates/street.csv').then(answer => answer.text())")
                .lines()
                .findFirst()
                .orElseThrow();
        browser.give("#file", file("README.md", "# Streets"));
        browser.click(".doors button.primary");
        assertThat(browser.text(".drop .fault")).isEqualTo("Only XLSX or CSV.");
        browser.give("#file", file("linli-street.csv", header + "\nS-1,示例一街\n,示例二街\nS-1,示例三街\n"));
        assertThat(browser.text(".chosen")).startsWith("linli-street.csv");
        browser.screenshot("console-data");
        browser.tabTo(".doors button.primary");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("Checked"));
        soon(() -> assertThat(browser.text("main table")).contains("Streets", "3", "4"));
        browser.screenshot("console-report");
        browser.tabTo("[data-key=run]");
        browser.press(Keys.SPACE);
        browser.tabTo("dialog button.primary");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text(".badge")).isEqualTo("Done"));
        soon(() -> assertThat(browser.text(".facts")).contains("Taken over\n1"));
        browser.screenshot("console-imported");
    }

    private void somebodyIsInvited() {
        browser.click("#sections a", "Staff");
        browser.click("#invite");
        browser.type("dialog [name=name]", "示例邻居");
        browser.type("dialog [name=email]", "neighbour@example.test");
        browser.type("dialog [name=username]", "neighbour");
        browser.click("dialog #invite-STREET_OFFICER");
        browser.screenshot("console-invite");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text(".standing .badge")).isEqualTo("Connected"));
        assertThat(browser.text("main table")).contains("Street officer", "Proposed");
        browser.click("[data-key=assign]");
        browser.choose("dialog [name=role]", "STREET_OFFICER");
        browser.type("dialog [name=territory]", "S-1");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main")).contains("示例一街 S-1"));
        rolesAndSessionsEnd();
        browser.screenshot("console-person");
    }

    private void rolesAndSessionsEnd() {
        browser.click("[data-key=giveRole]");
        browser.choose("dialog [name=role]", "AUDITOR");
        browser.click("dialog button.primary");
        browser.click("[data-key=withdraw-AUDITOR]");
        browser.type("dialog [name=reason]", "A sample reason");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main table")).contains("Withdrawn"));
        browser.click("[data-key=endSessions]");
        browser.type("dialog [name=reason]", "Another reason");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main")).contains("Sessions ended", "Another reason"));
    }

    /** Without a mouse. */
    private void frontendIsRegistered() {
        browser.tabTo("#sections a[href='#/clients']");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text("main")).contains("Webhooks"));
        browser.tabTo("#register-frontend");
        browser.press(Keys.ENTER);
        assertThat(browser.holdsKeyboard("dialog [name=name]")).isTrue();
        browser.press("示例小程序");
        browser.tabTo("dialog [name=redirectAddresses]");
        browser.press("http://elsewhere.example/");
        browser.tabTo("dialog button.primary");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text("dialog .fault")).startsWith("The address \"http://elsewhere.example/\""));
        browser.screenshot("console-frontend");
        assertThat(browser.holdsKeyboard("dialog [name=redirectAddresses]")).isTrue();
        browser.overwrite("https://elsewhere.example/");
        browser.tabTo("dialog button.primary");
        browser.press(Keys.ENTER);
        soon(() -> assertThat(browser.text(".standing .badge")).isEqualTo("Ready"));
    }

    private void integrationIsRegisteredAndWithdrawn() {
        frontendIsRegistered();
        browser.click("#sections a", "Clients");
        browser.click("#register-integration");
        browser.type("dialog [name=name]", "示例系统");
        browser.click("dialog button.primary");
        assertThat(browser.text("#secret")).hasSizeGreaterThan(20);
        browser.screenshot("console-secret");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text(".standing .badge")).isEqualTo("Ready"));
        requestsAMinute("50");
        soon(() -> assertThat(browser.text(".facts")).contains("Requests a minute\n50"));
        requestsAMinute("");
        soon(() -> assertThat(browser.text(".facts")).contains("Requests a minute\nthe usual one"));
        String secret = rotated();
        assertThat(rotated()).hasSizeGreaterThan(20).isNotEqualTo(secret);
        browser.click("[data-key=withdraw]");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text(".standing .badge")).isEqualTo("Withdrawn"));
        browser.screenshot("console-client");
        browser.click("#logout");
    }

    private void requestsAMinute(String count) {
        browser.click("[data-key=change]");
        browser.type("dialog [name=requestsPerMinute]", count);
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.shows("dialog")).isFalse());
    }

    private String rotated() {
        soon(() -> assertThat(browser.text(".standing .badge")).isEqualTo("Ready"));
        browser.click("[data-key=rotate]");
        browser.click("dialog button.primary");
        String secret = browser.text("#secret");
        browser.click("dialog button.primary");
        return secret;
    }

    private void officerConfirms() {
        logIn("140213", "140213-officer");
        browser.click("#sections a", "To confirm");
        soon(() -> assertThat(browser.text("main")).contains("neighbour", "示例一街"));
        browser.screenshot("console-confirmations");
        browser.click("main table button", "Confirm");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main")).contains("No role waits."));
        browser.click("main table button", "Confirm");
        browser.click("dialog button.primary");
        soon(() -> assertThat(browser.text("main")).contains("No duty waits."));
    }

    /** Nothing was fetched from elsewhere, and nothing breaks the pages' policy or fails. */
    private void isAtPeace() {
        assertThat(browser.fetched())
                .isNotEmpty()
                .allMatch(address -> address.matches("(data|blob|chrome):.*|http://localhost:\\d+/.*"));
        assertThat(browser.complaints()).isEmpty();
    }
}
