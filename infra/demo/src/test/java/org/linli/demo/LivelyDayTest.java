package org.linli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.demo.LoadedDemo.PINGCHENG;
import static org.linli.demo.LoadedDemo.SAMPLE;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.linli.demo.LivelyDay.Happening;
import org.linli.services.Database;
import org.linli.services.Postgres;

/** A lively day on the demo's data; a refusal, of any step, would fail it. */
class LivelyDayTest {
    /** Enough for each story to end at least once. */
    private static final int STEPS = 600;

    private final OffsetDateTime morning = OffsetDateTime.now(ZoneOffset.UTC).minusHours(1);

    @Test
    void aSeedMakesTheSamePeopleDoTheSame() {
        List<String> told = told(7);
        assertThat(told).hasSizeGreaterThan(STEPS).isEqualTo(told(7)).isNotEqualTo(told(8));
    }

    private List<String> told(long seed) {
        LivelyDay day = new LivelyDay(DemoData.neighbourhoods(morning), seed, morning);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < STEPS; i++)
            day.next(morning.plusSeconds(i))
                    .played()
                    .forEach(played ->
                            told.add(played.name() + " " + played.caller().subject()));
        return told;
    }

    @Test
    void aDayOfAllKindsIsPlayedAgainOnItsOwnDataAndTheSameOnFreshOnes() throws SQLException {
        Database first = Postgres.shared().copyOf(LoadedDemo.DATABASE);
        Database second = Postgres.shared().copyOf(LoadedDemo.DATABASE);
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> play(first, morning)),
                        CompletableFuture.runAsync(() -> play(second, morning)))
                .join();
        for (String district : List.of(PINGCHENG, SAMPLE)) {
            List<String> log = log(first, district);
            assertThat(log).hasSizeGreaterThan(STEPS / 3).isEqualTo(log(second, district));
            assertThat(log)
                    .contains(
                            "ACTIVITY_MOVED ENROLLING",
                            "ENROLMENT_MOVED CONFIRMED",
                            "ENROLMENT_MOVED ATTENDED",
                            "ACTIVITY_MOVED ENDED",
                            "SERVICE_MOVED ONLINE",
                            "REDEMPTION_MOVED DONE",
                            "SIGN_UP_MOVED SIGNED_UP",
                            "SIGN_UP_MOVED HOURS_VERIFIED");
        }
        assertThat(log(first, SAMPLE))
                .contains(
                        "ENROLMENT_MOVED WAITLISTED",
                        "ENROLMENT_MOVED CANCELLED",
                        "ENROLMENT_MOVED NO_SHOW",
                        "OPINION_GIVEN",
                        "BALLOT_RECEIVED");
        assertThat(log(first, PINGCHENG))
                .doesNotContain("ENROLMENT_MOVED CANCELLED", "ENROLMENT_MOVED NO_SHOW", "OPINION_GIVEN");
        play(first, morning.plusMinutes(30));
        assertThat(log(first, SAMPLE)).hasSizeGreaterThan(log(second, SAMPLE).size() + STEPS / 3);
    }

    private static void play(Database database, OffsetDateTime from) {
        LivelyDay day = new LivelyDay(DemoData.neighbourhoods(from), 7, from);
        try (Player player = new Player(database, LoadedDemo.NUMBERS)) {
            for (int i = 0; i < STEPS; i++) {
                Happening happening = day.next(from.plusSeconds(i));
                player.play(happening).join();
            }
        }
    }

    /** What the day left in the log, but for what came before it. */
    private List<String> log(Database database, String district) throws SQLException {
        return LoadedDemo.texts(database, district, """
                select concat_ws(' ', name, to_state) as line from event where at >= '%s' order by at, line
                """.formatted(morning));
    }
}
