package org.linli.demo;

import java.util.List;
import org.linli.services.Keycloak;

/** What the demo prints when it is ready: addresses, who can log in, and first queries to paste. */
final class Welcome {
    private static final String QUERY =
            "{ streets(where: { name: { eq: \\\"水泊寺街道\\\" } }) { nodes { name figures { label value } } } }";
    private static final List<String> USERS = List.of(
            "grid       网格员 grid worker: the residents of one grid, in clear; some wait to be verified",
            "community  社区工作者 community worker: the residents of one community, in clear; a draft to hand in",
            "street     街道干部 street officer: the residents of one street, masked; an activity and services to judge",
            "department 职能部门 department officer",
            "officer    区级业务主管 district officer: all residents, masked; a duty to confirm",
            "admin      系统管理员 district IT: staff and clients, no resident",
            "auditor    审计员 auditor: reads trails and the trial balance",
            "resident   居民 resident: the own record and a child; activities to enrol in, points to redeem",
            "merchant   商家 merchant: the code LNLDEMQ23456 to verify, services to pause",
            "volunteer  志愿者 volunteer: a shift to sign up for",
            "member     在职党员 serving member, and a resident: a shift to sign up for",
            "unit       驻街单位联络人 unit contact, and a resident",
            "property   物业 property manager");

    private Welcome() {}

    static String text(int server, int keycloak) {
        StringBuilder users = new StringBuilder();
        for (String user : USERS) users.append("    140213-").append(user).append('\n');
        return """

                Linli 邻里 is ready. All data are samples: totals from a newspaper page, everything personal is synthetic.

                  Start page   http://localhost:%1$d/
                  GraphiQL     http://localhost:%1$d/graphiql
                  Live         http://localhost:%1$d/live
                  Console      http://localhost:%1$d/console
                  Contract     http://localhost:%1$d/schema.graphqls
                  Operators    http://localhost:%1$d/platform/graphql, as operator, or city for figures only, by the client platform-console
                  Errors       http://localhost:%1$d/errors
                  Health       http://localhost:%1$d/health/ready
                  Keycloak     http://localhost:%2$d/realms/linli

                Log in as (password %3$s; the same with 990101- for the invented district 示例区):
                %4$s
                A first query, as a guest of 平城区:

                curl http://localhost:%1$d/graphql -H 'Content-Type: application/json' -H 'X-District: 140213' \\
                  -d '{"query":"%5$s"}'

                A token for an integration, by client credentials, and a query with it:

                TOKEN=$(curl -s http://localhost:%2$d/realms/linli/protocol/openid-connect/token \\
                  -d grant_type=client_credentials -d client_id=integrator-140213-demo -d client_secret=integrator-dev-secret \\
                  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                curl http://localhost:%1$d/graphql -H 'Content-Type: application/json' -H "Authorization: Bearer $TOKEN" \\
                  -d '{"query":"{ me { roles district { name } } }"}'

                Ctrl-C stops everything; the data stay (-Dfresh starts from nothing).
                """.formatted(server, keycloak, Keycloak.PASSWORD, users, QUERY);
    }
}
