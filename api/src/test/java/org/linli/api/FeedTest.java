package org.linli.api;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import tools.jackson.databind.json.JsonMapper;

/** The feed of a district from two nodes over one database. */
class FeedTest {
    private static final JsonMapper JSON = new JsonMapper();
    private final Keycloak keycloak = Keycloak.shared();

    @Test
    void whatHappensIsToldOnBothNodes() throws Exception {
        Database database = Postgres.shared().freshDatabase("feed");
        try (Served one = served(database);
                Served other = served(database)) {
            CrowdTest.stage(database);
            String officer = keycloak.token("140213-officer");
            String query = JSON.writeValueAsString(
                    Map.of(
                            "query",
                            "subscription { updates { id cursor type at actorRoles entity { __typename id } community { name } ... on EnrolmentMoved { activity { title seatsLeft } } } }"));
            try (SocketClient here = SocketClient.greeted(
                            one.at("").getPort(), "{\"Authorization\":\"Bearer " + officer + "\"}");
                    SocketClient there = SocketClient.greeted(
                            other.at("").getPort(), "{\"Authorization\":\"Bearer " + officer + "\"}")) {
                here.ask("a", query);
                there.ask("b", query);
                Thread.sleep(500);
                long began = System.nanoTime();
                System.out.println(one.ask(
                                "mutation { enrol(activity: \"activity_00000000-0000-0000-0000-0000000000ac\", child: \"resident_00000000-0000-0000-0001-000000000001\") { __typename ... on Refusal { message } } }",
                                Map.of(),
                                "Authorization",
                                "Bearer " + keycloak.token("140213-resident"))
                        .body());
                System.out.println(here.next());
                System.out.println((System.nanoTime() - began) / 1e6);
                System.out.println(there.next());
                System.out.println(other.ask(
                                "{ updateHead updates(first: 3) { totalCount nodes { cursor type fromState toState } pageInfo { endCursor } } }",
                                Map.of(),
                                "Authorization",
                                "Bearer " + officer)
                        .body());
            }
        }
    }

    private Served served(Database database) {
        return new Served(database, "linli.keycloak.issuer=" + keycloak.issuer());
    }
}
