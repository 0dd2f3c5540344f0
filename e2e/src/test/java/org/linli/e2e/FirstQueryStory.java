package org.linli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Somebody starts the demo, pastes what it prints, looks around, and comes back another day. */
class FirstQueryStory {
    private final RunningDemo demo = RunningDemo.shared();

    @Test
    void thePrintedQueryAnswersWithThePagesData() {
        Answer answer = paste(commands().getFirst());
        assertThat(answer.codes()).isEmpty();
        assertThat(answer.leaves())
                .contains("水泊寺街道")
                .contains("16532", "1364", "590", "472", "606", "145", "4", "61", "11");
    }

    @Test
    void thePrintedTokenAsksToo() {
        List<String> commands = commands();
        assertThat(commands.get(1)).startsWith("TOKEN=");
        Answer answer = paste(commands.get(1) + "\n" + commands.get(2));
        assertThat(answer.codes()).isEmpty();
        assertThat(answer.leaves()).contains("INTEGRATOR", "平城区");
        Answer figures = paste(commands.get(1) + "\n"
                + commands.getFirst().replace("'X-District: 140213'", "\"Authorization: Bearer $TOKEN\""));
        assertThat(figures.leaves()).contains("16532", "1364", "590", "472", "606", "145", "4", "61", "11");
    }

    @TestFactory
    Stream<DynamicTest> thePagesOpen() {
        return Map.of(
                        "/", "graphiql",
                        "/graphiql", "<script",
                        "/live", "<script",
                        "/schema.graphqls", "type Query {",
                        "/errors", "TOKEN_EXPIRED",
                        "/platform-key.pem", "BEGIN PUBLIC KEY",
                        "/health/live", "\"UP\"",
                        "/health/ready", "\"UP\"")
                .entrySet()
                .stream()
                .map(page -> DynamicTest.dynamicTest(page.getKey(), () -> {
                    HttpResponse<String> answer = demo.stranger().open(page.getKey());
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body()).contains(page.getValue());
                    // Works without internet: nothing is loaded from elsewhere.
                    assertThat(answer.body()).doesNotContainPattern("(src|href)=\"https?://(?!localhost)");
                }));
    }

    @Test
    void dataSurviveARestartUntilAFreshStartAndNothingIsLeftRunning() {
        Rows rows = demo.rows();
        rows.set("street", "01900000-0001-7000-8000-140213000002", Map.of("name", "开源街道（改）"));
        assertThat(demo.stop()).isEmpty();
        demo.start(false);
        assertThat(streets()).hasSize(6).contains("开源街道（改）");
        assertThat(demo.stop()).isEmpty();
        demo.pretendAnotherEdition();
        assertThatThrownBy(() -> demo.start(false))
                .hasMessageContaining("Start with -Dfresh=true")
                .hasMessageNotContaining("Exception");
        demo.start(true);
        assertThat(streets()).hasSize(6).contains("开源街道").doesNotContain("开源街道（改）");
    }

    private List<String> streets() {
        return demo.guest("140213")
                .ask("{ streets { nodes { name } } }")
                .at("streets/nodes")
                .findValuesAsString("name");
    }

    /** What a person would paste into a shell: lines that begin a command, with those that go on after a backslash. */
    private List<String> commands() {
        List<String> commands = new ArrayList<>();
        boolean goesOn = false;
        for (String line : demo.printed().lines().toList()) {
            if (goesOn) commands.add(commands.removeLast() + "\n" + line);
            else if (line.strip().matches("(curl |TOKEN=).*")) commands.add(line.strip());
            else continue;
            goesOn = line.endsWith("\\");
        }
        return commands;
    }

    private static Answer paste(String commands) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", commands)
                    .redirectError(Redirect.DISCARD)
                    .start();
            String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
            assertThat(shell.waitFor()).isZero();
            return Answer.printed(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
