package org.linli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linli.services.Service;

/** The receiver that README shows, run by Node, checks with the library of that language what a district sends. */
class WebhookStory {
    private static final Path CLIENTS = Path.of(System.getProperty("linli.root"), "e2e", "clients");

    private static final String REGISTER = """
            mutation($address: String!, $payload: String!) {
              registerWebhook(name: "示例接收端", address: $address, payload: $payload) {
                ... on WebhookAdded { secret webhook { id } }
              }
            }
            """;
    private static final String PAYLOAD = "subscription { updates { id type ... on CalendarDayChanged { day } } }";
    private static final String SET = """
            mutation { setCalendarDay(day: "2199-05-01", kind: DAY_OFF, name: "示例日") { __typename } }
            """;
    private static final String UNSET = """
            mutation { removeCalendarDay(day: "2199-05-01", expectedVersion: 1) { __typename } }
            """;

    private final RunningDemo demo = RunningDemo.shared();

    @TempDir
    private Path folder;

    @Test
    void aReceiverInAnotherLanguageVerifiesWhatHappens() throws IOException {
        assumeTrue(
                Files.exists(CLIENTS.resolve("node_modules/standardwebhooks")),
                "npm ci has not been run in e2e/clients");
        Visitor integrator = demo.integrator("140213");
        int port = Service.freePort();
        Answer added =
                integrator.ask(REGISTER, Map.of("address", "http://127.0.0.1:" + port + "/", "payload", PAYLOAD));
        String secret = added.at("registerWebhook/secret").asString();
        String webhook = added.at("registerWebhook/webhook/id").asString();
        assertThat(secret).as(added.text()).startsWith("whsec_");
        Path printed = folder.resolve("printed");
        Process receiver = receiver(port, secret, printed);
        try {
            Soon.soon(() -> assertThat(text(printed)).contains("ready"));
            assertThat(demo.user("140213-admin").ask(SET).text()).contains("CalendarDaySet");
            Soon.soon(() -> assertThat(text(printed))
                    .containsPattern("update_[0-9a-f-]+_" + webhook + " .*CALENDAR_DAY_CHANGED.*2199-05-01"));
            Soon.soon(() -> assertThat(integrator
                            .ask(
                                    "query($id: ID!) { webhook(id: $id) { waiting deliveries { nodes { status statusCode } } } }",
                                    Map.of("id", webhook))
                            .text())
                    .contains("\"waiting\":0", "{\"status\":\"DELIVERED\",\"statusCode\":204}"));
        } finally {
            receiver.destroy();
            integrator.ask("mutation($id: ID!) { removeWebhook(webhook: $id) { __typename } }", Map.of("id", webhook));
            demo.user("140213-admin").ask(UNSET);
        }
    }

    private static Process receiver(int port, String secret, Path printed) throws IOException {
        ProcessBuilder node = new ProcessBuilder(List.of("node", "webhook-receiver.mjs", Integer.toString(port)))
                .directory(CLIENTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        node.environment().put("WEBHOOK_SECRET", secret);
        return node.start();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
