package org.linli.tenancy.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.tenancy.TwoDistricts.PINGCHENG;
import static org.linli.tenancy.database.DistrictDatabaseTest.assertUnavailable;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.services.Postgres;
import org.linli.tenancy.TwoDistricts;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** PostgreSQL killed, restarted and frozen under a server that goes on. */
class OutageTest {
    private final LoopResources loops = LoopResources.create("outage", 1, 2, true, true);
    private final EventLoopGroup group = loops.onServer(LoopResources.DEFAULT_NATIVE);
    private final Postgres postgres = Postgres.throwaway();
    private final DistrictDatabase database =
            new DistrictDatabase(DistrictDatabaseTest.settings(TwoDistricts.on(postgres)), loops);

    @BeforeEach
    void warm() {
        assertThat(many()).containsOnly("1");
    }

    @AfterEach
    void close() {
        database.close();
        postgres.close();
        loops.disposeLater().block();
    }

    @Test
    void killedAndBack() {
        postgres.kill();
        for (int i = 0; i < 5; i++) assertUnavailable(this::read, Duration.ofSeconds(2));
        assertUnavailable(this::slowRead, Duration.ofSeconds(2));
        postgres.start();
        assertEventuallyAnswers();
        assertThat(many()).containsOnly("1");
    }

    @Test
    void aRestartBetweenTwoReadsIsNotNoticed() {
        postgres.stop();
        postgres.start();
        assertThat(many()).containsOnly("1");
    }

    @Test
    void frozenAndThawed() {
        postgres.freeze();
        assertUnavailable(this::read, Duration.ofSeconds(6));
        postgres.thaw();
        assertEventuallyAnswers();
        assertThat(many()).containsOnly("1");
    }

    @Test
    void killedInTheMiddleOfReads() {
        var answers = Flux.range(0, 200)
                .flatMap(i -> onLoop("select to_json(1) from pg_sleep(0.01)").onErrorReturn("gone"), 32)
                .collectList()
                .toFuture();
        postgres.kill();
        assertThat(answers.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join())
                .hasSize(200)
                .containsAnyOf("1", "gone");
    }

    private void assertEventuallyAnswers() {
        var answer = Mono.defer(() -> onLoop("select to_json(1)"))
                .retryWhen(reactor.util.retry.Retry.fixedDelay(20, Duration.ofMillis(100)))
                .block();
        assertThat(answer).isEqualTo("1");
    }

    private List<String> many() {
        return Flux.range(0, 100)
                .flatMap(i -> onLoop("select to_json(1)"), 32)
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private void read() {
        onLoop("select to_json(1)").block();
    }

    private void slowRead() {
        database.read(PINGCHENG, "select to_json(1)", List.of(), true).block();
    }

    private Mono<String> onLoop(String sql) {
        return database.read(PINGCHENG, sql, List.of(), false)
                .map(answer -> new String(answer, UTF_8))
                .subscribeOn(Schedulers.fromExecutor(group.next()));
    }
}
