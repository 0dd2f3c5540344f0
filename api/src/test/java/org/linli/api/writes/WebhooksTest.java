package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The integrator has the webhooks of even numbers in the fixture; those of which half the number is odd are paused. Nothing is sent here. */
class WebhooksTest {
    private static final String ACTIVE = node(HERE, "webhook", 4);
    private static final String PAUSED = node(HERE, "webhook", 2);
    private static final String ANOTHERS = node(HERE, "webhook", 5);
    private static final String ANOTHERS_PAUSED = node(HERE, "webhook", 3);
    private static final String ADDRESS = "http://127.0.0.1:9/hook";
    private static final String PAYLOAD = "subscription { updates { id type } }";

    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aWebhookIsRegisteredChangedPausedResumedAndRemoved() {
        JsonNode added = writes.done(
                "integrator",
                register(ADDRESS, PAYLOAD, ""),
                "... on WebhookAdded { secret webhook { id name host payload variables status lag version account client } }");
        assertThat(added.path("secret").stringValue()).startsWith("whsec_");
        assertThat(added.at("/webhook/host").stringValue()).isEqualTo("127.0.0.1:9");
        assertThat(added.at("/webhook/status").stringValue()).isEqualTo("ACTIVE");
        assertThat(added.at("/webhook/client").stringValue()).isEqualTo("linli-web");
        String id = added.at("/webhook/id").stringValue();
        JsonNode saved = writes.done(
                "integrator",
                change(
                        id,
                        1,
                        ", name: \"新名\", payload: \"subscription($t: UpdateType!) { updates(where: {type: {eq: $t}}) { id } }\", variables: \"{\\\"t\\\":\\\"DEADLINE_CHANGED\\\"}\""),
                "... on WebhookSaved { webhook { name host variables version } }");
        assertThat(saved.path("webhook").toString())
                .isEqualTo(
                        "{\"name\":\"新名\",\"host\":\"127.0.0.1:9\",\"variables\":\"{\\\"t\\\":\\\"DEADLINE_CHANGED\\\"}\",\"version\":2}");
        assertThat(status("admin", "pauseWebhook", id)).isEqualTo("PAUSED ASKED_FOR");
        assertThat(status("integrator", "resumeWebhook", id)).isEqualTo("ACTIVE null");
        writes.done("integrator", "rotateWebhookSecret(webhook: \"" + id + "\")", "");
        writes.done("integrator", "testWebhook(webhook: \"" + id + "\")", "");
        assertThat(writes.done("admin", "removeWebhook(webhook: \"" + id + "\")", "... on WebhookGone { name }")
                        .path("name")
                        .stringValue())
                .isEqualTo("新名");
        assertThat(writes.asked("admin", "{ webhook(id: \"" + id + "\") { id } }")
                        .path("webhook")
                        .isNull())
                .isTrue();
        assertThat(writes.rows("select webhook_id from webhook_due where district_id = :district and webhook_id = '%s'"
                        .formatted(id.substring("webhook_".length()))))
                .isEmpty();
        assertThat(writes.rows("""
                select name from event where district_id = :district and subject_type = 'Webhook' order by at, id
                """))
                .containsExactly(
                        "WEBHOOK_REGISTERED",
                        "WEBHOOK_CHANGED",
                        "WEBHOOK_PAUSED",
                        "WEBHOOK_RESUMED",
                        "WEBHOOK_SECRET_ROTATED",
                        "WEBHOOK_TESTED",
                        "WEBHOOK_REMOVED");
    }

    private String status(String caller, String mutation, String id) {
        JsonNode webhook = writes.done(
                        caller,
                        mutation + "(webhook: \"" + id + "\")",
                        "... on WebhookSaved { webhook { status pauseReason } }")
                .path("webhook");
        return webhook.path("status").stringValue() + " "
                + webhook.path("pauseReason").asString("null");
    }

