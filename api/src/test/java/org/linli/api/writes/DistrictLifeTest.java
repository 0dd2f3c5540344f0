package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.OPERATOR;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.archive.ErasureRounds;
import org.linli.tenancy.identity.Platform;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators ask for in the life of a district; nobody works it off here. */
class DistrictLifeTest {
    private static final String ITSELF = "district: \"district_" + Platform.ID + "\"";

    /** A server that can erase was there a moment ago. */
    private static final String OFFERED =
            "insert into job (district_id, kind, recurring) values ('" + Platform.ID + "', 'offer-erasure', true)";

    private final String here = "district: \"" + node(HERE) + "\"";
    private final Writes writes = Writes.ofPlatform();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void oneArchiveIsMadeAtATimeAndNoKeyOfItIsTold() {
        JsonNode begun = writes.done(
                OPERATOR,
                "exportDistrict(" + here + ")",
                "... on ExportBegun { archive { status part rows district { state archives { nodes { status } } } } }",
                null);
        assertThat(begun.toString())
                .isEqualTo(
                        "{\"__typename\":\"ExportBegun\",\"archive\":{\"status\":\"REQUESTED\",\"part\":null,\"rows\":\"0\",\"district\":{\"state\":\"ACTIVE\",\"archives\":{\"nodes\":[{\"status\":\"REQUESTED\"}]}}}}");
        assertThat(writes.rows("select payload from job where kind = 'make-archive'")
                        .getFirst())
                .matches("\\{\"archive\": ?\"[0-9a-f-]{36}\"}");
        writes.refused(OPERATOR, "EXPORT_GOES_ON", "exportDistrict(" + here + ")");
        writes.refused(OPERATOR, "NOT_FOUND", "exportDistrict(" + ITSELF + ")");
        // One that failed is in nobody's way.
        writes.sql("update archive set failed_at = now(), obstacle = 'GIVEN_UP'");
        writes.done(OPERATOR, "exportDistrict(" + here + ")", "", null);
        writes.sql("delete from archive; update district set state = 'OPENING' where id = :district");
        writes.refused(OPERATOR, "DISTRICT_NOT_OPEN", "exportDistrict(" + here + ")");
    }

    @Test
    void aSuspendedDistrictLeavesAndMayStayWhileNothingIsGone() {
        writes.sql(OFFERED);
        writes.refused(OPERATOR, "SUSPENSION_NEEDED", request(30));
        writes.refused(OPERATOR, "NO_DELETION", "withdrawDeletion(" + here + ")");
        writes.sql("update district set state = 'SUSPENDED' where id = :district");
        for (int days : new int[] {-1, 0, 366})
            assertThat(writes.refused(OPERATOR, "GRACE_REFUSED", request(days))
                            .path("message")
                            .asString())
                    .contains("1", "365");
        JsonNode leaves = writes.done(
                OPERATOR,
                request(30),
                "... on DistrictLeaves { archive { id } deletion { code status graceDays certificate district { state deletion { status } history { nodes { event reason toState } } } history { nodes { event reason actor } } } }",
                null);
        assertThat(leaves.toString())
                .isEqualTo(
                        "{\"__typename\":\"DistrictLeaves\",\"archive\":null,\"deletion\":{\"code\":\"140213\",\"status\":\"WAITING\",\"graceDays\":30,\"certificate\":null,\"district\":{\"state\":\"LEAVING\",\"deletion\":{\"status\":\"WAITING\"},\"history\":{\"nodes\":[{\"event\":\"DISTRICT_LEAVING\",\"reason\":\"示例\",\"toState\":\"LEAVING\"}]}},\"history\":{\"nodes\":[{\"event\":\"DELETION_REQUESTED\",\"reason\":\"示例\",\"actor\":\"00000000-0000-0001-0000-000000000001\"}]}}}");
        assertThat(
                        writes.rows(
                                "select next_at > now() + interval '29 days' from job where kind = 'erase-district' and done_at is null"))
                .containsExactly("t");
        writes.refused(OPERATOR, "DELETION_PENDING", request(30));
        writes.refused(OPERATOR, "DELETION_PENDING", "resumeDistrict(" + here + ")");
        writes.refused(OPERATOR, "DELETION_PENDING", "suspendDistrict(" + here + ", reason: \"示例\")");
        // It may still be exported, and the next answer tells so.
        writes.done(OPERATOR, "exportDistrict(" + here + ")", "", null);
        writes.done(OPERATOR, "withdrawDeletion(" + here + ")", "... on DistrictStays { district { state } }", null);
        assertThat(writes.rows("select state from district where id = :district"))
                .containsExactly("SUSPENDED");
        assertThat(writes.rows("select 1 from job where kind = 'erase-district' and done_at is null"))
                .isEmpty();
        assertThat(writes.done(OPERATOR, request(1), "... on DistrictLeaves { archive { status } }", null)
                        .at("/archive/status")
                        .asString())
                .isEqualTo("REQUESTED");
        writes.sql("update deletion set files = 0 where withdrawn_at is null");
        writes.refused(OPERATOR, "DELETION_BEGAN", "withdrawDeletion(" + here + ")");
        writes.sql("delete from archive");
        writes.refused(OPERATOR, "DISTRICT_NOT_OPEN", "exportDistrict(" + here + ")");
        writes.refused(OPERATOR, "NOT_FOUND", "requestDeletion(" + ITSELF + ", graceDays: 1, reason: \"示例\")");
        writes.refused(OPERATOR, "NOT_FOUND", "withdrawDeletion(" + ITSELF + ")");
    }

