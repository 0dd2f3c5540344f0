package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.linli.live.letters.Letters;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Mail;
import org.linli.services.Postgres;
import org.linli.services.SignIn;
import org.linli.staff.StaffAccounts;
import org.linli.staff.StaffComparison;
import org.linli.staff.StaffLetters;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.provisioning.Accounts;
import org.linli.tenancy.provisioning.Membership;
import org.linli.tenancy.provisioning.Provisioner;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Roles from the register to the token and back, on two nodes and a real Keycloak of its own; jobs are done when the test says so. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a directory of its own, for one test after another")
class StaffRightsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final UUID ORGANIZATION = UUID.fromString("01900000-0000-4000-8000-000000140213");
    private static final String FOLLOW = "subscription($after: Cursor) { updates(after: $after) { id cursor type } }";
    /** Where the realm leads nobody; its letters go out all the same. */
    private static final URI ELSEWHERE = URI.create("http://elsewhere.example/console");

    private static final Duration PROMISED = Duration.ofSeconds(5);

    private static Keycloak keycloak;
    private static Database place;
    private static Served one;
    private static Served other;
    private static Provisioner provisioner;
    private static Accounts accounts;
    private static Map<String, Kind> kinds;
    private static UUID district;
    private static StaffAccounts follows;

    /** On a node without a mail server. */
    private static StaffAccounts nobodysPost;

    @BeforeAll
    static void serve() {
        Mail.shared();
        keycloak = Keycloak.throwaway();
        place = Postgres.shared().freshDatabase("staff");
        one = new Served(place, "linli.keycloak.issuer=" + keycloak.issuer());
        other = new Served(place, "linli.keycloak.issuer=" + keycloak.issuer());
        provisioner = new Provisioner(keycloak.issuer(), "linli-provisioner-dev-secret");
        accounts = new Accounts(provisioner);
        DistrictDatabase database = one.part(DistrictDatabase.class);
        Membership membership =
                new Membership(database, one.part(Standings.class), provisioner, district -> Mono.empty());
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(Mail.PORT);
        StaffLetters letters =
                new StaffLetters(database, accounts, new Letters(sender, "linli@example.test", ELSEWHERE));
        follows = new StaffAccounts(database, accounts, membership, "linli-web", ELSEWHERE, letters);
        nobodysPost = new StaffAccounts(database, accounts, membership, "linli-web", ELSEWHERE, null);
        kinds = Map.of(
                "member", membership,
                "staff-account", follows,
                "write-to-staff", letters,
                "compare-staff", new StaffComparison(database, accounts));
        district = UUID.fromString(Sql.row(place, "select id from district where code = '140213'"));
        compare();
    }

    @AfterAll
    static void end() {
        one.close();
        other.close();
        provisioner.close();
        keycloak.close();
    }

    @Test
    void whatTheDirectoryHadBeforeIsTakenOver() {
        JsonNode staff = admin(
                "{ staff(where: {invited: {eq: false}}) { nodes { username roles { nodes { role status } } } } }");
        assertThat(staff.at("/staff/nodes").valueStream().map(JsonNode::toString))
                .hasSize(7)
                .contains(
                        "{\"username\":\"140213-admin\",\"roles\":{\"nodes\":[{\"role\":\"DISTRICT_ADMIN\",\"status\":\"GIVEN\"}]}}");
    }

    /** With the token of before, and with one that was refreshed before Keycloak knew. */
    @Test
    void aRoleComesWithTheNextTokenAndIsGoneOnBothNodesBeforeKeycloakFollows() throws Exception {
        String street = member("140213-street");
        String grant = admin("mutation { giveRole(member: \"" + street
                        + "\", role: DEPARTMENT_OFFICER) { ... on RoleProposed { grant { id } } } }")
                .at("/giveRole/grant/id")
                .asString();
        assertThat(roles(access(login("140213-street")))).doesNotContain("DEPARTMENT_OFFICER");
        officer("mutation { confirmRoles(grants: [\"" + grant + "\"]) { __typename } }");
        work();
        JsonNode session = login("140213-street");
        assertThat(roles(access(session))).contains("DEPARTMENT_OFFICER");
        assertThat(settled(grant)).isTrue();
        assertThat(Mail.shared().to("140213-street@example.test").text()).contains("新的角色", "角色：街道干部、职能部门\n");
        assertThat(mailedAt(street)).as("nobody was invited").isEmpty();
        assertThat(admin("mutation { inviteStaffAgain(member: \"" + street + "\") { __typename } }")
                        .at("/inviteStaffAgain/__typename")
                        .asString())
                .isEqualTo("TransitionRefused");

        Map<String, String> headers = Map.of("Authorization", "Bearer " + access(session));
        List<Recorder> streams = List.of(
                Recorder.socket(one.at("/"), headers, FOLLOW, null),
                Recorder.events(other.at("/"), headers, FOLLOW, null));
        assertThat(admin(withdraw(street, "DEPARTMENT_OFFICER"))
                        .at("/withdrawRole/__typename")
                        .asString())
                .isEqualTo("RoleWithdrawn");
        long withdrawn = System.nanoTime();
        for (Served node : List.of(one, other))
            Recorder.waitFor(() ->
                    asked(node, access(session), "{ me { roles } }").code().equals("TOKEN_INVALID"));
        for (Recorder stream : streams) assertThat(stream.end().code()).isEqualTo("RIGHT_LOST");
        Duration took = Duration.ofNanos(System.nanoTime() - withdrawn);
        System.out.printf("withdrawn on both nodes after %.1f s%n", took.toMillis() / 1e3);
        assertThat(took).isLessThan(PROMISED.multipliedBy(2));

        // A token of the very second in which something was withdrawn may be one of before.
        Thread.sleep(1000);
        JsonNode refreshed = JSON.readTree(
                SignIn.again(keycloak.issuer(), session.path("refresh_token").asString()));
        assertThat(claims(access(refreshed))).contains("/DEPARTMENT_OFFICER");
        Recorder.waitFor(() -> !roles(one, access(refreshed)).contains("DEPARTMENT_OFFICER")
                && !roles(other, access(refreshed)).contains("DEPARTMENT_OFFICER"));
        took = Duration.ofNanos(System.nanoTime() - withdrawn);
        System.out.printf("nor with a new token after %.1f s%n", took.toMillis() / 1e3);
        assertThat(took).isLessThan(PROMISED.multipliedBy(2));
        assertThat(roles(access(refreshed))).contains("ACCOUNT").doesNotContain("DEPARTMENT_OFFICER");
        assertThat(settled(grant)).isFalse();
        work();
        assertThat(settled(grant)).isTrue();
        assertThat(claims(access(login("140213-street"))))
                .doesNotContain("/DEPARTMENT_OFFICER")
                .contains("/STREET_OFFICER");
        assertThat(kinds("140213-street")).isEmpty();
    }

    @Test
    void whoIsInvitedByALetterChoosesAPasswordAndLogsIn() {
        String address = "xin.shili@example.test";
        String member = admin("mutation { inviteStaff(invitation: {name: \"新示例\", email: \"" + address
                        + "\", roles: [DISTRICT_ADMIN]}) { ... on StaffInvited { member { id status } } } }")
                .at("/inviteStaff/member/id")
                .asString();
        work();
        again(member);
        String document =
                "{ staffMember(id: \"" + member + "\") { status username mailedAt roles { nodes { settledAt } } } }";
        JsonNode connected = admin(document).path("staffMember");
        assertThat(connected.path("status").asString()).isEqualTo("CONNECTED");
        assertThat(connected.path("username").asString()).isEqualTo(address);
        assertThat(connected.path("mailedAt").isNull()).isFalse();
        assertThat(connected.at("/roles/nodes/0/settledAt").isNull()).isFalse();
        assertThat(Mail.shared().all(address)).hasSize(2);
        assertThat(Mail.shared().all(address).getFirst().text())
                .contains("平城区", "140213", "用户名：" + address, "角色：系统管理员\n", ELSEWHERE.toString(), "7 天");

        Mail.Letter chooses = Mail.shared().to(address);
        assertThat(chooses.subject()).as("Keycloak's").isEqualTo("邻里 Linli：请设置账户密码");
        assertThat(chooses.text()).contains("设置密码", "7 天内有效").doesNotContain("管理员要求");

        String password = "a-password-of-ones-own";
        SignIn.accept(keycloak.issuer(), Mail.shared().to(address).link(), password);
        JsonNode session =
                JSON.readTree(SignIn.person(keycloak.issuer(), address, password, "openid organization:140213"));
        assertThat(roles(access(session))).contains("DISTRICT_ADMIN");

        // Who has a password needs none that leads to one.
        admin("mutation { inviteStaffAgain(member: \"" + member + "\") { __typename } }");
        work();
        assertThat(Mail.shared().all(address)).hasSize(3);
        assertThat(Mail.shared().to(address).text()).contains("平城区", "已有的密码");
    }

    /** However many jobs of theirs are done at once; whoever dies over it leaves it to the next. */
    @Test
    void whoIsGivenARoleHasOneLetter() {
        String member = member("140213-community");
        UUID id = UUID.fromString(member.substring("staff_".length()));
        String address = "140213-community@example.test";
        String letter =
                "select coalesce(letter::text, 'none') || (letter_claimed_at is null) from staff_member where id = '"
                        + id + "'";
        admin("mutation { giveRole(member: \"" + member + "\", role: DISTRICT_ADMIN) { __typename } }");
        Sql.run(
                place,
                "update staff_member set letter_claimed_at = now(), letter_claimed_by = id where id = '" + id + "'");
        assertThatThrownBy(() -> again(member)).hasMessageContaining("somebody else writes");
        assertThat(Sql.row(place, letter)).isEqualTo("ROLEfalse");
        Sql.run(
                place,
                "update staff_member set letter_claimed_at = now() - interval '3 minutes' where id = '" + id + "'");
        Sql.run(place, "update district set state = 'SUSPENDED' where id = '" + district + "'");
        work();
        assertThat(Mail.shared().all(address)).isEmpty();
        for (int twice = 0; twice < 2; twice++)
            nobodysPost
                    .run(job("staff-account", JSON.createObjectNode().put("member", id.toString())))
                    .block();
        assertThat(Sql.row(place, "select count(*) from job where kind = 'write-to-staff' and done_at is null"))
                .isEqualTo("1");
        work();
        assertThat(Mail.shared().all(address)).isEmpty();
        Sql.run(place, "update district set state = 'ACTIVE' where id = '" + district + "'");
        follows.followDue(district).block();
        Flux.range(0, 4)
                .flatMap(each -> follows.run(
                                job("staff-account", JSON.createObjectNode().put("member", id.toString())))
                        .onErrorComplete())
                .blockLast();
        work();
        assertThat(Mail.shared().all(address)).hasSize(1);
        assertThat(Sql.row(place, letter)).isEqualTo("nonetrue");
    }

    @Test
    void whoCannotBeInvitedIsToldWhy() {
        assertThat(failure("username: \"nobody.there\"")).isEqualTo("ADDRESS_NEEDED");
        assertThat(failure("username: \"newcomer\", email: \"somebody.else@example.test\""))
                .isEqualTo("ADDRESS_DIFFERS");
        assertThat(failure("username: \"newcomer\"")).isEqualTo("ADDRESS_DIFFERS");
        assertThat(failure("username: \"990101-grid\", email: \"990101-grid@example.test\""))
                .isEqualTo("ELSEWHERE");
        assertThat(failure("email: \"140213-resident@example.test\"")).isEqualTo("");
        assertThat(admin(
                                "{ staff(where: {name: {eq: \"受邀者\"}, status: {eq: CONNECTED}, mailedAt: {isNull: false}}) { nodes { username } } }")
                        .at("/staff/nodes")
                        .toString())
                .isEqualTo("[{\"username\":\"140213-resident\"}]");
        assertThat(Mail.shared().to("140213-resident@example.test").text())
                .contains("平城区", "用户名：140213-resident", "已有的密码");
    }

    @Test
    void whatIsChangedByHandInKeycloakIsReported() {
        UUID grid = UUID.fromString("01900000-0000-4000-9000-140213000001");
        accounts.leave(ORGANIZATION, "GRID_WORKER", grid).block();
        compare();
        assertThat(kinds("140213-grid")).containsExactly("MISSING REPORTED");
        accounts.enter(ORGANIZATION, "AUDITOR", grid).block();
        compare();
        assertThat(kinds("140213-grid")).containsExactly("MISSING REPORTED", "UNREGISTERED REPORTED");
        accounts.enter(ORGANIZATION, "GRID_WORKER", grid).block();
        compare();
        assertThat(kinds("140213-grid")).containsExactly("MISSING OVER", "UNREGISTERED REPORTED");
        admin(withdraw(member("140213-grid"), "AUDITOR"));
        work();
        compare();
        assertThat(kinds("140213-grid")).containsExactly("MISSING OVER", "UNREGISTERED OVER");
        accounts.enter(ORGANIZATION, "AUDITOR", grid).block();
        compare();
        assertThat(kinds("140213-grid")).containsExactly("MISSING OVER", "UNREGISTERED OVER", "LINGERING REPAIRED");
        assertThat(accounts.groups(ORGANIZATION, grid).block()).containsExactly("GRID_WORKER");
    }

    /** Somebody who is in the directory alone comes into the register with what is reported. */
    @Test
    void aStrangerInTheDirectoryIsReported() throws InterruptedException {
        UUID volunteer = UUID.fromString("01900000-0000-4000-9000-140213000013");
        accounts.enter(ORGANIZATION, "DEPARTMENT_OFFICER", volunteer).block();
        compare();
        assertThat(kinds("140213-volunteer")).containsExactly("UNREGISTERED REPORTED");
        admin(withdraw(member("140213-volunteer"), "DEPARTMENT_OFFICER"));
        // What is issued in the second of a revocation is revoked as well.
        Thread.sleep(1100);
        assertThat(roles(access(login("140213-volunteer")))).doesNotContain("DEPARTMENT_OFFICER");
        work();
        assertThat(accounts.groups(ORGANIZATION, volunteer).block()).isEmpty();
    }

    private static String mailedAt(String member) {
        return admin("{ staffMember(id: \"" + member + "\") { mailedAt } }")
                .at("/staffMember/mailedAt")
                .stringValue("");
    }

    private static List<String> kinds(String username) {
        return admin("{ staffMember(id: \"" + member(username)
                        + "\") { drifts(orderBy: [FOUND_AT_ASC]) { nodes { kind status } } } }")
                .at("/staffMember/drifts/nodes")
                .valueStream()
                .map(drift -> drift.path("kind").asString() + " "
                        + drift.path("status").asString())
                .toList();
    }

    private static String failure(String fields) {
        String member = admin("mutation { inviteStaff(invitation: {name: \"受邀者\", " + fields
                        + ", roles: []}) { ... on StaffInvited { member { id } } } }")
                .at("/inviteStaff/member/id")
                .asString();
        work();
        return admin("{ staffMember(id: \"" + member + "\") { failure } }")
                .at("/staffMember/failure")
                .stringValue("");
    }

    private static boolean settled(String grant) {
        return !admin("{ node(id: \"" + grant + "\") { ... on RoleGrant { settledAt } } }")
                .at("/node/settledAt")
                .isNull();
    }

    private static String withdraw(String member, String role) {
        return "mutation { withdrawRole(member: \"" + member + "\", role: " + role
                + ", reason: \"示例\") { __typename } }";
    }

    private static String member(String username) {
        return "staff_" + Sql.row(place, "select id from staff_member where username = '" + username + "'");
    }

    private static JsonNode admin(String document) {
        return asked("140213-admin", document);
    }

    private static void officer(String document) {
        asked("140213-officer", document);
    }

    private static JsonNode asked(String username, String document) {
        Served.Answer answer = asked(one, keycloak.token(username), document);
        assertThat(answer.body().path("errors").isMissingNode())
                .as(answer.body().toString())
                .isTrue();
        return answer.body().path("data");
    }

    private static Served.Answer asked(Served node, String token, String document) {
        return node.ask(document, Map.of(), "Authorization", "Bearer " + token);
    }

    /** On both nodes the same. */
    private static List<String> roles(String token) {
        List<String> roles = roles(one, token);
        assertThat(roles(other, token)).isEqualTo(roles);
        return roles;
    }

    private static List<String> roles(Served node, String token) {
        return asked(node, token, "{ me { roles } }")
                .body()
                .at("/data/me/roles")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static JsonNode login(String username) {
        return JSON.readTree(
                SignIn.person(keycloak.issuer(), username, Keycloak.PASSWORD, "openid organization:140213"));
    }

    private static String access(JsonNode session) {
        return session.path("access_token").asString();
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }

    /** What was asked for, and what that asks for. */
    private static void work() {
        while (true) {
            String next = Sql.row(place, "select coalesce(min(id::text), '') from job where done_at is null");
            if (next.isEmpty()) return;
            String kind = Sql.row(place, "select kind from job where id = '" + next + "'");
            String payload = Sql.row(place, "select payload::text from job where id = '" + next + "'");
            done(kind, JSON.readTree(payload));
            Sql.run(place, "update job set done_at = now() where id = '" + next + "'");
        }
    }

    /** Twice is as once. */
    private static void again(String member) {
        done("staff-account", JSON.createObjectNode().put("member", member.substring("staff_".length())));
    }

    private static void compare() {
        done("compare-staff", JSON.createObjectNode());
    }

    private static void done(String kind, JsonNode payload) {
        Objects.requireNonNull(kinds.get(kind)).run(job(kind, payload)).block();
    }

    private static Job job(String kind, JsonNode payload) {
        return new Job(UUID.randomUUID(), district, kind, payload, 1);
    }
}
