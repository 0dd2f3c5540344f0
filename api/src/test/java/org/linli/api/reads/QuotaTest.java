package org.linli.api.reads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;

/** What operators grant a district is for those to know who run it. */
class QuotaTest {
    @Test
    void thoseWhoRunADistrictKnowWhatItMayTake() {
        Database place = Fixture.fill();
        try (Served served = new Served(Contract.load(), place, Limits.USUAL);
                Served platform = Served.ofPlatform(place)) {
            String document =
                    "{ quota { requestsPerSecond requestsAtOnce storageBytes storageUsed streams openStreams } }";
            assertThat(asked(served, "admin", document))
                    .startsWith("{\"quota\":{\"requestsPerSecond\":null,\"requestsAtOnce\":null,\"storageBytes\":null");
            platform.ask(Fixture.OPERATOR, """
                    mutation { setQuota(district: "%s", expectedVersion: 1, quota: {requestsAtOnce: 7, storageBytes: 9, streams: 3}) { __typename } }
                    """.formatted(Fixture.node(Fixture.HERE)), Map.of());
            for (String caller : new String[] {"admin", "district officer", "auditor"})
                assertThat(asked(served, caller, document))
                        .startsWith(
                                "{\"quota\":{\"requestsPerSecond\":null,\"requestsAtOnce\":7,\"storageBytes\":\"9\",\"storageUsed\":\"")
                        .endsWith(",\"streams\":3,\"openStreams\":0}}");
            assertThat(asked(served, "district officer there", document)).contains("\"requestsAtOnce\":null");
            for (String caller : new String[] {"guest", "resident", "integrator"}) {
                Answer answer =
                        served.ask(Objects.requireNonNull(Fixture.callers().get(caller)), document, Map.of());
                assertThat(answer.problems().getFirst().code()).isEqualTo("FORBIDDEN");
            }
        }
    }

    private static String asked(Served served, String caller, String document) {
        return String.valueOf(
                served.ask(Objects.requireNonNull(Fixture.callers().get(caller)), document, Map.of())
                        .data());
    }
}
