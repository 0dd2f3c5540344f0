package org.linli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.linli.schema.District;
import org.linli.schema.contract.Contract;
import org.linli.services.Database;
import org.linli.tenancy.sealing.IdentityNumbers;

/**
 * The data of the demo's two districts: synthetic, but for the names and totals that the newspaper page gives (DOMAIN.md
 * section 7). What people did is played by the rules of the modules, with its time and who did it ({@link Pingcheng}, {@link Sample}); what
 * no use case makes yet stands in {@code demo/<code>/*.sql}.
 */
public final class DemoData {
    private static final List<Place> PLACES =
            List.of(new Place("140213", "平城区", false), new Place("990101", "示例区", true));

    /** What no use case makes yet, by the part of what happened that it follows. */
    private static final List<List<String>> REST = List.of(
            List.of(),
            List.of("volunteers", "properties"),
            List.of("projects", "courses", "evaluations", "calendar", "files", "staff", "clients", "imports"));

    private static final Set<String> PACKAGES = Contract.load().packages().keySet();
    /** Both districts lie in it. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Database database;
    private final IdentityNumbers numbers;

    private record Place(String code, String name, boolean sample) {
        UUID id() {
            return UUID.fromString("01900000-0000-7000-8000-000000" + code);
        }

        UUID organization() {
            return UUID.fromString("01900000-0000-4000-8000-000000" + code);
        }

        /** What happened there, in parts of which each needs those before it, in scripts that need nothing of each other. */
        List<List<Script>> parts(OffsetDateTime now) {
            return sample ? new Sample(district(), now).parts() : new Pingcheng(district(), now).parts();
        }

        Neighbourhood neighbourhood(OffsetDateTime now) {
            return sample ? new Sample(district(), now) : new Pingcheng(district(), now);
        }

        private District district() {
            return new District(id(), code, name, ZONE, PACKAGES);
        }
    }

    public DemoData(Database database, IdentityNumbers numbers) {
        this.database = database;
        this.numbers = numbers;
    }

    /** Where a lively day takes place. */
    static List<Neighbourhood> neighbourhoods(OffsetDateTime now) {
        return PLACES.stream().map(place -> place.neighbourhood(now)).toList();
    }

    /** Loads both districts; one that has data already is left as it is. The database must be migrated. */
    public void load() throws SQLException {
        register();
        List<Place> empty = new ArrayList<>();
        for (Place place : PLACES) if (isEmpty(place)) empty.add(place);
        if (empty.isEmpty()) return;
        happen(empty);
        analyse();
    }

    /** The registry of districts is the migrating role's; no district may add another. The integrators are those of the demo's realm. */
    private void register() throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                var grant = migrator.prepareStatement("""
                        insert into client_grant (azp, district_id)
                        select 'integrator-' || d.code || n.name, d.id from district d, unnest(array['-demo', '-brief']) n (name)
                         where d.id = ?
                        on conflict do nothing
                        """);
                var insert = migrator.prepareStatement("""
                        insert into district (id, code, name, kc_org_id, sample) values (?, ?, ?, ?, ?)
                        on conflict (id) do nothing
                        """)) {
            for (Place place : PLACES) {
                insert.setObject(1, place.id());
                insert.setString(2, place.code());
                insert.setString(3, place.name());
                insert.setObject(4, place.organization());
                insert.setBoolean(5, place.sample());
                insert.executeUpdate();
                grant.setObject(1, place.id());
                grant.executeUpdate();
            }
        }
    }

    /** The courses are the last to be loaded: where they are missing, a demo was ended while it loaded. */
    private boolean isEmpty(Place place) throws SQLException {
        try (Connection app = database.connectAsApp();
                var statement = app.createStatement()) {
            app.setAutoCommit(false);
            enter(place, app);
            try (var found =
                    statement.executeQuery("select exists (select from street), exists (select from course)")) {
                found.next();
                if (found.getBoolean(1) && !found.getBoolean(2))
                    throw new IllegalStateException(
                            "The data of " + place.code() + " are not whole; -Dfresh=true replaces them.");
                return !found.getBoolean(1);
            }
        }
    }

    private void happen(List<Place> places) throws SQLException {
        OffsetDateTime now = OffsetDateTime.now(ZONE);
        List<List<List<Script>>> all =
                places.stream().map(place -> place.parts(now)).toList();
        try (Player player = new Player(database, numbers)) {
            for (int i = 0; i < REST.size(); i++) {
                int part = i;
                CompletableFuture.allOf(all.stream()
                                .flatMap(parts -> parts.get(part).stream())
                                .map(player::play)
                                .toArray(CompletableFuture[]::new))
                        .join();
                for (Place place : places) run(place, REST.get(part));
            }
        }
    }

    /** Rows as the server's own role may write them, under the tables' constraints, in one transaction. */
    private void run(Place place, List<String> files) throws SQLException {
        try (Connection app = database.connectAsApp();
                var statement = app.createStatement()) {
            app.setAutoCommit(false);
            enter(place, app);
            for (String file : files) statement.execute(records(place, file));
            app.commit();
        }
    }

    private static void enter(Place place, Connection app) throws SQLException {
        try (var statement = app.createStatement()) {
            statement.execute("select enter_district('" + place.id() + "')");
        }
    }

    /** Fresh tables have no statistics, and plans made without them stay for the life of a connection. */
    private void analyse() throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                var statement = migrator.createStatement()) {
            statement.execute("analyze");
        }
    }

    private static String records(Place place, String file) {
        try (InputStream records = DemoData.class.getResourceAsStream("/demo/" + place.code() + "/" + file + ".sql")) {
            // 平城区 has no evaluations: nothing scored is said about a real place.
            return records == null ? "" : new String(records.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
