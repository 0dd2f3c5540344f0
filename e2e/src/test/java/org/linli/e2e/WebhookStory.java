package org.linli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linli.services.Service;

/** What README shows: the registration as it stands there, and the receiver, which, run by Node, checks with the library of that language what a district sends. */
class WebhookStory {
    private static final Path CLIENTS = Path.of(System.getProperty("linli.root"), "e2e", "clients");

    private static final Pattern REGISTRATION =
            Pattern.compile("```graphql\n(mutation \\{\n  registerWebhook\\(.*?)```", Pattern.DOTALL);
    private static final String TITLE = "钩子示例讲座";

    private final RunningDemo demo = RunningDemo.shared();

    @TempDir
    private Path folder;

    @Test
    void aReceiverInAnotherLanguageVerifiesWhatHappens() throws IOException {
        assumeTrue(
                Files.exists(CLIENTS.resolve("node_modules/standardwebhooks")),
                "npm ci has not been run in e2e/clients");
        Visitor integrator = demo.integrator("990101");
        int port = Service.freePort();
        Answer added = integrator.ask(registration().replace("127.0.0.1:9000", "127.0.0.1:" + port));
        String secret = added.at("registerWebhook/secret").asString();
        String webhook = added.at("registerWebhook/webhook/id").asString();
        assertThat(secret).as(added.text()).startsWith("whsec_");
        Path printed = folder.resolve("printed");
        Process receiver = receiver(port, secret, printed);
        try {
            Soon.soon(() -> assertThat(text(printed)).contains("ready"));
            SampleActivity.published(
                    demo, TITLE, OffsetDateTime.now(ZoneOffset.UTC).plusDays(1));
            Soon.soon(() -> assertThat(text(printed))
                    .containsPattern(
                            "update_[0-9a-f-]+_" + webhook + " .*ACTIVITY_MOVED.*PUBLISHED.*" + TITLE + ".*seatsLeft"));
            Soon.soon(() -> assertThat(integrator
                            .ask(
                                    "query($id: ID!) { webhook(id: $id) { waiting deliveries { nodes { status statusCode } } } }",
                                    Map.of("id", webhook))
                            .text())
                    .contains("\"waiting\":0", "{\"status\":\"DELIVERED\",\"statusCode\":204}"));
        } finally {
            receiver.destroy();
            integrator.ask("mutation($id: ID!) { removeWebhook(webhook: $id) { __typename } }", Map.of("id", webhook));
        }
    }

    /** As README shows it. */
    private static String registration() throws IOException {
        Matcher shown =
                REGISTRATION.matcher(Files.readString(Path.of(System.getProperty("linli.root"), "README.md"), UTF_8));
        assertThat(shown.find()).isTrue();
        return shown.group(1);
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
