package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A district moves between two databases, while it and another one are read, written and followed. */
class CellsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MOVED = "140213";
    private static final String OTHER = "990101";
    private static final String STREETS = "{ streets { totalCount } }";

    private static Database home;
    private static Database east;
    private static Keycloak keycloak;
    private static Served served;

    @BeforeAll
    static void start() throws SQLException {
        home = Postgres.shared().freshDatabase("cells_home");
        east = Postgres.shared().freshDatabase("cells_east");
        keycloak = Keycloak.shared();
        served = new Served(
                home,
                Stream.concat(
                                Stream.of("linli.jobs=true", "linli.keycloak.issuer=" + keycloak.issuer()),
                                Stream.of(Served.cell("east", east)))
                        .toArray(String[]::new));
        execute("update district set state = 'ACTIVE'");
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /** Somebody who reads, and the errors that he gets. */
    private static final class Reader implements AutoCloseable {
        private final List<String> errors = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> reading;
        private volatile boolean enough;

        Reader(String district) {
            reading = CompletableFuture.runAsync(() -> {
                while (!enough) {
                    Served.Answer answer = served.ask(STREETS, Map.of(), "X-District", district);
                    if (answer.body().has("errors")) errors.add(answer.body().toString());
                }
            });
        }

        @Override
        public void close() {
            enough = true;
            reading.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void aDistrictMovesWhileItIsReadWrittenAndFollowedAndTheOthersNoticeNothing() throws Exception {
        long before = streets(MOVED);
        long otherBefore = streets(OTHER);
        StreetWriter writer = writer(MOVED, "A");
        StreetWriter other = writer(OTHER, "A");
        Reader reader = new Reader(MOVED);
        Reader otherReader = new Reader(OTHER);
        JsonNode move;
        List<String> told = new ArrayList<>();
        try (SocketClient client =
                SocketClient.greeted(served.at("/").getPort(), "{\"X-District\":\"" + MOVED + "\"}")) {
            client.ask(
                    "1",
                    "{\"query\":\"subscription { updates(where: {type: {eq: PLACE_CREATED}}) { entity { id } } }\"}");
            until(() -> writer.created.size() > 20);
            move = moved("east");
            int written = writer.created.size();
            until(() -> writer.created.size() > written + 20);
            for (AutoCloseable one : List.of(writer, other, reader, otherReader)) one.close();
            String last = writer.created.getLast();
            while (!told.contains(last))
                told.add(JSON.readTree(client.next())
                        .at("/payload/data/updates/entity/id")
                        .asString());
        }
        assertThat(other.refused).isEmpty();
        assertThat(otherReader.errors).isEmpty();
        assertThat(reader.errors).isEmpty();
        assertThat(writer.refused).isNotEmpty();
        assertThat(writer.refused).allSatisfy(answer -> {
            assertThat(answer.code()).isEqualTo("DISTRICT_MOVING");
            assertThat(answer.body().at("/errors/0/extensions/retryAfter").asInt())
                    .isPositive();
        });
        // Those of before it was followed are not told; all others are, once, in order.
        assertThat(told).doesNotHaveDuplicates();
        assertThat(told).isEqualTo(writer.created.subList(writer.created.size() - told.size(), writer.created.size()));
        assertThat(told.size()).isGreaterThan(20);
        assertThat(streets(MOVED)).isEqualTo(before + writer.created.size());
        assertThat(streets(OTHER)).isEqualTo(otherBefore + other.created.size());
        assertThat(move.path("digest").asString()).hasSize(64);
        onlyIn(east, home);
        moved("home");
        onlyIn(home, east);
        assertThat(streets(MOVED)).isEqualTo(before + writer.created.size());
        assertThat(notices()).endsWith("WRITES_PAUSED", "WRITES_RESUMED", "WRITES_PAUSED", "WRITES_RESUMED");
        assertThat(rows(
                        home,
                        "select 1 from district where code = '" + MOVED
                                + "' and (held_at is not null or void_since is not null)"))
                .isEmpty();
        assertThat(rows(east, "select 1 from district where code = '" + MOVED + "'"))
                .isEmpty();
    }

    /** A node that dies when it has done a step and not yet said so: whoever comes next does it again. */
    @Test
    void everyStepOfAMoveCanBeDoneTwice() throws Exception {
        StreetWriter writer = writer(MOVED, "B");
        until(() -> writer.created.size() > 5);
        dying("select nextval('died_' || lower(new.status::text)) = 1");
        try {
            moved("east");
        } finally {
            execute("drop trigger dying on district_move");
        }
        writer.close();
        onlyIn(east, home);
        assertThat(writer.refused).allMatch(answer -> answer.code().equals("DISTRICT_MOVING"));
        StreetWriter after = writer(MOVED, "C");
        until(() -> after.created.size() > 5);
        after.close();
        assertThat(after.refused).isEmpty();
        goesOnByItself("home");
        onlyIn(home, east);
    }

    /** What is in the way once the district lives in the other cell is told, and nobody who waits to write waits longer than it is. */
    private static void goesOnByItself(String cell) throws Exception {
        execute("""
                create function stop_thaw() returns trigger language plpgsql as $$
                begin
                    if new.status = 'THAWED' then raise exception 'stopped'; end if;
                    return new;
                end $$;
                create trigger stopping before update on district_move for each row execute function stop_thaw()
                """);
        String id = move(cell);
        try {
            until(() -> status(id).path("obstacle").asString("").equals("UNEXPECTED"));
            assertThat(status(id).path("status").asString()).isEqualTo("SWITCHED");
        } finally {
            execute("drop trigger stopping on district_move");
        }
        until(() -> status(id).path("status").asString().equals("DONE"));
        assertThat(status(id).path("obstacle").isNull()).isTrue();
    }

    @Test
    void aMoveThatIsTakenBackLeavesNothing() throws Exception {
        StreetWriter writer = writer(MOVED, "D");
        dying("select new.status = 'VERIFIED'");
        String id;
        try {
            id = move("east");
            until(() -> {
                hurry();
                return status(id).path("status").asString().equals("COPIED");
            });
            assertThat(rows(east, "select 1 from street")).isNotEmpty();
            takeBack(id);
            undone();
        } finally {
            execute("drop trigger dying on district_move");
        }
        int written = writer.created.size();
        until(() -> writer.created.size() > written + 5);
        writer.close();
        onlyIn(home, east);
        assertThat(rows(east, "select 1 from district where code = '" + MOVED + "'"))
                .isEmpty();
    }

    @Test
    void aDistrictThatSharesClientsMovesWhenItLeavesThem() throws Exception {
        // A district that registered a client which another one grants, grants one of the other's, and granted a
        // second.
        execute("""
            create temp table shared as
            select d.id as district, o.id as other, gen_random_uuid() as own, gen_random_uuid() as foreign, gen_random_uuid() as past
              from district d join district o on o.code = '%2$s' where d.code = '%1$s';
            insert into client_registration (id, home_id, azp, kind, name, vendor, registered_at)
            select s.own, s.district, 'cells-own', 'FRONTEND'::client_kind, 'own', true, now() from shared s union all
            select s.foreign, s.other, 'cells-foreign', 'FRONTEND', 'foreign', true, now() from shared s union all
            select s.past, s.other, 'cells-past', 'FRONTEND', 'past', true, now() from shared s;
            insert into client (district_id, id, registration_id, status, created_at)
            select d, gen_random_uuid(), r, case when d = s.district and r = s.past then 'WITHDRAWN' else 'READY' end::client_status, now()
              from shared s cross join unnest(array[s.district, s.other]) d cross join unnest(array[s.own, s.foreign, s.past]) r;
            insert into client_grant (azp, district_id)
            select r.azp, c.district_id from client c join client_registration r on r.id = c.registration_id where r.azp like 'cells-%%' and c.status = 'READY';
            drop table shared
            """.formatted(MOVED, OTHER));
        String grants =
                "select g.azp from client_grant g join district d on d.id = g.district_id where d.code = '%s' and g.azp like 'cells-%%' order by 1";
        try {
            String waiting = move("east");
            until(() -> {
                hurry();
                return status(waiting).path("obstacle").asString().equals("CLIENTS_SHARED");
            });
            takeBack(waiting);
            undone();
            String id = move("east", ", leaveClients: true");
            until(() -> {
                // Nobody is here who has Keycloak follow.
                execute("update job set done_at = now() where kind = 'client' and done_at is null");
                hurry();
                return status(id).path("status").asString().equals("DONE");
            });
            assertThat(
                            rows(
                                    home,
                                    "select d.code from client_registration r join district d on d.id = r.home_id where r.azp like 'cells-%'"))
                    .containsOnly(OTHER)
                    .hasSize(3);
            assertThat(rows(home, grants.formatted(OTHER))).containsExactly("cells-foreign", "cells-own", "cells-past");
            assertThat(rows(home, grants.formatted(MOVED))).isEmpty();
            assertThat(rows(east, "select azp from client_grant")).doesNotContain("cells-own", "cells-foreign");
            assertThat(rows(east, "select name from client_registration where azp like 'cells-%'"))
                    .isEmpty();
            assertThat(rows(
                            home,
                            "select 1 from client c join district d on d.id = c.district_id where d.code = '" + MOVED
                                    + "'"))
                    .isEmpty();
            execute(east, "analyze");
            assertThat(rows(east, REMEMBERED)).isNotEmpty();
            knowsItsQuota();
            moved("home");
            assertThat(rows(east, REMEMBERED)).isEmpty();
        } finally {
            execute(
                    "delete from client_registration where azp like 'cells-%'; delete from client_grant where azp like 'cells-%'");
        }
    }

    /** What operators granted stays with the registry, and the district is told it. */
    private static void knowsItsQuota() throws Exception {
        execute(
                "insert into district_quota (district_id, requests_per_second, streams) select id, 4321, 12 from district where code = '"
                        + MOVED + "'");
        try {
            until(() -> served.ask(
                            "{ quota { requestsPerSecond requestsAtOnce streams } }",
                            Map.of(),
                            "Authorization",
                            "Bearer " + keycloak.token(MOVED + "-admin"))
                    .body()
                    .path("data")
                    .toString()
                    .equals("{\"quota\":{\"requestsPerSecond\":4321,\"requestsAtOnce\":1000,\"streams\":12}}"));
        } finally {
            execute("delete from district_quota");
        }
    }

    /** Values of a district that the planner has in mind. */
    private static final String REMEMBERED = """
            select s.tablename || '.' || s.attname from pg_stats s
             where s.schemaname = 'public' and s.tablename = 'event'
            """;

    /** Nobody waits for a copy that is not wanted any more. */
    @Test
    void aMoveThatIsTakenBackWhileItCopiesLetsPeopleWriteAtOnce() throws Exception {
        String id;
        try (Connection slow = east.connectAsMigrator();
                Statement lock = slow.createStatement();
                StreetWriter writer = writer(MOVED, "E")) {
            slow.setAutoCommit(false);
            lock.execute("lock table street in share mode");
            id = move("east");
            until(() -> status(id).path("status").asString().equals("FROZEN"));
            takeBack(id);
            int written = writer.created.size();
            until(() -> {
                hurry();
                return writer.created.size() > written + 5;
            });
            slow.rollback();
        }
        undone();
        onlyIn(home, east);
        assertThat(notices()).endsWith("WRITES_PAUSED", "WRITES_RESUMED");
    }

    /** Who follows a district knows beforehand when it cannot be written in. */
    @Test
    void aMoveOfTonightIsAnnouncedAtOnce() throws Exception {
        String id = move("east", ", at: \"2099-03-01T02:00:00+08:00\"");
        until(() -> notices().stream().reduce((first, last) -> last).orElse("").equals("WRITES_PAUSED"));
        JsonNode told = served.ask(
                        "{ updates(last: 1, where: {type: {eq: WRITES_PAUSED}}) { nodes { ... on WritesPaused { pausedAt } } } }",
                        Map.of(),
                        "X-District",
                        MOVED)
                .body();
        assertThat(OffsetDateTime.parse(
                        told.at("/data/updates/nodes/0/pausedAt").asString()))
                .isAtSameInstantAs(OffsetDateTime.parse("2099-03-01T02:00:00+08:00"));
        takeBack(id);
        undone();
        assertThat(notices()).endsWith("WRITES_PAUSED", "WRITES_RESUMED");
    }

    /** What those who follow the district are told of its moves. */
    private static List<String> notices() {
        return served.ask(
                        "{ updates(last: 100, where: {type: {in: [WRITES_PAUSED, WRITES_RESUMED]}}) { nodes { type } } }",
                        Map.of(),
                        "X-District",
                        MOVED)
                .body()
                .at("/data/updates/nodes")
                .valueStream()
                .map(update -> update.path("type").asString())
                .toList();
    }

    private static StreetWriter writer(String district, String name) {
        return new StreetWriter(served, keycloak.token(district + "-admin"), name);
    }

    private static void takeBack(String move) {
        assertThat(ask("mutation { cancelMove(move: \"" + move + "\") { __typename } }")
                        .at("/data/cancelMove/__typename")
                        .asString())
                .isEqualTo("MoveTakenBack");
    }

    private static void undone() throws Exception {
        until(() -> {
            hurry();
            return rows(home, "select 1 from district_move where not undone and status = 'CANCELLED'")
                    .isEmpty();
        });
    }

    /** Has the next node that would say how far a move is die of it, and not tell anybody either. */
    private static void dying(String when) throws SQLException {
        execute(
                "drop sequence if exists died_frozen, died_copied, died_verified, died_switched, died_thawed, died_done");
        for (String status : List.of("frozen", "copied", "verified", "switched", "thawed", "done"))
            execute("create sequence died_" + status + "; grant usage on sequence died_" + status + " to linli_app");
        execute("""
                create or replace function die() returns trigger language plpgsql as $$
                declare
                    dies boolean;
                begin
                    if new.obstacle is not null then raise exception 'died'; end if;
                    if new.status in ('REQUESTED', 'CANCELLED') or new.status = old.status then return new; end if;
                    %s into dies;
                    if dies then raise exception 'died'; end if;
                    return new;
                end $$;
                create trigger dying before update on district_move for each row execute function die()
                """.formatted(when));
    }

    /** All rows of the district are in one cell, and none in the other. */
    private static void onlyIn(Database there, Database gone) throws SQLException {
        String id = rows(home, "select id from district where code = '" + MOVED + "'")
                .getFirst();
        for (String table : List.of("street", "event", "feed", "feed_head", "idempotency", "job")) {
            String count = "select count(*) from " + table + " where district_id = '" + id + "'";
            assertThat(rows(gone, count)).as(table).containsExactly("0");
            if (!table.equals("job") && !table.equals("idempotency"))
                assertThat(rows(there, count)).as(table).doesNotContain("0");
        }
    }

    private static long streets(String district) {
        return served.ask(STREETS, Map.of(), "X-District", district)
                .body()
                .at("/data/streets/totalCount")
                .asLong();
    }

    private static JsonNode moved(String cell) throws Exception {
        String id = move(cell);
        until(() -> {
            hurry();
            return status(id).path("status").asString().equals("DONE");
        });
        return status(id);
    }

    private static String move(String cell) throws SQLException {
        return move(cell, "");
    }

    private static String move(String cell, String when) throws SQLException {
        String district = rows(home, "select id from district where code = '" + MOVED + "'")
                .getFirst();
        JsonNode begun = ask("mutation { moveDistrict(district: \"district_" + district + "\", cell: \"" + cell + "\""
                + when + ") { __typename ... on Refusal { message } ... on MoveBegun { move { id } } } }");
        return begun.at("/data/moveDistrict/move/id").asString();
    }

    /** Nobody waits here for the next try. */
    private static void hurry() throws SQLException {
        execute("update job set next_at = now() where kind = 'move-district' and done_at is null and next_at > now()");
    }

    private static JsonNode status(String move) {
        return ask("{ districtMove(id: \"" + move + "\") { status obstacle digest rows } }")
                .at("/data/districtMove");
    }

    private static JsonNode ask(String document) {
        return served.post(
                        PlatformConfiguration.PATH,
                        JSON.writeValueAsString(Map.of("query", document)),
                        "Authorization",
                        "Bearer " + keycloak.operatorToken())
                .body();
    }

    private static void until(Check reached) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!reached.holds()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(100);
        }
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static List<String> rows(Database database, String sql) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }

    private static void execute(String sql) throws SQLException {
        execute(home, sql);
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }
}
