package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linli.activities.ActivityMoved;
import org.linli.activities.ActivityStatus;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Node;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.netty.resources.LoopResources;

/**
 * The clients that README shows follow a district while its server leaves, comes back, is killed and comes back: what they print is
 * the log, and what they keep is what there is.
 */
class ClientsStory {
    private static final Path CLIENTS =
            Path.of(System.getProperty("linli.root", ".."), "e2e", "clients").toAbsolutePath();
    /** As the rules would: the record with its line of the log. The third is published by that. */
    private static final String MOVE = """
            update activity set title = $3::text, status = $4::text::activity_status, published_at = coalesce(published_at, now())
             where district_id = $1 and id = $2::uuid
            """;

    private static final UUID DISTRICT = UUID.fromString("01900000-0000-7000-8000-000000140213");
    private static final int ACTIVITIES = 3;
    private static final String STAGE = """
            insert into district (id, code, name, kc_org_id)
            values ('01900000-0000-7000-8000-000000140213', '140213', '平城区', '01900000-0000-4000-8000-000000140213');
            select enter_district('01900000-0000-7000-8000-000000140213');
            insert into activity (district_id, id, kind, title, host, venue, starts_at, ends_at, capacity, waitlist, status, published_at)
            select '01900000-0000-7000-8000-000000140213', ('00000000-0000-0000-0000-0000000000a' || n)::uuid, 'COMMUNITY', '示例活动', '示例社区',
                   '示例广场', now() + interval '1 day', now() + interval '2 days', 30, 1000, 'ENROLLING', now()
              from generate_series(0, 1) n;
            insert into activity (district_id, id, kind, title, host, venue, starts_at, ends_at, capacity, waitlist, status)
            values ('01900000-0000-7000-8000-000000140213', '00000000-0000-0000-0000-0000000000a2', 'COMMUNITY', '未发布', '示例社区',
                    '示例广场', now() + interval '1 day', now() + interval '2 days', 30, 1000, 'APPROVED');
            """;

    @TempDir
    private Path folder;

    private int version;

    @Test
    void whatClientsPrintIsTheLogThoughTheServerComesAndGoes() throws Exception {
        assumeTrue(Files.exists(CLIENTS.resolve("node_modules")), "npm ci has not been run in e2e/clients");
        Keycloak keycloak = Keycloak.shared();
        Database place = Postgres.shared().freshDatabase("clients");
        Migrations.migrate(
                place.jdbcUrl(), place.migrator().user(), place.migrator().password());
        try (Connection migrator = place.connectAsMigrator();
                var statement = migrator.createStatement()) {
            statement.execute(STAGE);
        }
        LoopResources loops = LoopResources.create("writer", 1, 1, true);
        DistrictDatabase database = new DistrictDatabase(
                DatabaseSettings.of(
                        place.host(),
                        place.port(),
                        place.name(),
                        place.app().user(),
                        place.app().password()),
                loops);
        List<Client> clients = new ArrayList<>();
        try (Node node = new Node(place, keycloak.issuer()).start()) {
            Map<String, String> guest = Map.of("LINLI_DISTRICT", "140213");
            Map<String, String> officer = Map.of("LINLI_TOKEN", keycloak.token("140213-officer"));
            clients.add(new Client(node, guest, "node", "follow-ws.mjs"));
            clients.add(new Client(node, officer, "node", "follow-sse.mjs"));
            clients.add(new Client(node, guest, "node", "follow-apollo.mjs"));
            clients.add(new Client(node, guest, "node", "follow-urql.mjs"));
            clients.add(new Client(node, officer, "node", "follow-one-socket.mjs"));
            clients.add(new Client(
                    node,
                    guest,
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "FollowFeed.java"));
            // From here on each has a cursor, and needs no more to miss nothing.
            for (Client client : clients) within(client, () -> client.printed().contains("copied "));
            happens(clients, 20, database, place);
            node.stop();
            happen(10, database);
            node.start();
            happens(clients, 20, database, place);
            node.kill();
            happen(10, database);
            node.start();
            happens(clients, 20, database, place);
            List<String> there =
                    lines(place, "select 'kept activity_' || id || ' ' || status || ' ' || title from activity");
            assertThat(there).hasSize(ACTIVITIES).doesNotHaveDuplicates();
            for (Client client : clients) {
                client.process.destroy();
                client.process.waitFor();
                assertThat(client.printed().lines().filter(line -> line.startsWith("kept ")))
                        .as(client.name)
                        .containsExactlyInAnyOrderElementsOf(there);
            }
        } finally {
            for (Client client : clients) client.process.destroyForcibly();
            database.close();
            loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        }
    }

    /** Something happens, and everybody has printed the whole log. */
    private void happens(List<Client> clients, int count, DistrictDatabase database, Database place) throws Exception {
        happen(count, database);
        within(clients.getFirst(), () -> log(place).size() == version);
        List<String> log = log(place);
        for (Client client : clients) {
            within(client, () -> client.updates().size() >= log.size());
            assertThat(client.updates()).as(client.name).isEqualTo(log);
        }
    }

    private void happen(int count, DistrictDatabase database) {
        for (int i = 0; i < count; i++) {
            UUID activity = UUID.fromString("00000000-0000-0000-0000-0000000000a" + ++version % ACTIVITIES);
            ActivityStatus to = version % 2 == 0 ? ActivityStatus.PUBLISHED : ActivityStatus.ENROLLING;
            String title = "示例活动 " + version;
            ActivityMoved event = new ActivityMoved(activity, ActivityStatus.APPROVED, to, version, null);
            database.transaction(
                            DISTRICT,
                            transaction -> transaction
                                    .begun()
                                    .flatMap(begun -> begun.change(MOVE, activity, title, to.name())
                                            .then(Work.onBehalf(
                                                            begun,
                                                            new UUID(0, 1),
                                                            "linli-web",
                                                            Set.of(Role.DISTRICT_OFFICER))
                                                    .append(event))))
                    .block();
        }
    }

    private static void within(Client client, BooleanSupplier fact) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!fact.getAsBoolean()) {
            assertThat(client.process.isAlive())
                    .as(client.name + ": " + client.printed())
                    .isTrue();
            assertThat(System.nanoTime())
                    .as(client.name + ": " + client.printed())
                    .isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static List<String> log(Database place) {
        return lines(place, "select 'update_' || event_id from feed order by position");
    }

    private static List<String> lines(Database place, String sql) {
        try (Connection migrator = place.connectAsMigrator();
                var statement = migrator.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) lines.add(rows.getString(1));
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of them, as a process. */
    private final class Client {
        private final String name;
        private final Path log;
        private final Process process;

        Client(Node node, Map<String, String> who, String program, String name) throws IOException {
            this.name = name;
            this.log = folder.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(program, name)
                    .directory(CLIENTS.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("LINLI_URL", node.at().toString().replaceAll("/$", ""));
            builder.environment().putAll(who);
            process = builder.start();
        }

        String printed() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** A line that is not yet whole does not count. */
        List<String> updates() {
            String printed = printed();
            return printed.substring(0, printed.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(line -> line.startsWith("update_"))
                    .map(line -> line.replaceAll(" .*", ""))
                    .toList();
        }
    }
}