    /** That a secret stands nowhere in clear. */
    @Test
    void aSecretIsKeptSealed() {
        String secret = writes.done("integrator", register(ADDRESS, PAYLOAD, ""), "... on WebhookAdded { secret }")
                .path("secret")
                .stringValue();
        assertThat(
                        writes.rows(
                                "select w::text from webhook w union all select e::text from event e union all select j::text from job j"))
                .noneMatch(row -> row.contains(secret.substring("whsec_".length())));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://receiver.example/hook, HTTPS",
        "https://name:word@receiver.example/hook, NO_CREDENTIALS",
        "https:///hook, WELL_FORMED",
        "https://receiver.example/#part, WELL_FORMED",
        "https://no.such.name.invalid/hook, PUBLIC",
        "https://10.1.2.3/hook, PUBLIC",
        "https://[fd00::1]/hook, PUBLIC"
    })
    void anAddressIsRefused(String address, String rule) {
        for (String mutation :
                List.of(register(address, PAYLOAD, ""), change(ACTIVE, 1, ", address: \"" + address + "\""))) {
            writes.refused("integrator", "WEBHOOK_ADDRESS_REFUSED", mutation);
            assertThat(writes.run(writes.caller("integrator"), mutation, "... on WebhookAddressRefused { rule }", null)
                            .path("rule")
                            .stringValue())
                    .isEqualTo(rule);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subscription { updates { | SYNTAX_ERROR",
                "subscription { updates { colour } } | INVALID_DOCUMENT",
                "{ updateHead } | INVALID_DOCUMENT",
                "mutation { testWebhook(webhook: 3) { __typename } } | INVALID_DOCUMENT",
                "subscription($type: UpdateType!) { updates(where: {type: {eq: $type}}) { id } } | INVALID_VARIABLE",
                "subscription { updates(after: \\\"x\\\") { id } } | INVALID_CURSOR",
                "subscription { updates { street { communities(first: 100) { nodes { grids(first: 100) { nodes { activities(first: 100) { nodes { id title } } } } } } } } } | TOO_COSTLY"
            })
    void aPayloadIsRefused(String payload, String code) {
        for (String mutation :
                List.of(register(ADDRESS, payload, ""), change(ACTIVE, 1, ", payload: \"" + payload + "\""))) {
            writes.refused("integrator", "WEBHOOK_PAYLOAD_REFUSED", mutation);
            JsonNode refusal = writes.run(
                    writes.caller("integrator"), mutation, "... on WebhookPayloadRefused { problems }", null);
            assertThat(refusal.at("/problems/0").stringValue()).startsWith(code);
        }
    }

    /** A filter that lets through only what integrators do not see, in writing or by variables. */
    @Test
    void whatCouldNeverTellAnythingIsRefused() {
        String written = "subscription { updates(where: {type: {in: [ENROLMENT_MOVED, RESIDENT_EDITED]}}) { id } }";
        String bound = "subscription($t: UpdateType!) { updates(where: {type: {eq: $t}}) { id } }";
        String variables = ", variables: \"{\\\"t\\\":\\\"%s\\\"}\"";
        writes.done("integrator", register(ADDRESS, bound, variables.formatted("ACTIVITY_MOVED")), "");
        for (String mutation : List.of(
                register(ADDRESS, written, ""),
                register(ADDRESS, bound, variables.formatted("ENROLMENT_MOVED")),
                change(ACTIVE, 1, ", payload: \"" + written + "\"")))
            writes.refused("integrator", "WEBHOOK_TELLS_NOTHING", mutation);
        assertThat(writes.run(
                                writes.caller("integrator"),
                                register(ADDRESS, written, ""),
                                "... on WebhookTellsNothing { visible }",
                                null)
                        .path("visible")
                        .toString())
                .contains("\"ACTIVITY_MOVED\"", "\"WEBHOOK_PAUSED\"")
                .doesNotContain("ENROLMENT_MOVED", "RESIDENT");
        writes.sql("update webhook set payload = '%s' where district_id = :district".formatted(written));
        writes.refused("integrator", "WEBHOOK_TELLS_NOTHING", with("resumeWebhook", PAUSED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{", "{} {}"})
    void variablesAreAnObject(String variables) {
        writes.refused(
                "integrator",
                "WEBHOOK_PAYLOAD_REFUSED",
                register(ADDRESS, PAYLOAD, ", variables: \"" + variables + "\""));
    }

    @Test
    void anAccountHasTwenty() {
        writes.sql("""
                insert into webhook (district_id, id, name, address, payload, variables, subject, granted_at, position, secret, created_at)
                select :district, gen_random_uuid(), 'x', 'x', 'x', '{}', '%s', now(), 0, 'x', now() from generate_series(1, 16)
                """.formatted(writes.caller("integrator").subject()));
        writes.refused("integrator", "TOO_MANY_WEBHOOKS", register(ADDRESS, PAYLOAD, ""));
    }

    @Test
    void whereItBeginsMustBeAPlaceInThisLog() {
        writes.fails("integrator", "INVALID_CURSOR", register(ADDRESS, PAYLOAD, ", after: \"nowhere\""));
        String other = writes.asked("district officer there", "{ updateHead }")
                .path("updateHead")
                .stringValue();
        writes.fails("integrator", "INVALID_CURSOR", register(ADDRESS, PAYLOAD, ", after: \"" + other + "\""));
        String first =
                writes.asked("integrator", "{ updateHead }").path("updateHead").stringValue();
        writes.sql(
                "insert into feed_head (district_id, position) values (:district, 7) on conflict (district_id) do update set position = 7");
        writes.fails("integrator", "CURSOR_EXPIRED", register(ADDRESS, PAYLOAD, ", after: \"" + first + "\""));
        String head =
                writes.asked("integrator", "{ updateHead }").path("updateHead").stringValue();
        writes.fails("integrator", "INVALID_CURSOR", replay(ACTIVE, head, first));
        writes.fails("integrator", "CURSOR_EXPIRED", replay(ACTIVE, first, head));
        writes.done("integrator", replay(ACTIVE, head, head), "");
    }

    @Test
    void whatIsNotTheirsIsNotFound() {
        for (String webhook : List.of(ANOTHERS, node(THERE, "webhook", 4))) {
            for (String mutation : List.of(
                    change(webhook, 1, ""),
                    with("rotateWebhookSecret", webhook),
                    with("pauseWebhook", webhook),
                    with("resumeWebhook", webhook),
                    with("removeWebhook", webhook),
                    with("testWebhook", webhook))) writes.refused("integrator", "NOT_FOUND", mutation);
            String head = writes.asked("integrator", "{ updateHead }")
                    .path("updateHead")
                    .stringValue();
            writes.refused("integrator", "NOT_FOUND", replay(webhook, head, head));
        }
        for (String mutation : List.of("pauseWebhook", "removeWebhook"))
            writes.refused("admin", "NOT_FOUND", with(mutation, node(THERE, "webhook", 4)));
        for (String delivery :
                List.of(node(HERE, "delivery", 4), node(HERE, "delivery", 5), node(THERE, "delivery", 3)))
            writes.refused("integrator", "NOT_FOUND", "replayDelivery(delivery: \"" + delivery + "\")");
    }

    @Test
    void whatDoesNotFollowIsRefused() {
        writes.refused("integrator", "VERSION_CONFLICT", change(ACTIVE, 3, ", name: \"x\""));
        writes.refused("integrator", "TRANSITION_REFUSED", with("pauseWebhook", PAUSED));
        writes.refused("admin", "TRANSITION_REFUSED", with("pauseWebhook", ANOTHERS_PAUSED));
        writes.refused("integrator", "TRANSITION_REFUSED", with("resumeWebhook", ACTIVE));
        writes.refused("integrator", "WEBHOOK_ADDRESS_REFUSED", with("resumeWebhook", PAUSED));
        writes.sql("update webhook set payload = 'subscription { nothing }' where district_id = :district");
        writes.refused("integrator", "WEBHOOK_PAYLOAD_REFUSED", with("resumeWebhook", PAUSED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"guest", "resident", "grid worker", "district officer", "auditor", "admin"})
    void onlyIntegratorsHaveWebhooks(String caller) {
        for (String mutation : List.of(
                register(ADDRESS, PAYLOAD, ""),
                change(ACTIVE, 1, ""),
                with("rotateWebhookSecret", ACTIVE),
                with("resumeWebhook", PAUSED),
                with("testWebhook", ACTIVE),
                replay(ACTIVE, "x", "x"),
                "replayDelivery(delivery: \"" + node(HERE, "delivery", 3) + "\")"))
            writes.fails(caller, "FORBIDDEN", mutation);
        if (caller.equals("admin")) return;
        for (String mutation : List.of("pauseWebhook", "removeWebhook"))
            writes.fails(caller, "FORBIDDEN", with(mutation, ACTIVE));
    }

    @Test
    void integratorsSeeTheirOwnAndOthersAll() {
        String document = "{ webhooks { totalCount nodes { host deliveries { totalCount } } } }";
        assertThat(writes.asked("integrator", document)
                        .at("/webhooks/totalCount")
                        .intValue())
                .isEqualTo(4);
        assertThat(writes.asked("auditor", document).at("/webhooks/totalCount").intValue())
                .isEqualTo(8);
        assertThat(writes.asked("admin", document).at("/webhooks/totalCount").intValue())
                .isEqualTo(8);
        assertThat(writes.asked("admin", document).toString()).doesNotContain("token");
        assertThat(writes.asked("integrator", "{ webhook(id: \"" + ANOTHERS + "\") { id } }")
                        .path("webhook")
                        .isNull())
                .isTrue();
    }

    private static String register(String address, String payload, String more) {
        return "registerWebhook(name: \"大屏\", address: \"%s\", payload: \"%s\"%s)".formatted(address, payload, more);
    }

    private static String change(String webhook, int version, String more) {
        return "changeWebhook(webhook: \"%s\", expectedVersion: %d%s)".formatted(webhook, version, more);
    }

    private static String with(String mutation, String webhook) {
        return mutation + "(webhook: \"" + webhook + "\")";
    }

    private static String replay(String webhook, String after, String upTo) {
        return "replayWebhook(webhook: \"%s\", after: \"%s\", upTo: \"%s\")".formatted(webhook, after, upTo);
    }
}
