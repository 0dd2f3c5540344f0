package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.live.UseCase;
import org.linli.live.UseCaseRunner;
import org.linli.live.Work;
import org.linli.points.Points;
import org.linli.schema.UseCases.Call;
import org.linli.schema.contract.Contract;
import org.linli.services.Database;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Applicants;
import org.linli.tenancy.identity.Districts;
import org.linli.tenancy.identity.Standings;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** What other modules do with points, who answer for it in mutations of their own: here resident 4 attends something. */
public class RewardTest {
    private static final UUID RESIDENT = id(HERE, "resident", 4);
    private static final UUID ENROLMENT = id(HERE, "enrolment", 3);

    private final Database place = Fixture.fill();
    private final LoopResources loops = LoopResources.create("reward", 1, 1, true, true);
    private final DistrictDatabase database = new DistrictDatabase(
            DatabaseSettings.of(
                    place.host(),
                    place.port(),
                    place.name(),
                    place.app().user(),
                    place.app().password()),
            loops);

    /** A module that rewards, and takes back. */
    public static final class Attendance {
        private final Points points = new Points();

        public record Done(boolean done) {}

        @UseCase
        public Mono<Done> attend(Work work, int points) {
            return this.points
                    .reward(work, RESIDENT, points, "Enrolment", ENROLMENT)
                    .thenReturn(new Done(true));
        }

        @UseCase
        public Mono<Done> reopen(Work work) {
            return points.reverse(work, "Enrolment", ENROLMENT).thenReturn(new Done(true));
        }
    }

    @AfterEach
    void close() {
        database.close();
        loops.dispose();
    }

    @Test
    void aFactIsRewardedOnceAndAgainWhenItWasUndone() throws SQLException {
        assertThat(attend(20)).contains("Done");
        assertThat(balance()).containsExactly("20");
        assertThat(reopen()).contains("Done");
        assertThat(balance()).containsExactly("0");
        attend(30);
        assertThat(balance()).containsExactly("30");
        assertThat(rows("select status from points_posting where reason_id = '%s' order by created_at"
                        .formatted(ENROLMENT)))
                .containsExactly("REVERSED", "POSTED");
    }

    @Test
    void whatIsSpentCannotBeTakenBack() throws SQLException {
        attend(20);
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute("update points_lot set remaining = 5 where account_id in (%s)".formatted(account("id")));
        }
        assertThat(reopen()).contains("BalanceTooLow").contains("\"available\":5");
        assertThat(balance()).containsExactly("20");
    }

    private String attend(int points) {
        return run("attend", Map.of("points", points));
    }

    private String reopen() {
        return run("reopen", Map.of());
    }

    private String run(String mutation, Map<String, Object> arguments) {
        Contract contract = Contract.of(Fixture.text("/schema/base.graphqls"), """
                extend type Mutation {
                  "Attends." attend("Points." points: PositiveInt!): AttendResult @auth(any: [GUEST])
                  "Takes it back." reopen: AttendResult @auth(any: [GUEST])
                }
                "How it ends." union AttendResult = Done | BalanceTooLow
                "It is done." type Done { "Whether." done: Boolean! }
                "Too few." type BalanceTooLow implements Refusal { "Code." code: String! "Message." message: String! "A." available: Int! "N." needed: Int! }
                """);
        UseCaseRunner runner = new UseCaseRunner(
                database,
                new Applicants(new Districts(database), Standings.onClassPath(database), Clock.systemUTC()),
                contract.declarations(),
                Served::blindIndex,
                Served.sealer(),
                List.of(new Attendance()));
        return Objects.requireNonNull(runner.<String>run(
                        new Call(
                                Objects.requireNonNull(Fixture.callers().get("district officer")),
                                mutation,
                                arguments,
                                mutation,
                                null,
                                "en",
                                null),
                        (caller, outcome, reading) -> Mono.just(outcome))
                .block());
    }

    private List<String> balance() throws SQLException {
        return rows(account("balance"));
    }

    private static String account(String column) {
        return "select %s from points_account where owner_id = '%s' and kind = 'RESIDENT'".formatted(column, RESIDENT);
    }

    private List<String> rows(String sql) throws SQLException {
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }
}
