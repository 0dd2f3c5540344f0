package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;

/** From an account of no district to a resident whose tokens carry one: over HTTP, with a Keycloak that changes and jobs that are worked off. */
class JoiningTest {
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
            // Who moves out is no member any more.
            execute(database, """
                    update resident set status = 'MOVED_OUT', verify_by = null;
                    insert into job (district_id, kind, payload)
                    select district_id, 'member', json_build_object('subject', subject) from resident;
                    """);
            assertThat(me(served, keycloak, "\"district\":null")).contains("\"resident\":null", "\"district\":null");
        }
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
