package org.linli.api.writes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLEnumType;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.schema.contract.Contract;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;

/** What a district needs before it goes live. */
class SetupTest {
    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void whatIsMissingIsListedAndKeepsItFromGoingLive() {
        writes.sql("update district set live_since = null where id = :district");
        writes.sql(
                "update duty set valid_from = '2999-01-01', valid_to = null where district_id = :district and role = 'GRID_WORKER'");
        writes.sql("delete from archive_key where district_id = :district");
        JsonNode items = writes.asked("admin", "{ setup(orderBy: [STEP_ASC]) { nodes { step state count lacking } } }")
                .at("/setup/nodes");
        assertThat(items).hasSize(8);
        assertThat(items.get(7).toString())
                .isEqualTo("{\"step\":\"ARCHIVE_KEY\",\"state\":\"OPTIONAL\",\"count\":0,\"lacking\":0}");
        assertThat(items.get(2).toString())
                .isEqualTo("{\"step\":\"TERRITORY\",\"state\":\"DONE\",\"count\":2,\"lacking\":0}");
        assertThat(items.get(3).path("state").asString()).isEqualTo("MISSING");
        JsonNode refused = writes.refused("admin", "SETUP_INCOMPLETE", "goLive");
        assertThat(refused.path("message").asString()).contains("STAFF").doesNotContain("TERRITORY", "MERCHANTS");
        writes.fails("district officer", "FORBIDDEN", "goLive");
    }

    /** Whatever is missing now or may be one day: nobody reads a bare value. */
    @Test
    void everyStepHasWordsInBothLanguages() throws IOException {
        GraphQLEnumType steps = (GraphQLEnumType) Contract.load().schema().getType("SetupStep");
        for (String language : List.of("en", "zh-CN")) {
            Properties words = new Properties();
            try (Reader file = new InputStreamReader(
                    new ClassPathResource("refusals/" + language + "/setup.properties").getInputStream(),
                    StandardCharsets.UTF_8)) {
                words.load(file);
            }
            assertThat(requireNonNull(steps).getValues())
                    .allSatisfy(step -> assertThat(words.getProperty("SETUP_INCOMPLETE." + step.getName()))
                            .endsWith(
                                    language.equals("en") ? " (" + step.getName() + ")" : "（" + step.getName() + "）"));
        }
    }

    @Test
    void aDistrictGoesLiveOnce() {
        writes.sql("update district set live_since = null where id = :district");
        JsonNode live = writes.done(
                "admin", "goLive", "... on DistrictLive { since district { liveSince history { nodes { event } } } }");
        assertThat(live.path("since")).isEqualTo(live.at("/district/liveSince"));
        assertThat(live.at("/district/history").toString()).contains("DISTRICT_WENT_LIVE");
        assertThat(writes.rows("select 1 from job where district_id = :district and kind = 'tell-live'"))
                .hasSize(1);
        writes.refused("admin", "ALREADY_LIVE", "goLive");
    }

    /** Nobody answers for what is invented. */
    @Test
    void aSampleGoesLiveWithoutAnOfficer() {
        writes.sql("update district set live_since = null where id = :district");
        writes.sql(
                "update role_grant set status = 'WITHDRAWN' where district_id = :district and role = 'DISTRICT_OFFICER'");
        writes.refused("admin", "SETUP_INCOMPLETE", "goLive");
        writes.sql("update district set sample = true where id = :district");
        writes.done("admin", "goLive", "... on DistrictLive { since }");
    }
}