    @Test
    void aDeletionThatNoServerCanDoIsRefusedOrToldAndTriedAtOnce() {
        String retry = "retryDeletion(" + here + ")";
        writes.refused(OPERATOR, "NO_DELETION", retry);
        writes.refused(OPERATOR, "NOT_FOUND", "retryDeletion(" + ITSELF + ")");
        writes.sql("update district set state = 'SUSPENDED' where id = :district");
        writes.refused(OPERATOR, "ERASURE_UNAVAILABLE", request(1));
        writes.sql(OFFERED);
        writes.done(OPERATOR, request(1), "", null);
        writes.refused(OPERATOR, "DELETION_NOT_DUE", retry);

        run(ErasureRounds.missed(writes.served().database()));
        writes.sql("update deletion set requested_at = now() - interval '2 days'");
        run(ErasureRounds.missed(writes.served().database()));
        assertThat(obstacle()).isEqualTo("null DELETION_REQUESTED");
        writes.sql("update job set next_at = now() - interval '2 hours' where kind = 'offer-erasure'");
        for (int twice = 0; twice < 2; twice++)
            run(ErasureRounds.missed(writes.served().database()));
        assertThat(obstacle()).isEqualTo("NOT_CONFIGURED DELETION_REQUESTED DELETION_HINDERED");
        writes.sql("update job set next_at = now() + interval '1 hour' where kind = 'erase-district'");
        writes.done(OPERATOR, retry, "... on DeletionTried { deletion { status } }", "again");
        assertThat(writes.rows("select next_at <= now() from job where kind = 'erase-district'"))
                .containsExactly("t");
        run(ErasureRounds.offered(writes.served().database()));
        assertThat(obstacle()).isEqualTo("null DELETION_REQUESTED DELETION_HINDERED DELETION_RETRIED");
        writes.fails("admin", "FORBIDDEN", retry);
    }

    /** What the deletion waits for, and what was told of it. */
    private String obstacle() {
        JsonNode deletion = Objects.requireNonNull(writes.served()
                        .ask(OPERATOR, "{ deletions { nodes { obstacle history { nodes { event } } } } }", Map.of())
                        .data())
                .at("/deletions/nodes/0");
        return Stream.concat(
                        Stream.of(deletion.path("obstacle").asString("null")),
                        deletion.at("/history/nodes")
                                .valueStream()
                                .map(one -> one.path("event").asString()))
                .collect(Collectors.joining(" "));
    }

    private static void run(Kind kind) {
        kind.run(new Job(UUID.randomUUID(), Platform.ID, kind.name(), new JsonMapper().createObjectNode(), 1))
                .block();
    }

    @Test
    void aSampleMayGoAtOnce() {
        writes.sql(OFFERED);
        writes.sql("update district set state = 'SUSPENDED', sample = true where id = :district");
        writes.done(OPERATOR, request(0), "", null);
    }

    @Test
    void aDistrictIsGrantedAQuotaWithinBoundsAndTheUsualAgain() {
        JsonNode granted = writes.done(
                OPERATOR,
                "setQuota(" + here
                        + ", expectedVersion: 1, quota: {requestsPerSecond: 50, costPerSecond: 40000, storageBytes: \"6000000000\", streams: 20})",
                "... on QuotaGranted { district { version quota { requestsPerSecond requestsAtOnce costPerSecond storageBytes streams } history { nodes { event } } } }",
                null);
        assertThat(granted.path("district").toString())
                .isEqualTo(
                        "{\"version\":2,\"quota\":{\"requestsPerSecond\":50,\"requestsAtOnce\":null,\"costPerSecond\":40000,\"storageBytes\":\"6000000000\",\"streams\":20},\"history\":{\"nodes\":[{\"event\":\"QUOTA_SET\"}]}}");
        writes.refused(OPERATOR, "VERSION_CONFLICT", "setQuota(" + here + ", expectedVersion: 1)");
        writes.refused(OPERATOR, "NOT_FOUND", "setQuota(" + ITSELF + ", expectedVersion: 1)");
        for (String figure : new String[] {
            "requestsPerSecond: 0", "requestsPerSecond: 100001", "requestsAtOnce: 0", "requestsAtOnce: 10001",
            "costPerSecond: 999", "costPerSecond: 1000000001", "storageBytes: -1", "storageBytes: 1.5",
            "storageBytes: \"1125899906842625\"", "streams: 0", "streams: 100001"
        })
            writes.refused(
                    OPERATOR, "QUOTA_REFUSED", "setQuota(" + here + ", expectedVersion: 2, quota: {" + figure + "})");
        assertThat(writes.done(
                                OPERATOR,
                                "setQuota(" + here + ", expectedVersion: 2, quota: null)",
                                "... on QuotaGranted { district { quota { requestsPerSecond storageBytes } } }",
                                null)
                        .toString())
                .contains("{\"requestsPerSecond\":null,\"storageBytes\":null}");
    }

    @Test
    void whoIsNoOperatorDoesNothing() {
        for (String caller : new String[] {"admin", "auditor", "guest"})
            for (String mutation : new String[] {
                "exportDistrict(" + here + ")",
                request(30),
                "withdrawDeletion(" + here + ")",
                "setQuota(" + here + ", expectedVersion: 1)"
            }) writes.fails(caller, "FORBIDDEN", mutation);
    }

    private String request(int graceDays) {
        return "requestDeletion(" + here + ", graceDays: " + graceDays + ", reason: \"示例\")";
    }
}
