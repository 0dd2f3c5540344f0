package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Mail;
import org.linli.services.Postgres;
import org.linli.services.SignIn;
import org.linli.setup.LiveTold;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Operators over HTTP, with a Keycloak that changes and jobs that are worked off. */
class PlatformTest {
    private static final String PASSWORD = "linli-test-2026";
    private static final String OPERATOR = "01900000-0000-4000-9000-000000000003";

    private static Database database;
    private static Database east;
    private static Keycloak keycloak;
    private static Served served;

    @BeforeAll
    static void start() {
        Mail.shared();
        database = Postgres.shared().freshDatabase("platform");
        east = Postgres.shared().freshDatabase("platform_east");
        keycloak = Keycloak.throwaway();
        served = new Served(
                database,
                Stream.concat(
                                Stream.of(
                                        "linli.jobs=true",
                                        "spring.mail.host=127.0.0.1",
                                        "spring.mail.port=" + Mail.PORT,
                                        "linli.keycloak.issuer=" + keycloak.issuer(),
                                        "linli.keycloak.provisioner-secret=linli-provisioner-dev-secret"),
                                Stream.of(Served.cell("east", east)))
                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        served.close();
        keycloak.close();
    }

    @Test
    void onlyOperatorsAreServed() throws IOException {
        for (String user : List.of("140213-admin", "newcomer"))
            assertThat(ask("{ districts { totalCount } }", keycloak.token(user)).code())
                    .isEqualTo("OPERATORS_ONLY");
        // The same operator by the frontends' client has no power, and none by the operators' own in a district.
        assertThat(ask("{ districts { totalCount } }", keycloak.token("operator"))
                        .code())
                .isEqualTo("OPERATORS_ONLY");
        assertThat(served.ask("{ me { roles } }", Map.of(), "Authorization", "Bearer " + keycloak.operatorToken())
                        .body()
                        .at("/data/me/roles")
                        .toString())
                .isEqualTo("[\"ACCOUNT\"]");
        assertThat(served.ask("{ district { name } }", Map.of(), "X-District", "000000")
                        .code())
                .isEqualTo("DISTRICT_UNKNOWN");
        // Who views cities is no operator, and an operator does not view cities.
        assertThat(ask("{ cityFigures { totalCount } }", keycloak.platformToken("city"))
                        .body()
                        .has("errors"))
                .isFalse();
        assertThat(ask("{ districts { totalCount } }", keycloak.platformToken("city"))
                        .code())
                .isEqualTo("INVALID_DOCUMENT");
        assertThat(ask("{ cityFigures { totalCount } }", keycloak.operatorToken())
                        .code())
                .isEqualTo("INVALID_DOCUMENT");
        // Who brings no token has no field of theirs.
        assertThat(guest("{ districts { totalCount } }").code()).isEqualTo("INVALID_DOCUMENT");
        assertThat(guest("{ __schema { mutationType { fields { name } } } }")
                        .body()
                        .toString())
                .isEqualTo(
                        "{\"data\":{\"__schema\":{\"mutationType\":{\"fields\":[{\"name\":\"applyForDistrict\"},{\"name\":\"confirmApplication\"},{\"name\":\"checkApplication\"}]}}}}");
        assertThat(guest("{ __schema { queryType { fields { name } } } }")
                        .body()
                        .toString())
                .isEqualTo(
                        "{\"data\":{\"__schema\":{\"queryType\":{\"fields\":[{\"name\":\"node\"},{\"name\":\"nodes\"}]}}}}");
        assertThat(guest("{ node(id: \"district_01900000-0000-7000-8000-000000140213\") { id } }")
                        .body()
                        .toString())
                .doesNotContain("平城区", "\"id\"");
        try (InputStream sdl = served.at("/platform/schema.graphqls").toURL().openStream()) {
            assertThat(new String(sdl.readAllBytes(), StandardCharsets.UTF_8)).contains("type Onboarding ");
        }
    }

    /** 申请入驻, 审核, 开通. */
    @Test
    void whoeverAppliesAndConfirmsIsOpenedByOneMutation() throws Exception {
        assertThat(guest("""
                        mutation { applyForDistrict(application: {code: "110109", name: "北京市门头沟区", contact: "示例",
                          email: "it-110109@example.test", phone: "01082510000", unit: "数据局", language: EN}) { __typename } }
                        """).body().at("/data/applyForDistrict/__typename").asString())
                .isEqualTo("ApplicationReceived");
        Mail.Letter letter = Mail.shared().to("it-110109@example.test");
        assertThat(letter.subject()).contains("110109");
        assertThat(letter.text()).contains("within 48 hours").doesNotContain("示例", "门头沟区");
        String token = letter.link().replaceAll(".*#confirm=", "");
        assertThat(guest("mutation { confirmApplication(token: \"" + token + "\") { __typename } }")
                        .body()
                        .at("/data/confirmApplication/__typename")
                        .asString())
                .isEqualTo("AddressConfirmed");
        String id = ask("{ applications(where: {status: {eq: CONFIRMED}}) { nodes { id } } }", keycloak.operatorToken())
                .body()
                .at("/data/applications/nodes/0/id")
                .asString();
        ask("mutation { openApplication(application: \"" + id + "\") { __typename } }", keycloak.operatorToken());
        await("110109", "READY");
        until(() -> Mail.shared().all("it-110109@example.test").size() == 3);
        assertThat(Mail.shared().all("it-110109@example.test"))
                .as("one letter says that the application is accepted, and all that the administrator has to know")
                .anySatisfy(each -> {
                    assertThat(each.subject()).contains("accepted", "门头沟区", "110109");
                    assertThat(each.text())
                            .contains("User name: admin-110109", "Role: district administrator", "/console", "7 days");
                })
                .anySatisfy(each -> {
                    assertThat(each.subject()).isEqualTo("Linli 邻里: choose a password for your account");
                    assertThat(each.link()).startsWith(keycloak.issuer().toString());
                });
        String first =
                "select coalesce(admin_username || admin_email || admin_name, 'forgotten') from onboarding where code = '110109'";
        assertThat(rows("select 1 from onboarding where code = '110109' and mailed_at < ready_at"))
                .hasSize(1);
        assertThat(rows(first)).containsExactly("admin-110109it-110109@example.test示例");
        assertThat(Mail.shared().all("it-110109@example.test"))
                .as("the invitation is in the language of the application, too")
                .allSatisfy(each -> assertThat(each.text()).doesNotContain("您"));
        // Erased in time, with nobody asking, and with it what the log says of why.
        String opened =
                " where subject_type = 'DistrictApplication' and subject_id = (select id from district_application where code = '110109')";
        String event = rows("select id from event" + opened).getLast();
        execute("update event set reason = '示例'" + opened);
        String invitations = "select name from administrator_invitation where name like '示例久远%' order by 1";
        execute("update district_application set decided_at = now() - interval '91 days' where code = '110109';"
                + """
                insert into administrator_invitation (district_id, id, target_id, username, email, name, requested_by, requested_at, status)
                select '00000000-0000-7000-8000-000000000000', uuidv7(), o.target_id, 'long-ago-' || n, 'long-ago@example.test', '示例久远' || n,
                       uuidv7(), now() - make_interval(days => 90 * n), 'CONNECTED'
                  from onboarding o, generate_series(0, 1) n where o.code = '110109';
                update onboarding set ready_at = now() - interval '89 days' where code = '110109';
                """ + "update job set next_at = now() where kind = 'erase-applications'");
        until(() ->
                rows("select 1 from district_application where code = '110109'").isEmpty());
        assertThat(rows(first)).containsExactly("admin-110109it-110109@example.test示例");
        execute("update onboarding set ready_at = now() - interval '90 days' where code = '110109';"
                + "update job set next_at = now() where kind = 'erase-applications'");
        until(() -> rows(first).equals(List.of("forgotten")));
        assertThat(rows(invitations)).containsExactly("示例久远0");
        assertThat(rows("select coalesce(reason, 'none') from event where id = '" + event + "'"))
                .containsExactly("none");
    }

    @Test
    void anAddressGetsThreeLettersHoweverManyAskForThemAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                String document =
                        "mutation { applyForDistrict(application: {code: \"1102%d\", name: \"示例%d区\", contact: \"示例\", "
                                        .formatted(10 + i, i)
                                + "email: \"often@example.test\", phone: \"01082510000\", unit: \"数据局\"}) { __typename } }";
                threads.execute(() -> guest(document));
            }
        }
        assertThat(rows("select 1 from district_application where email = 'often@example.test'"))
                .hasSize(3);
    }

    private static Served.Answer guest(String document) {
        return served.post(
                PlatformConfiguration.PATH,
                "{\"query\":\"" + document.replace("\"", "\\\"").replace("\n", " ") + "\"}");
    }

    @Test
    void aDistrictComesOnBoardAndItsAdministratorIsIn() throws Exception {
        String asked = onboarding("110101", "北京市东城区");
        JsonNode done = asked(asked);
        assertThat(done.path("__typename").asString()).isEqualTo("OnboardingBegun");
        await("110101", "READY");
        assertThat(asked(asked).path("__typename").asString()).isEqualTo("OnboardingKnown");
        Mail.Letter letter = Mail.shared().to("admin-110101@example.test");
        SignIn.accept(keycloak.issuer(), letter.link(), PASSWORD);
        assertThat(me("admin-110101", "110101"))
                .contains("DISTRICT_ADMIN", "北京市东城区")
                .doesNotContain("PLATFORM_ADMIN");
        UUID id = UUID.fromString(
                rows("select id from district where code = '110101'").getFirst());
        Job live = new Job(
                UUID.randomUUID(),
                id,
                "tell-live",
                JsonMapper.shared().createObjectNode().put("since", "2026-03-01T08:00:00Z"),
                1);
        LiveTold told = new LiveTold(served.part(DistrictDatabase.class), district -> Mono.empty());
        Flux.range(0, 4).flatMap(each -> told.run(live)).blockLast();
        assertThat(rows("select 1 from event where name = 'DISTRICT_WENT_LIVE' and subject_id = '" + id + "'"))
                .as("however many tell it at once")
                .hasSize(1);
    }

    @Test
    void aDistrictComesToLiveInTheCellThatItsOperatorNames() throws Exception {
        String asked = onboarding("110108", "北京市海淀区");
        assertThat(asked(asked.replace("code: ", "cell: \"west\", code: "))
                        .path("__typename")
                        .asString())
                .isEqualTo("DistrictRefused");
        asked(asked.replace("code: ", "cell: \"east\", code: "));
        String id = await("110108", "READY").at("/district/id").asString();
        SignIn.accept(
                keycloak.issuer(), Mail.shared().to("admin-110108@example.test").link(), PASSWORD);
        assertThat(me("admin-110108", "110108")).contains("DISTRICT_ADMIN", "北京市海淀区");
        String staff =
                "select m.username from staff_member m join district d on d.id = m.district_id where d.code = '110108'";
        assertThat(rows(east, staff)).containsExactly("admin-110108");
        assertThat(rows(staff)).isEmpty();
        // Where it lives is known first that it went live; operators learn of it.
        assertThat(liveSince(id)).isNull();
        execute(
                east,
                "insert into job (district_id, kind, payload) select d.id, 'tell-live', '{\"since\":\"2026-03-01T08:00:00Z\"}' from district d where d.code = '110108'");
        until(() -> liveSince(id) != null);
        assertThat(OffsetDateTime.parse(liveSince(id))).isEqualTo("2026-03-01T08:00:00Z");
        assertThat(
                        rows(
                                "select s.grids from district_size s join district d on d.id = s.district_id where d.code = '110108'"))
                .as("measured by then")
                .containsExactly("0");
        assertThat(ask(
                                "{ district(id: \"" + id + "\") { history(last: 50) { nodes { event } } } }",
                                keycloak.operatorToken())
                        .body()
                        .toString())
                .contains("DISTRICT_WENT_LIVE");
        ask(
                "mutation { suspendDistrict(district: \"" + id + "\", reason: \"示例\") { __typename } }",
                keycloak.operatorToken());
        until(() -> served.ask("{ district { name } }", Map.of(), "X-District", "110108")
                .code()
                .equals("DISTRICT_SUSPENDED"));
        until(() -> rows(east, "select d.state from district d where d.code = '110108'")
                .equals(List.of("SUSPENDED")));
        execute(
                east,
                "insert into job (district_id, kind) select d.id, 'measure-district' from district d where d.code = '110108'");
        until(() ->
                rows("select s.grids from district_size s join district d on d.id = s.district_id where d.code = '110108'")
                        .equals(List.of("0")));
        // What staff is due meanwhile waits until it is in use again.
        execute(
                east,
                "update staff_member m set letter = 'ROLE' from district d where d.id = m.district_id and d.code = '110108'");
        int letters = Mail.shared().all("admin-110108@example.test").size();
        ask("mutation { resumeDistrict(district: \"" + id + "\") { __typename } }", keycloak.operatorToken());
        until(() -> Mail.shared().all("admin-110108@example.test").size() == letters + 1);
    }

    private static @Nullable String liveSince(String district) {
        return ask("{ district(id: \"" + district + "\") { liveSince } }", keycloak.operatorToken())
                .body()
                .at("/data/district/liveSince")
                .stringValue(null);
    }

    /** Whichever step was done when the node died, the next one goes on, and there is one district as if nothing had been. */
    @Test
    void everyStepCanBeDoneTwice() throws Exception {
        asked(
                onboarding(
                        "110102",
                        "北京市西城区",
                        "packages: [WEBHOOKS], workingTimes: [{weekday: MONDAY, opensAt: \"09:00:00\", closesAt: \"17:00:00\"}], "));
        await("110102", "READY");
        List<String> once = registry("110102");
        assertThat(rows("select packages_of(id) from district where code = '110102'"))
                .containsExactly("{WEBHOOKS}");
        assertThat(
                        rows(
                                "select w.weekday from working_time w join district d on d.id = w.district_id and d.code = '110102'"))
                .containsExactly("MONDAY");
        for (String step : List.of("REQUESTED", "REGISTERED", "ORGANIZED", "GROUPED", "STAFFED", "CONFIGURED")) {
            execute("""
                    update district set state = 'OPENING' where code = '110102';
                    update onboarding set status = '%s', ready_at = null where code = '110102';
                    insert into job (district_id, kind, payload)
                    select o.district_id, 'onboard', json_build_object('onboarding', o.id) from onboarding o where o.code = '110102'
                    """.formatted(step));
            await("110102", "READY");
            assertThat(registry("110102")).as(step).isEqualTo(once);
        }
    }

    /** In another cell than the registry, so that what it is filled with is there and nowhere else. */
    @Test
    void aSampleIsFilledAndLiveByItself() throws Exception {
        String asked = onboarding("110131", "示例区甲", "sample: true, cell: \"east\", ");
        assertThat(asked(asked).path("__typename").asString()).isEqualTo("OnboardingBegun");
        String id = await("110131", "READY").at("/district/id").asString();
        String seen = seenByGuests("110131");
        assertThat(seen)
                .contains(
                        "\"sample\":true",
                        "{\"key\":\"RESIDENTS_REGISTERED\",\"value\":240}",
                        "\"streets\":{\"totalCount\":2},\"communities\":{\"totalCount\":4},\"compounds\":{\"totalCount\":8}",
                        "\"grids\":{\"totalCount\":12},\"merchants\":{\"totalCount\":6},\"merchantServices\":{\"totalCount\":12}",
                        "{\"title\":\"示例居民议事会\",\"status\":\"ENROLLING\",\"community\":{\"name\":\"示例桃园社区\"}}",
                        "\"updates\":{\"nodes\":[{\"toState\":\"PUBLISHED\"},{\"toState\":\"ENROLLING\"},")
                .doesNotContain("errors");
        until(() -> liveSince(id) != null);
        assertThat(
                        rows(
                                "select (select count(*) from resident r where r.district_id = d.id) from district d where d.code = '110131'"))
                .containsExactly("0");
        String everything = """
                select row((select count(*) from street t where t.district_id = d.id), (select count(*) from duty t where t.district_id = d.id),
                           (select array_agg(distinct t.status) from duty t where t.district_id = d.id),
                           (select count(*) from resident t where t.district_id = d.id and t.claimed_standing is null),
                           (select count(*) from merchant_service t where t.district_id = d.id),
                           (select count(*) from activity t where t.district_id = d.id),
                           (select count(*) from membership t where t.district_id = d.id),
                           (select count(*) from event t where t.district_id = d.id))::text
                  from district d where d.code = '110131'
                """;
        List<String> once = rows(east, everything);
        assertThat(once).singleElement().asString().startsWith("(2,18,{CONFIRMED},240,12,4,0,");
        execute("""
                update district set state = 'OPENING' where code = '110131';
                update onboarding set status = 'CONFIGURED', ready_at = null where code = '110131';
                insert into job (district_id, kind, payload)
                select o.district_id, 'onboard', json_build_object('onboarding', o.id) from onboarding o where o.code = '110131'
                """);
        await("110131", "READY");
        assertThat(rows(east, everything)).isEqualTo(once);
        assertThat(seenByGuests("110131")).isEqualTo(seen);
        // Taken back before it is ready, nothing of it stays.
        execute("update onboarding set status = 'FILLED', ready_at = null where code = '110131'");
        for (Database each : List.of(database, east))
            execute(each, "update district set state = 'OPENING' where code = '110131'");
        String onboarding = onboardingOf("110131").path("id").asString();
        ask(
                "mutation { cancelOnboarding(onboarding: \"" + onboarding + "\") { __typename } }",
                keycloak.operatorToken());
        execute("""
                insert into job (district_id, kind, payload)
                select o.district_id, 'onboard', json_build_object('onboarding', o.id) from onboarding o where o.code = '110131'
                """);
        until(() -> rows("select 1 from district where code = '110131'").isEmpty());
        assertThat(rows(east, "select 1 from district where code = '110131'")).isEmpty();
        for (String table : List.of("resident", "duty", "merchant_service", "activity", "event"))
            assertThat(rows(
                            east,
                            "select 1 from " + table + " where district_id = '" + id.replace("district_", "") + "'"))
                    .as(table)
                    .isEmpty();
    }

    private static String seenByGuests(String code) throws Exception {
        String document = """
                { district { sample figures { key value } } streets { totalCount } communities { totalCount } compounds { totalCount }
                  grids { totalCount } merchants { totalCount } merchantServices { totalCount }
                  activities(orderBy: [STARTS_AT_ASC]) { nodes { title status community { name } } }
                  updates(where: {type: {eq: ACTIVITY_MOVED}}) { nodes { toState } } }
                """;
        until(() -> served.ask("{ district { name } }", Map.of(), "X-District", code)
                        .status()
                == 200);
        return served.ask(document, Map.of(), "X-District", code).body().toString();
    }

    @Test
    void tenAtOnceMakeOneDistrict() throws Exception {
        ByHand byHand = new ByHand(keycloak);
        byHand.ask("POST", "users", """
                {"username": "operator-2", "email": "operator-2@example.test", "firstName": "示例", "lastName": "示例", "enabled": true, "emailVerified": true,
                 "credentials": [{"type": "password", "value": "%s", "temporary": false}], "groups": ["/platform-operators"]}
                """.formatted(Keycloak.PASSWORD));
        List<String> operators = List.of(keycloak.operatorToken(), keycloak.platformToken("operator-2"));
        String asked = onboarding("110105", "北京市朝阳区");
        List<String> types;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Served.Answer>> all = IntStream.range(0, 10)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> ask(asked, operators.get(i % 2)), threads))
                    .toList();
            types = all.stream()
                    .map(answer -> answer.join()
                            .body()
                            .at("/data/onboardDistrict/__typename")
                            .asString())
                    .toList();
        }
        assertThat(types)
                .containsOnlyOnce("OnboardingBegun")
                .contains("OnboardingKnown")
                .hasSize(10);
        assertThat(types.stream().distinct()).hasSize(2);
        await("110105", "READY");
        assertThat(rows("select name from district where code = '110105'")).containsExactly("北京市朝阳区");
        assertThat(rows("select 1 from onboarding where code = '110105'")).hasSize(1);
        for (String found : List.of("organizations?q=districtCode:110105", "users?username=admin-110105"))
            assertThat(new JsonMapper().readTree(byHand.ask("GET", found, "")))
                    .as(found)
                    .hasSize(1);
        assertThat(Mail.shared().all("admin-110105@example.test")).hasSize(2);
    }

    @Test
    void anAccountOfAnotherDistrictIsInTheWayUntilItIsTakenBack() throws Exception {
        String document = """
                mutation { onboardDistrict(district: {code: "110106", name: "北京市丰台区",
                  administrator: {username: "140213-admin", email: "140213-admin@example.test", name: "示例"}}%s) {
                  __typename ... on OnboardingPreview { problems } ... on Refusal { message } } }
                """;
        assertThat(asked(document.formatted(", dryRun: true")).toString()).contains("\"problems\":[\"ACCOUNT_TAKEN\"]");
        asked(document.formatted(""));
        await(
                "110106",
                "GROUPED",
                onboarding -> onboarding.path("obstacle").asString().equals("ACCOUNT_TAKEN")
                        && onboarding.path("accountFailure").asString().equals("ELSEWHERE"));
        String id = onboardingOf("110106").path("id").asString();
        assertThat(ask(
                                "mutation { cancelOnboarding(onboarding: \"" + id + "\") { __typename } }",
                                keycloak.operatorToken())
                        .body()
                        .at("/data/cancelOnboarding/__typename")
                        .asString())
                .isEqualTo("OnboardingTakenBack");
        until(() -> rows("select 1 from district where code = '110106'").isEmpty());
        // Nobody waits for a district that is not there.
        until(() -> rows("select 1 from job where kind = 'onboard' and done_at is null")
                .isEmpty());
        assertThat(served.ask("{ district { name } }", Map.of(), "X-District", "110106")
                        .code())
                .isEqualTo("DISTRICT_UNKNOWN");
    }

    @Test
    @SuppressWarnings("try")
    void aMailServerThatFailsIsToldAsSuchUntilTheLetterIsSent() throws Exception {
        try (Mail.Closing refused = Mail.shared().refuse("admin-110123@example.test")) {
            asked(onboarding("110123", "北京市示例三区"));
            await(
                    "110123",
                    "GROUPED",
                    onboarding -> onboarding.path("obstacle").asString().equals("LETTER_UNSENT"));
        }
        String id = onboardingOf("110123").path("id").asString();
        ask("mutation { retryOnboarding(onboarding: \"" + id + "\") { __typename } }", keycloak.operatorToken());
        assertThat(await("110123", "READY").path("obstacle").isNull()).isTrue();
        assertThat(Mail.shared().all("admin-110123@example.test")).hasSize(2);
    }

    /** As where its address was mistyped, and the letter came back before the district was ready. */
    @Test
    @SuppressWarnings("try")
    void whoeverWasInvitedForADistrictThatIsTakenBackCanBeNamedAnew() throws Exception {
        try (Mail.Closing refused = Mail.shared().refuse("admin-110125@example.test")) {
            asked(onboarding("110125", "北京市示例五区"));
            await(
                    "110125",
                    "GROUPED",
                    onboarding -> onboarding.path("obstacle").asString().equals("LETTER_UNSENT"));
            String id = onboardingOf("110125").path("id").asString();
            ask("mutation { cancelOnboarding(onboarding: \"" + id + "\") { __typename } }", keycloak.operatorToken());
            until(() -> rows("select 1 from district where code = '110125'").isEmpty());
        }
        asked(onboarding("110125", "北京市示例五区").replace("admin-110125@", "right-110125@"));
        await("110125", "READY");
        assertThat(Mail.shared().all("right-110125@example.test")).hasSize(2);
    }

    /** As where its address was mistyped: who reads the letter there is a stranger, from whom the next one takes the role. */
    @Test
    void aDistrictWhoseAdministratorIsLostGetsAnother() throws Exception {
        asked(onboarding("110124", "北京市示例四区"));
        String id = await("110124", "READY").at("/district/id").asString();
        until(() -> Mail.shared().all("admin-110124@example.test").size() == 2);
        // The same person again is written to again, while nobody has taken the letter.
        assertThat(invited(id, "admin-110124", "admin-110124@example.test")).startsWith("CONNECTED null 20");
        assertThat(Mail.shared().all("admin-110124@example.test")).hasSize(4);
        assertThat(invited(id, "admin-110124", "other@example.test")).isEqualTo("FAILED ADDRESS_DIFFERS null");
        assertThat(invited(id, "140213-admin", "140213-admin@example.test")).isEqualTo("FAILED ELSEWHERE null");
        assertThat(invited(id, "next-110124", "Next-110124@example.test")).startsWith("CONNECTED null 20");
        SignIn.accept(
                keycloak.issuer(), Mail.shared().to("next-110124@example.test").link(), PASSWORD);
        String token = token("next-110124", "110124");
        JsonNode staff = served.ask(
                        "{ staff { nodes { id username status history(first: 1) { nodes { event actorRoles } } } } }",
                        Map.of(),
                        "Authorization",
                        "Bearer " + token)
                .body();
        JsonNode first = staff.at("/data/staff/nodes")
                .valueStream()
                .filter(one -> one.path("username").asString().equals("admin-110124"))
                .findFirst()
                .orElseThrow();
        assertThat(first.at("/history/nodes").toString())
                .as("the district's own trail tells who asked")
                .contains("STAFF_MOVED", "PLATFORM_ADMIN");
        assertThat(served.ask(
                                "mutation($id: ID!) { withdrawRole(member: $id, role: DISTRICT_ADMIN, reason: \"邮箱有误\") { __typename } }",
                                Map.of("id", first.path("id").asString()),
                                "Authorization",
                                "Bearer " + token)
                        .body()
                        .at("/data/withdrawRole/__typename")
                        .asString())
                .isEqualTo("RoleWithdrawn");
        // Who has a password is sent none that leads to one.
        assertThat(invited(id, "next-110124", "next-110124@example.test")).startsWith("CONNECTED null 20");
        assertThat(Mail.shared().all("next-110124@example.test")).hasSize(3);
        assertThat(Mail.shared().to("next-110124@example.test").text())
                .contains("北京市示例四区", "110124", "next-110124", "系统管理员", "已有的密码");
        assertThat(ask(
                                "{ administratorInvitations(where: {district: {id: {eq: \"" + id
                                        + "\"}}, status: {eq: CONNECTED}}) { totalCount nodes { history { nodes { toState actor } } } } }",
                                keycloak.operatorToken())
                        .body()
                        .at("/data/administratorInvitations")
                        .toString())
                .contains("\"totalCount\":2", "{\"toState\":\"REQUESTED\",\"actor\":\"" + OPERATOR + "\"}");
    }

    /** An administrator whom an operator invites, as soon as that has come to its end: how it ended, why it failed, and when the letter was sent. */
    private static String invited(String district, String username, String email) throws Exception {
        String invitation = ask(
                        "mutation { inviteAdministrator(district: \"" + district + "\", administrator: {username: \""
                                + username
                                + "\", email: \"" + email
                                + "\", name: \"示例\"}) { ... on AdministratorInvited { invitation { id } } } }",
                        keycloak.operatorToken())
                .body()
                .at("/data/inviteAdministrator/invitation/id")
                .asString();
        List<String> ends = new ArrayList<>();
        until(() -> {
            JsonNode now = ask(
                            "{ node(id: \"" + invitation
                                    + "\") { ... on AdministratorInvitation { status accountFailure mailedAt } } }",
                            keycloak.operatorToken())
                    .body()
                    .at("/data/node");
            ends.add(Stream.of("status", "accountFailure", "mailedAt")
                    .map(field -> now.path(field).asString())
                    .map(value -> value.isEmpty() ? "null" : value)
                    .collect(Collectors.joining(" ")));
            return ends.getLast().startsWith("CONNECTED") || ends.getLast().startsWith("FAILED");
        });
        return ends.getLast();
    }

    /** An account is whoever has the address; as what it logs in, it was asked before. */
    @Test
    void aFirstAdministratorWhoseAccountHasAnotherUsernameIsTaken() throws Exception {
        asked("""
                mutation { onboardDistrict(district: {code: "110121", name: "北京市示例一区",
                  administrator: {username: "not.so.called", email: "newcomer@example.test", name: "示例"}}) {
                  __typename ... on Refusal { message } } }
                """);
        await("110121", "READY");
        assertThat(
                        rows(
                                "select m.username from staff_member m join district d on d.id = m.district_id where d.code = '110121'"))
                .containsExactly("newcomer");
    }

    @Test
    void aSuspendedDistrictIsClosedWithinSecondsAndComesBack() throws Exception {
        asked(onboarding("110107", "北京市石景山区"));
        JsonNode district = await("110107", "READY").path("district");
        SignIn.accept(
                keycloak.issuer(), Mail.shared().to("admin-110107@example.test").link(), PASSWORD);
        String id = district.path("id").asString();
        // Before it is live, its staff are in it and nobody else.
        assertThat(served.ask("{ district { name } }", Map.of(), "X-District", "110107")
                        .code())
                .isEqualTo("DISTRICT_NOT_LIVE");
        assertThat(me("admin-110107", "110107")).contains("DISTRICT_ADMIN");
        execute("update district set live_since = now() where code = '110107'");
        until(() -> served.ask("{ district { name } }", Map.of(), "X-District", "110107")
                        .status()
                == 200);
        assertThat(served.ask("{ district { name } }", Map.of(), "X-District", "110107")
                        .status())
                .isEqualTo(200);
        ask(
                "mutation { suspendDistrict(district: \"" + id + "\", reason: \"示例\") { __typename } }",
                keycloak.operatorToken());
        until(() -> served.ask("{ district { name } }", Map.of(), "X-District", "110107")
                .code()
                .equals("DISTRICT_SUSPENDED"));
        until(() -> !logsIn("admin-110107", "110107"));
        ask("mutation { resumeDistrict(district: \"" + id + "\") { __typename } }", keycloak.operatorToken());
        until(() -> logsIn("admin-110107", "110107"));
        until(() -> me("admin-110107", "110107").contains("DISTRICT_ADMIN"));
    }

    private static boolean logsIn(String username, String code) {
        try {
            SignIn.person(keycloak.issuer(), username, PASSWORD, "openid organization:" + code);
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    private static String token(String username, String code) {
        return SignIn.person(keycloak.issuer(), username, PASSWORD, "openid organization:" + code)
                .replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
    }

    private static String me(String username, String code) {
        return served.ask(
                        "{ me { roles district { name } } }",
                        Map.of(),
                        "Authorization",
                        "Bearer " + token(username, code))
                .body()
                .at("/data/me")
                .toString();
    }

    private static String onboarding(String code, String name) {
        return onboarding(code, name, "");
    }

    private static String onboarding(String code, String name, String more) {
        return """
                mutation { onboardDistrict(district: {code: "%1$s", name: "%2$s", %3$s
                  administrator: {username: "admin-%1$s", email: "admin-%1$s@example.test", name: "示例"}}) {
                  __typename ... on Refusal { message } } }
                """.formatted(code, name, more);
    }

    private static JsonNode asked(String mutation) {
        return ask(mutation, keycloak.operatorToken()).body().at("/data/onboardDistrict");
    }

    private static Served.Answer ask(String document, String token) {
        return served.post(
                PlatformConfiguration.PATH,
                "{\"query\":\"" + document.replace("\"", "\\\"").replace("\n", " ") + "\"}",
                "Authorization",
                "Bearer " + token);
    }

    private static JsonNode onboardingOf(String code) {
        return ask(
                        "{ onboardings(where: {code: {eq: \"" + code
                                + "\"}}) { nodes { id status obstacle accountFailure district { id state } } } }",
                        keycloak.operatorToken())
                .body()
                .at("/data/onboardings/nodes/0");
    }

    private static JsonNode await(String code, String status) throws InterruptedException {
        return await(code, status, onboarding -> true);
    }

    private static JsonNode await(String code, String status, Predicate<JsonNode> reached) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        JsonNode onboarding = onboardingOf(code);
        while (Instant.now().isBefore(end)
                && !(onboarding.path("status").asString().equals(status) && reached.test(onboarding))) {
            Thread.sleep(100);
            onboarding = onboardingOf(code);
        }
        assertThat(onboarding.path("status").asString())
                .as(onboarding.toString())
                .isEqualTo(status);
        return onboarding;
    }

    private static void until(Check reached) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!reached.holds()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(100);
        }
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static List<String> registry(String code) throws SQLException {
        return rows("""
                select row(d.id, d.code, d.name, d.state, d.kc_org_id, d.time_zone, d.sample, o.status, o.target_id,
                           array(select m.subject from membership m where m.district_id = d.id),
                           array(select row(m.id, m.subject, m.username, m.email, m.status, m.mailed_at, g.id, g.role, g.status, g.settled_at)
                                   from staff_member m left join role_grant g on g.district_id = m.district_id and g.member_id = m.id
                                  where m.district_id = d.id),
                           (select count(*) from event e where e.district_id = d.id))::text
                  from district d join onboarding o on o.code = d.code
                 where d.code = '%s'
                """.formatted(code));
    }

    private static List<String> rows(String sql) throws SQLException {
        return rows(database, sql);
    }

    private static List<String> rows(Database database, String sql) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }

    private static void execute(String sql) throws SQLException {
        execute(database, sql);
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }
}
