package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;

/** From an account of no district to a resident whose tokens carry one: over HTTP, with a Keycloak that changes and jobs that are worked off. */
@Execution(ExecutionMode.CONCURRENT)
class JoiningTest {
    private static final String ORGANIZATION = "01900000-0000-4000-8000-000000140213";
    private static final String GRID = "01900000-0000-7000-8000-0000000000aa";

    @Test
    void aNewcomerJoinsAndLeavesAndTheNextTokenSaysSo() throws Exception {
        Database database = Postgres.shared().freshDatabase("joining");
        try (Keycloak keycloak = Keycloak.throwaway();
                Served served = new Served(
                        database,
                        "linli.jobs=true",
                        "linli.keycloak.issuer=" + keycloak.issuer(),
                        "linli.keycloak.provisioner-secret=linli-provisioner-dev-secret")) {
            drawGrid(database);
            Served.Answer joined = served.ask(
                    """
                    mutation {
                      joinDistrict(district: "140213", application: {name: "示例新人", phone: "11100000009", birthDate: "1990-01-01",
                                   dwelling: {grid: "grid_%s", relation: TENANT}}) {
                        __typename ... on DistrictJoined { resident { name } }
                      }
                    }
                    """.formatted(GRID), Map.of(), "Authorization", "Bearer " + keycloak.newToken("newcomer", ""));
            assertThat(joined.body().at("/data/joinDistrict").toString())
                    .isEqualTo("{\"__typename\":\"DistrictJoined\",\"resident\":{\"name\":\"示例新人\"}}");
            assertThat(me(served, keycloak, "\"RESIDENT\"")).contains("\"RESIDENT\"", "\"示例新人\"", "\"140213\"");
            // With nobody reading the directory's events, as when the server was down, the comparison finds who was
            // removed.
            removeByHand(keycloak, Sql.row(database, "select subject from resident"));
            assertThat(me(served, keycloak, "\"district\":null")).contains("\"district\":null");
            assertThat(drifts(database)).isEmpty();
            execute(database, "update job set next_at = now() where kind = 'compare-memberships'");
            assertThat(me(served, keycloak, "\"RESIDENT\"")).contains("\"RESIDENT\"", "\"140213\"");
            assertThat(drifts(database)).containsExactly("140213 MEMBERSHIP_ENDED REPAIRED");
            // Who moves out is no member any more.
            execute(database, """
                    update resident set status = 'MOVED_OUT', verify_by = null;
                    insert into job (district_id, kind, payload)
                    select district_id, 'member', json_build_object('subject', subject) from resident;
                    """);
            assertThat(me(served, keycloak, "\"district\":null")).contains("\"resident\":null", "\"district\":null");
        }
    }

    private static void removeByHand(Keycloak keycloak, String account) throws Exception {
        String organizations = keycloak.issuer().toString().replace("/realms/", "/admin/realms/") + "/organizations/";
        HttpRequest removal = HttpRequest.newBuilder(URI.create(organizations + ORGANIZATION + "/members/" + account))
                .header("Authorization", "Bearer " + keycloak.clientToken("by-hand", "by-hand-dev-secret"))
                .DELETE()
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(removal, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
        }
    }

    private static List<String> drifts(Database database) throws SQLException {
        return Sql.rows(
                database,
                "select d.code || ' ' || x.kind || ' ' || x.status from directory_drift x join district d on d.id = x.target_id where d.code = '140213'");
    }

    /** What the newcomer is told by the next tokens, as soon as it contains this. */
    private static String me(Served served, Keycloak keycloak, String expected) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        String me = "";
        while (!me.contains(expected) && Instant.now().isBefore(end)) {
            Thread.sleep(500);
            me = served.ask(
                            "{ me { roles resident { name } district { code } } }",
                            Map.of(),
                            "Authorization",
                            "Bearer " + keycloak.newToken("newcomer", "organization:140213"))
                    .body()
                    .at("/data/me")
                    .toString();
        }
        return me;
    }

    private static void drawGrid(Database database) throws SQLException {
        execute(database, """
                insert into community (district_id, code, name) select id, 'C', '示例社区' from district where code = '140213';
                insert into grid (district_id, id, community_id, code, name, status)
                select district_id, '%s', id, 'G', '示例网格', 'ACTIVE' from community;
                """.formatted(GRID));
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }
}
