package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/** Services from draft to offline. Service 3 is of merchant 4, VERIFIED and in grid 1; service 1 is a draft that only others see. */
class ServiceLifeTest {
    private static final String SERVICE =
            "... on ServiceChanged { service { id status title stock version reviewNote merchant { status } } }";

    private final Writes writes = new Writes();

    @BeforeEach
    void setTheStage() {
        writes.sql("""
                update merchant set grid_id = '%1$s', community_id = '%2$s', status = 'VERIFIED' where district_id = :district and id = '%3$s';
                update merchant_service set status = 'DRAFT', stock = 2 where district_id = :district and id in ('%4$s', '%5$s')
                """.formatted(
                        id(HERE, "grid", 1),
                        id(HERE, "community", 1),
                        id(HERE, "merchant", 4),
                        id(HERE, "service", 3),
                        id(HERE, "service", 1)));
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aServiceGoesOnlineAndItsMerchantIsActive() {
        JsonNode draft = writes.done("merchant", upload(4, offer("示例理发", 60, 7)), SERVICE)
                .path("service");
        assertThat(draft.path("status").asString()).isEqualTo("DRAFT");
        String service = draft.path("id").asString();
        JsonNode changed = writes.done("merchant", change(service, 1, offer("示例修面", 60, 7)), SERVICE)
                .path("service");
        assertThat(changed.path("title").asString()).isEqualTo("示例修面");
        writes.refused("merchant", "VERSION_CONFLICT", change(service, 1, offer("示例", 60, 7)));
        assertThat(state("merchant", "submitService(service: \"" + service + "\")"))
                .isEqualTo("SUBMITTED");
        JsonNode back = writes.done("street officer", review(service, "RETURN"), SERVICE)
                .path("service");
        assertThat(back.path("status").asString()).isEqualTo("RETURNED");
        assertThat(back.path("reviewNote").asString()).isEqualTo("写明时间");
        state("merchant", "submitService(service: \"" + service + "\")");
        assertThat(writes.done("district officer", review(service, "APPROVE"), SERVICE)
                        .findValuesAsString("status"))
                .containsExactly("ONLINE", "ACTIVE");
        assertThat(state("merchant", why("pauseService", service))).isEqualTo("PAUSED");
        assertThat(state("merchant", "resumeService(service: \"" + service + "\")"))
                .isEqualTo("ONLINE");
        assertThat(state("merchant", why("withdrawService", service))).isEqualTo("OFFLINE");
        writes.refused("merchant", "TRANSITION_REFUSED", why("withdrawService", service));
    }

    @Test
    void writingIsRefused() {
        writes.refused("merchant", "WRONG_FORM", upload(4, offer("示例", 1_000_001, 7)));
        writes.refused("merchant", "WRONG_FORM", upload(4, offer("示例", 60, 91)));
        writes.refused("merchant", "MERCHANT_NOT_READY", upload(5, offer("示例", 60, 7)));
        writes.refused("merchant", "OUT_OF_DUTY", upload(11, offer("示例", 60, 7)));
        writes.refused("merchant", "NOT_FOUND", upload(7, offer("示例", 60, 7)));
        writes.refused("merchant", "WRONG_FORM", change(service(3), 1, offer("示例", 60, 91)));
        writes.refused("merchant", "NOT_FOUND", change(service(1), 1, offer("示例", 60, 7)));
        writes.refused("merchant", "OUT_OF_DUTY", change(online(8), 1, offer("示例", 60, 7)));
        set(3, "ONLINE");
        writes.refused("merchant", "TRANSITION_REFUSED", change(service(3), 1, offer("示例", 60, 7)));
        writes.fails("resident", "FORBIDDEN", upload(4, offer("示例", 60, 7)));
    }

    @Test
    void aReviewIsRefused() {
        writes.refused("street officer", "TRANSITION_REFUSED", review(service(3), "APPROVE"));
        Caller merchant = writes.caller("merchant");
        writes.done("merchant", "submitService(service: \"" + service(3) + "\")", "");
        writes.refused(Callers.inGrids(merchant, Role.STREET_OFFICER, 1), "OWN_WORK", review(service(3), "APPROVE"));
        Caller officer = Callers.with(writes.caller("street officer"), Role.MERCHANT, id(HERE, "merchant", 4));
        writes.refused(officer, "OWN_WORK", review(service(3), "RETURN"));
        writes.sql("update merchant set status = 'SIGNED' where district_id = :district and id = '%s'"
                .formatted(id(HERE, "merchant", 4)));
        writes.refused("street officer", "MERCHANT_NOT_READY", review(service(3), "APPROVE"));
        writes.refused("street officer", "NOT_FOUND", review(service(7), "APPROVE"));
        writes.refused("street officer", "OUT_OF_DUTY", review(online(8), "APPROVE"));
        writes.refused("district officer there", "NOT_FOUND", review(service(3), "APPROVE"));
    }

    @Test
    void whatIsSoldOutIsRestocked() {
        writes.refused("merchant", "TRANSITION_REFUSED", restock(3, 5, 1));
        writes.sql(
                "update merchant_service set status = 'SOLD_OUT', stock = 0, version = 7 where district_id = :district and id = '%s'"
                        .formatted(id(HERE, "service", 3)));
        writes.refused("merchant", "VERSION_CONFLICT", restock(3, 5, 6));
        writes.refused("merchant", "WRONG_FORM", restock(3, 1_000_001, 7));
        writes.refused("merchant", "NOT_FOUND", restock(1, 5, 1));
        online(8);
        writes.refused("merchant", "OUT_OF_DUTY", restock(8, 5, 1));
        writes.fails("district officer", "FORBIDDEN", restock(3, 5, 7));
        assertThat(writes.done("merchant", restock(3, 5, 7), "... on ServiceChanged { service { stock status } }")
                        .path("service")
                        .toString())
                .isEqualTo("{\"stock\":5,\"status\":\"ONLINE\"}");
        set(3, "PAUSED");
        assertThat(state("merchant", restock(3, 5, 8))).isEqualTo("PAUSED");
    }

    private static String restock(int service, int pieces, int version) {
        return "restockService(service: \"%s\", pieces: %d, expectedVersion: %d)"
                .formatted(service(service), pieces, version);
    }

    @Test
    void movingOnIsRefused() {
        for (String mutation : new String[] {
            "submitService(service: \"%s\")",
            "pauseService(service: \"%s\", reason: \"理由\")",
            "resumeService(service: \"%s\")",
            "withdrawService(service: \"%s\", reason: \"理由\")"
        }) {
            writes.refused("merchant", "NOT_FOUND", mutation.formatted(service(1)));
            writes.refused("merchant", "OUT_OF_DUTY", mutation.formatted(online(8)));
        }
        writes.refused("merchant", "TRANSITION_REFUSED", why("pauseService", service(3)));
        writes.refused("merchant", "TRANSITION_REFUSED", "resumeService(service: \"" + service(3) + "\")");
        set(3, "ONLINE");
        writes.refused("merchant", "TRANSITION_REFUSED", "submitService(service: \"" + service(3) + "\")");
    }

    @Test
    void whatAReviewerPausedTheMerchantDoesNotResume() {
        set(3, "ONLINE");
        writes.done("street officer", why("pauseService", service(3)), "");
        writes.refused("merchant", "OUT_OF_DUTY", "resumeService(service: \"" + service(3) + "\")");
        assertThat(state("district officer", "resumeService(service: \"" + service(3) + "\")"))
                .isEqualTo("ONLINE");
    }

    private String state(String caller, String mutation) {
        return writes.done(caller, mutation, SERVICE)
                .path("service")
                .path("status")
                .asString();
    }

    private void set(int service, String status) {
        writes.sql("update merchant_service set status = '%s' where district_id = :district and id = '%s'"
                .formatted(status, id(HERE, "service", service)));
    }

    /** One in the catalogue, of merchant 9 far away. */
    private String online(int service) {
        writes.sql(
                "update merchant_service set status = 'ONLINE', stock = 2 where district_id = :district and id = '%s'"
                        .formatted(id(HERE, "service", service)));
        return service(service);
    }

    private static String service(int service) {
        return node(HERE, "service", service);
    }

    private static String offer(String title, int price, int codeDays) {
        return "offer: {title: \"%s\", pointsPrice: %d, stock: 3, validFrom: \"2024-01-01\", codeDays: %d}"
                .formatted(title, price, codeDays);
    }

    private static String upload(int merchant, String offer) {
        return "uploadService(merchant: \"%s\", %s)".formatted(node(HERE, "merchant", merchant), offer);
    }

    private static String change(String service, int version, String offer) {
        return "changeService(service: \"%s\", expectedVersion: %d, %s)".formatted(service, version, offer);
    }

    private static String review(String service, String decision) {
        return "reviewService(service: \"%s\", decision: %s, reason: \"写明时间\")".formatted(service, decision);
    }

    private static String why(String mutation, String service) {
        return "%s(service: \"%s\", reason: \"理由\")".formatted(mutation, service);
    }
}
