package org.linli.api.reads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Quota;
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
                    "{ quota { requestsPerSecond requestsAtOnce costPerSecond storageBytes storageUsed streams openStreams } }";
            for (String caller : new String[] {"admin", "district officer", "auditor", "district officer there"})
                assertThat(asked(served, caller, document))
                        .startsWith(
                                "{\"quota\":{\"requestsPerSecond\":5000,\"requestsAtOnce\":1000,\"costPerSecond\":5000000,\"storageBytes\":\"53687091200\",\"storageUsed\":\"")
                        .endsWith(",\"streams\":1000,\"openStreams\":0}}");
            Caller granted = within(new Quota(5, 7, Long.MAX_VALUE, 9, 3, 1, Map.of()));
            assertThat(String.valueOf(served.ask(granted, document, Map.of()).data()))
                    .startsWith(
                            "{\"quota\":{\"requestsPerSecond\":5,\"requestsAtOnce\":7,\"costPerSecond\":2147483647,\"storageBytes\":\"9\",\"storageUsed\":\"")
                    .endsWith(",\"streams\":3,\"openStreams\":0}}");
            String usual = "{ usualQuota { requestsPerSecond requestsAtOnce costPerSecond storageBytes streams } }";
            assertThat(String.valueOf(
                            platform.ask(Fixture.OPERATOR, usual, Map.of()).data()))
                    .isEqualTo(
                            "{\"usualQuota\":{\"requestsPerSecond\":5000,\"requestsAtOnce\":1000,\"costPerSecond\":5000000,\"storageBytes\":\"53687091200\",\"streams\":1000}}");
            for (String caller : new String[] {"guest", "resident", "integrator"}) {
                Answer answer =
                        served.ask(Objects.requireNonNull(Fixture.callers().get(caller)), document, Map.of());
                assertThat(answer.problems().getFirst().code()).isEqualTo("FORBIDDEN");
            }
        }
    }

    /** The administrator of a district that may take so much. */
    private static Caller within(Quota quota) {
        Caller admin = Objects.requireNonNull(Fixture.callers().get("admin"));
        District here = Objects.requireNonNull(admin.district());
        return new Caller(
                admin.subject(),
                new District(here.id(), here.code(), here.name(), here.zone(), here.packages(), here.language(), quota),
                admin.client(),
                admin.roles(),
                admin.grids(),
                admin.own());
    }

    private static String asked(Served served, String caller, String document) {
        return String.valueOf(
                served.ask(Objects.requireNonNull(Fixture.callers().get(caller)), document, Map.of())
                        .data());
    }
}
