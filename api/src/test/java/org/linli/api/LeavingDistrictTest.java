package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linli.archive.ArchiveImport;
import org.linli.archive.ArchiveKey;
import org.linli.archive.Certificate;
import org.linli.archive.Export;
import org.linli.archive.ReceiverKey;
import org.linli.archive.SealedArchive;
import org.linli.files.FolderStorage;
import org.linli.files.Storage;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Login;
import org.linli.services.Mail;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.tenancy.sealing.SealingKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A district leaves, by what operators ask for over HTTP, with a Keycloak that changes and jobs that are worked off. */
class LeavingDistrictTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static Database database;
    private static Keycloak keycloak;
    private static String[] settings;
    private static Served served;

    @BeforeAll
    static void start() {
        database = Postgres.shared().freshDatabase("leaving");
        keycloak = Keycloak.throwaway();
        settings = new String[] {
            "linli.jobs=true",
            "linli.keycloak.issuer=" + keycloak.issuer(),
            "linli.keycloak.provisioner-secret=linli-provisioner-dev-secret",
            "linli.keycloak.registrar-secret=linli-registrar-dev-secret",
            "linli.deletion.key=dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtLS0="
        };
        served = new Served(database, settings);
    }

    @AfterAll
    static void stop() {
        served.close();
        keycloak.close();
    }

    @Test
    void anArchiveIsFetchedSealedByOperatorsAndByItsDistrictAndGoneOnWith() throws Exception {
        assertThat(failed("140213")).isEqualTo("KEY_MISSING");
        ReceiverKey key = ReceiverKey.of(served.ask(
                        "mutation { issueArchiveKey { ... on ArchiveKeyIssued { key } } }",
                        Map.of(),
                        "Authorization",
                        "Bearer " + keycloak.token("140213-officer"))
                .body()
                .at("/data/issueArchiveKey/key")
                .asString());
        assertThat(fetched(served.at("/archive.linli"), keycloak.token("140213-officer"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(asked("HEAD", served.at("/archive.linli"), keycloak.token("140213-officer"))
                        .statusCode())
                .isEqualTo(204);
        JsonNode begun = ask("mutation { exportDistrict(district: \"" + district("140213")
                        + "\") { ... on ExportBegun { archive { id address } } } }")
                .at("/exportDistrict/archive");
        assertThat(begun.path("address").isNull()).isTrue();
        String archive = "{ archive(id: \"" + begun.path("id").asString() + "\") { status bytes address } }";
        until(() -> ask(archive).at("/archive/status").asString().equals("READY"));
        JsonNode ready = ask(archive).path("archive");
        URI address = served.at(ready.path("address").asString());
        HttpResponse<byte[]> whole = fetched(address, keycloak.operatorToken());
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValueAsLong("Content-Length"))
                .hasValue(ready.path("bytes").asLong());
        byte[] zip = whole.body();
        assertThat(zip).hasSize(ready.path("bytes").asInt()).startsWith('l', 'i', 'n', 'l', 'i');
        assertThat(asked("HEAD", served.at("/archive.linli"), keycloak.token("140213-officer"))
                        .headers()
                        .firstValueAsLong("Content-Length"))
                .hasValue(zip.length);
        for (String own : List.of("140213-officer", "140213-admin"))
            assertThat(fetched(served.at("/archive.linli"), keycloak.token(own)).body())
                    .isEqualTo(zip);
        assertThat(fetched(served.at("/archive.linli"), keycloak.token("140213-resident"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(fetched(served.at("/archive.linli"), null, "X-District", "140213")
                        .statusCode())
                .isEqualTo(401);
        Path sealed = Files.write(folder.resolve("archive.linli"), zip);
        SealedArchive.open(sealed, folder.resolve("archive.zip"), key);
        assertThat(folder.resolve("archive.zip")).isNotEmptyFile();

        HttpResponse<byte[]> rest = fetched(address, keycloak.operatorToken(), "Range", "bytes=100-");
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("Content-Range"))
                .hasValue("bytes 100-%d/%d".formatted(zip.length - 1, zip.length));
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(zip, 100, zip.length));
        assertThat(fetched(address, keycloak.operatorToken(), "Range", "bytes=5-9")
                        .body())
                .isEqualTo(Arrays.copyOfRange(zip, 5, 10));
        assertThat(fetched(address, keycloak.operatorToken(), "Range", "bytes=" + zip.length + "-")
                        .statusCode())
                .isEqualTo(416);
        assertThat(fetched(address, keycloak.operatorToken(), "Range", "bytes=5-9", "If-Range", "\"another\"")
                        .body())
                .isEqualTo(zip);

        assertThat(rows("select actor is not null from event where name = 'ARCHIVE_FETCHED'"))
                .containsExactly("t", "t", "t", "t", "t");
        assertThat(served.ask(
                                "{ district { history(last: 9) { nodes { event actorRoles } } } }",
                                Map.of(),
                                "Authorization",
                                "Bearer " + keycloak.token("140213-officer"))
                        .body()
                        .toString())
                .contains(
                        "{\"event\":\"ARCHIVE_RECEIVED\",\"actorRoles\":[\"DISTRICT_OFFICER\"]}",
                        "{\"event\":\"ARCHIVE_RECEIVED\",\"actorRoles\":[\"DISTRICT_ADMIN\"]}");
        assertThat(fetched(address, null).statusCode()).isEqualTo(401);
        assertThat(fetched(address, "nonsense").statusCode()).isEqualTo(401);
        assertThat(fetched(address, keycloak.token("140213-admin")).statusCode())
                .isEqualTo(403);
        for (String nowhere : List.of("archive_" + UUID.randomUUID() + ".linli", "archive.linli", "..%2f..%2fpom.xml"))
            assertThat(fetched(served.at("/platform/archives/" + nowhere), keycloak.operatorToken())
                            .statusCode())
                    .isEqualTo(404);
        whoeverIsTooSlowIsLetGo();
    }

    /** Of an archive that is made larger than what lies between the two. */
    private static void whoeverIsTooSlowIsLetGo() throws Exception {
        String made = rows("select district_id || '/' || id || '/' || content from archive where made_at is not null")
                .getFirst();
        Path archive = served.files().resolve(made);
        byte[] before = Files.readAllBytes(archive);
        byte[] large = new byte[16 << 20];
        change("update archive set bytes = %d where made_at is not null".formatted(large.length));
        Files.write(archive, large);
        List<String> hurried = new ArrayList<>(List.of(settings));
        hurried.addAll(List.of(
                "linli.jobs=false",
                "linli.files.folder=" + served.files(),
                "linli.files.patience=1s",
                "linli.files.slowest=16MB"));
        try (Served other = new Served(database, hurried.toArray(String[]::new))) {
            String token = "Authorization: Bearer " + keycloak.token("140213-officer") + "\r\n";
            assertThat(SlowReader.gets(other.at("/archive.linli"), token, Duration.ofSeconds(3)))
                    .isBetween(100_000L, (long) large.length);
        } finally {
            Files.write(archive, before);
            change("update archive set bytes = %d where made_at is not null".formatted(before.length));
        }
    }

    private static void change(String sql) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What becomes of an archive that is asked for now; another one may be asked for then. */
    private static String failed(String code) throws Exception {
        String id = ask("mutation { exportDistrict(district: \"" + district(code)
                        + "\") { ... on ExportBegun { archive { id } } } }")
                .at("/exportDistrict/archive/id")
                .asString();
        String archive = "{ archive(id: \"" + id + "\") { status obstacle failedAt } }";
        until(() -> ask(archive).at("/archive/status").asString().equals("FAILED"));
        return ask(archive).at("/archive/obstacle").asString();
    }

    @Test
    void aQuotaHoldsWithinSecondsAndSoDoesTheUsualOneAgain() throws Exception {
        String here = "district: \"" + district("140213") + "\"";
        assertThat(quota(here, "1", "{costPerSecond: 1000, requestsPerSecond: 1}"))
                .isEqualTo("QuotaGranted");
        until(() -> guest().equals("THROTTLED"));
        assertThat(quota(here, "2", "null")).isEqualTo("QuotaGranted");
        until(() -> guest().isEmpty());
    }

    private static String quota(String district, String version, String quota) {
        return ask("mutation { setQuota(%s, expectedVersion: %s, quota: %s) { __typename } }"
                        .formatted(district, version, quota))
                .at("/setQuota/__typename")
                .asString();
    }

    private static String guest() {
        return served.ask("{ district { name } }").code();
    }

    /** From suspension to the proof, and the same code again. */
    @Test
    void aDistrictGoesWithAProofAndItsCodeComesAnew() throws Exception {
        Mail.shared();
        String code = "110108";
        String first = onboarded(code);
        String which = "district: \"" + first + "\"";
        String subject = rows("select subject from membership where district_id = '%s'".formatted(uuid(first)))
                .getFirst();
        ask("mutation { suspendDistrict(" + which + ", reason: \"示例\") { __typename } }");
        String deletion = ask("mutation { requestDeletion(" + which
                        + ", graceDays: 0, reason: \"示例\") { ... on DistrictLeaves { deletion { id } } } }")
                .at("/requestDeletion/deletion/id")
                .asString();
        String document = "{ deletion(id: \"" + deletion
                + "\") { status certificate certificateAddress rowsErased accountsErased district { id } history { nodes { event } } } }";
        until(() -> ask(document).at("/deletion/history/nodes").toString().contains("DISTRICT_ERASED"));
        JsonNode gone = ask(document).path("deletion");
        assertThat(gone.path("status").asString()).isEqualTo("ERASED");
        assertThat(gone.path("district").isNull()).isTrue();
        assertThat(gone.path("accountsErased").intValue()).isEqualTo(1);
        assertThat(gone.at("/history/nodes").toString())
                .contains("DELETION_REQUESTED", "ERASURE_BEGUN", "DISTRICT_ERASED");
        assertThat(ask("{ district(id: \"" + first + "\") { id } }")
                        .path("district")
                        .isNull())
                .isTrue();

        URI address = served.at(gone.path("certificateAddress").asString());
        assertThat(fetched(address, keycloak.token("140213-admin")).statusCode())
                .isEqualTo(403);
        String certificate =
                new String(fetched(address, keycloak.operatorToken()).body(), StandardCharsets.US_ASCII);
        assertThat(certificate).isEqualTo(gone.path("certificate").asString());
        Path proof = Files.writeString(folder.resolve("certificate.jws"), certificate);
        Path key = folder.resolve("platform-key.pem");
        Files.write(key, fetched(served.at("/platform-key.pem"), null).body());
        assertThat(checked(proof, key)).contains("\"code\":\"110108\"", "\"backupsUntil\":\"");
        int somewhere = certificate.indexOf('.') + 40;
        char other = certificate.charAt(somewhere) == 'A' ? 'B' : 'A';
        Files.writeString(proof, certificate.substring(0, somewhere) + other + certificate.substring(somewhere + 1));
        assertThatThrownBy(() -> checked(proof, key)).hasMessageContaining("not valid");

        String again = onboarded(code);
        assertThat(again).isNotEqualTo(first);
        assertThat(rows("select subject from membership where district_id = '%s'".formatted(uuid(again))))
                .hasSize(1)
                .doesNotContain(subject);
        // A sample, which goes live by itself; nothing else has happened to it.
        String anew = "{ district(id: \"" + again
                + "\") { archives { totalCount } deletion { id } history { nodes { event } } } }";
        until(() -> !ask(anew).at("/district/history/nodes").isEmpty());
        assertThat(ask(anew).toString())
                .isEqualTo(
                        "{\"district\":{\"archives\":{\"totalCount\":0},\"deletion\":null,\"history\":{\"nodes\":[{\"event\":\"DISTRICT_WENT_LIVE\"}]}}}");
    }

    /** In Keycloak are its accounts, but for two, and an organization with nobody in it. */
    @Test
    void aDistrictThatComesIsAliveAgain() throws Exception {
        String here = " from district d where d.code = '990101'";
        until(() -> rows("select 1 from role_grant g join district d on d.id = g.district_id where d.code = '990101'")
                        .size()
                >= 7);
        Sql.run(database, """
                insert into property_company (district_id, code, name, contact_name, contact_phone, contact_subject)
                select d.id, 'A', '示例物业一', '示例', '13800000000', '01900000-0000-4000-9000-990101000016'::uuid %1$s
                union all
                select d.id, 'B', '示例物业二', '示例', '13800000000', '%2$s'::uuid %1$s;
                insert into staff_member (district_id, subject, name, username, status)
                select d.id, '%3$s'::uuid, '示例', 'late', 'CONNECTED' %1$s;
                insert into role_grant (district_id, member_id, role, status, settled_at)
                select m.district_id, m.id, 'AUDITOR', 'GIVEN', now() from staff_member m where m.username = 'late'
                """.formatted(here, UUID.randomUUID(), UUID.randomUUID()));
        Storage storage = new FolderStorage(folder.resolve("contents"));
        SecretKeySpec bytes = new SecretKeySpec(new byte[32], "AES");
        IdentityNumbers numbers = new IdentityNumbers(new AesGcm(), new SealingKeys("a", Map.of("a", bytes), bytes));
        ArchiveKey key = ArchiveKey.fresh();
        Path archive = folder.resolve("coming");
        new Export(Map.of("home", settings(database, database.app())), storage, numbers)
                .write("990101", archive, key, written -> {});

        ByHand byHand = new ByHand(keycloak);
        byHand.ask("DELETE", "organizations/01900000-0000-4000-8000-000000990101", "");
        byHand.ask(
                "POST",
                "organizations",
                "{\"name\":\"示例区\",\"alias\":\"990101\",\"attributes\":{\"districtCode\":[\"990101\"]}}");
        String organization = "organizations/"
                + JSON.readTree(byHand.ask("GET", "organizations?q=districtCode:990101", ""))
                        .at("/0/id")
                        .asString();
        Database another = Postgres.shared().freshDatabase("arrived");
        Migrations.migrate(
                another.jdbcUrl(), another.migrator().user(), another.migrator().password());
        new ArchiveImport(settings(another, another.migrator()), storage, numbers)
                .read(archive, key, null, UUID.fromString(organization.substring("organizations/".length())));
        try (Served there = new Served(another, settings)) {
            until(() -> Sql.rows(
                            another, "select 1 from job where kind in ('member', 'staff-account') and done_at is null")
                    .isEmpty());
            String id = "district_" + Sql.row(another, "select d.id" + here);
            ask(there, "mutation { resumeDistrict(district: \"" + id + "\") { __typename } }");
            until(() -> byHand.ask("GET", organization, "").contains("\"enabled\":true"));
            assertThat(own(there, "990101-admin", "{ staff { totalCount } }"))
                    .isEqualTo("{\"staff\":{\"totalCount\":8}}");
            assertThat(own(there, "990101-property", "{ me { roles } }")).contains("PROPERTY_MANAGER");
            assertThat(ask(there, "{ directoryDrifts { nodes { kind status } } }")
                            .toString())
                    .contains("{\"kind\":\"ACCOUNTS_MISSING\",\"status\":\"REPORTED\"}")
                    .doesNotContain("MEMBERSHIP_ENDED");
            again(another, "compare-staff");
            String late = "{ staffDrifts { nodes { role kind status member { username } } } }";
            until(
                    () -> own(there, "990101-admin", late)
                            .contains(
                                    "{\"role\":\"AUDITOR\",\"kind\":\"MISSING\",\"status\":\"REPORTED\",\"member\":{\"username\":\"late\"}}"));
            // As when the accounts come.
            Sql.run(another, """
                    delete from membership where subject not in (select subject from staff_member where subject is not null);
                    delete from membership where subject in (select subject from staff_member where username = 'late');
                    update staff_member set subject = '%s' where username = 'late'
                    """.formatted(JSON.readTree(byHand.ask("GET", "users?exact=true&username=newcomer", ""))
                    .at("/0/id")
                    .asString()));
            again(another, "compare-staff");
            again(another, "compare-memberships");
            until(() -> Sql.rows(another, "select 1 from role_grant where status = 'GIVEN' and settled_at is null")
                    .isEmpty());
            assertThat(byHand.ask("GET", organization + "/members", "")).contains("\"newcomer\"");
            until(() -> ask(there, "{ directoryDrifts { nodes { kind status } } }")
                    .toString()
                    .contains("{\"kind\":\"ACCOUNTS_MISSING\",\"status\":\"OVER\"}"));
        }
    }

    private static void again(Database database, String kind) {
        Sql.run(database, "update job set next_at = now() where recurring and kind = '" + kind + "'");
    }

    private static DatabaseSettings settings(Database database, Login login) {
        return DatabaseSettings.of(database.host(), database.port(), database.name(), login.user(), login.password());
    }

    private static String own(Served there, String username, String document) {
        return there.ask(document, Map.of(), "Authorization", "Bearer " + keycloak.token(username))
                .body()
                .path("data")
                .toString();
    }

    private static String checked(Path certificate, Path key) throws IOException {
        return Certificate.verified(Files.readString(certificate), Files.readString(key));
    }

    private static String uuid(String district) {
        return district.substring("district_".length());
    }

    private static String onboarded(String code) throws Exception {
        ask("""
                mutation { onboardDistrict(district: {code: "%1$s", name: "北京市海淀区", sample: true,
                  administrator: {username: "admin-%1$s", email: "admin-%1$s@example.test", name: "示例"}}) { __typename } }
                """.formatted(code));
        String document = "{ districts(where: {code: {eq: \"" + code
                + "\"}}) { nodes { id state onboarding { status obstacle } } } }";
        until(() -> ask(document).at("/districts/nodes/0/state").asString("").equals("ACTIVE"));
        return ask(document).at("/districts/nodes/0/id").asString();
    }

    private static HttpResponse<byte[]> fetched(URI address, @Nullable String token, String... headers)
            throws IOException, InterruptedException {
        return asked("GET", address, token, headers);
    }

    private static HttpResponse<byte[]> asked(String method, URI address, @Nullable String token, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) request.header("Authorization", "Bearer " + token);
        if (headers.length > 0) request.headers(headers);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static JsonNode ask(String document) {
        return ask(served, document);
    }

    private static JsonNode ask(Served server, String document) {
        Served.Answer answer = server.post(
                PlatformConfiguration.PATH,
                "{\"query\":\"" + document.replace("\"", "\\\"").replace("\n", " ") + "\"}",
                "Authorization",
                "Bearer " + keycloak.operatorToken());
        assertThat(answer.code()).as(answer.message()).isEmpty();
        return answer.body().path("data");
    }

    private static String district(String code) throws SQLException {
        return "district_"
                + rows("select id from district where code = '" + code + "'").getFirst();
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void until(Check reached) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!reached.holds()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(100);
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }
}
