package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import tools.jackson.databind.JsonNode;

/** A district leaves, by what operators ask for over HTTP, with a Keycloak that changes and jobs that are worked off. */
class LeavingDistrictTest {
    private static Database database;
    private static Keycloak keycloak;
    private static Served served;

    @BeforeAll
    static void start() {
        database = Postgres.shared().freshDatabase("leaving");
        keycloak = Keycloak.throwaway();
        served = new Served(
                database,
                "linli.jobs=true",
                "linli.keycloak.issuer=" + keycloak.issuer(),
                "linli.keycloak.provisioner-secret=linli-provisioner-dev-secret");
    }

    @AfterAll
    static void stop() {
        served.close();
        keycloak.close();
    }

    @Test
    void anArchiveIsFetchedByOperatorsAndGoneOnWith() throws Exception {
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
        assertThat(zip).hasSize(ready.path("bytes").asInt()).startsWith('P', 'K');

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

        assertThat(fetched(address, null).statusCode()).isEqualTo(401);
        assertThat(fetched(address, "nonsense").statusCode()).isEqualTo(401);
        assertThat(fetched(address, keycloak.token("140213-admin")).statusCode())
                .isEqualTo(403);
        for (String nowhere : List.of("archive_" + UUID.randomUUID() + ".zip", "archive.zip", "..%2f..%2fpom.xml"))
            assertThat(fetched(served.at("/platform/archives/" + nowhere), keycloak.operatorToken())
                            .statusCode())
                    .isEqualTo(404);
    }

    private static HttpResponse<byte[]> fetched(URI address, @Nullable String token, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (token != null) request.header("Authorization", "Bearer " + token);
        if (headers.length > 0) request.headers(headers);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static JsonNode ask(String document) {
        Served.Answer answer = served.post(
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
