package org.linli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.linli.services.Database;
import org.linli.tenancy.sealing.IdentityNumbers;

/**
 * The data of the demo's two districts: synthetic, but for the names and totals that the newspaper page gives (DOMAIN.md
 * section 7). The records of a district stand in {@code demo/<code>/*.sql} and are loaded as the server's own role, under
 * the tables' constraints, in one transaction.
 */
public final class DemoData {
    private static final List<Place> PLACES =
            List.of(new Place("140213", "平城区", false), new Place("990101", "示例区", true));
    private static final List<String> FILES =
            List.of(
                    "territory", "residents", "merchants", "points", "units", "activities", "evaluations", "calendar", "files");

    /** Area 990000 of identity numbers is not assigned. */
    private static final String AREA = "990000";

    private final Database database;
    private final IdentityNumbers numbers;

    private record Place(String code, String name, boolean sample) {
        UUID id() {
            return UUID.fromString("01900000-0000-7000-8000-000000" + code);
        }

        UUID organization() {
            return UUID.fromString("01900000-0000-4000-8000-000000" + code);
        }
    }

    public DemoData(Database database, IdentityNumbers numbers) {
        this.database = database;
        this.numbers = numbers;
    }

    /** Loads both districts; one that has data already is left as it is. The database must be migrated. */
    public void load() throws SQLException {
        register();
        boolean loaded = false;
        try (Connection app = database.connectAsApp()) {
            app.setAutoCommit(false);
            for (Place place : PLACES) loaded |= load(place, app);
        }
        if (loaded) analyse();
    }

    /** The registry of districts is the migrating role's; no district may add another. */
    private void register() throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
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
            }
        }
    }

    /** Whether there was something to load. */
    private boolean load(Place place, Connection app) throws SQLException {
        try (var statement = app.createStatement()) {
            statement.execute("select enter_district('" + place.id() + "')");
            try (var streets = statement.executeQuery("select from street limit 1")) {
                if (streets.next()) {
                    app.rollback();
                    return false;
                }
            }
            for (String file : FILES) statement.execute(records(place, file));
        }
        addIdentityNumbers(app);
        app.commit();
        return true;
    }

    /** Everybody whose identity was verified has a number; it is sealed here, since keys never stand in SQL. */
    private void addIdentityNumbers(Connection app) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        List<byte[]> sealed = new ArrayList<>();
        List<byte[]> indexes = new ArrayList<>();
        List<String> masks = new ArrayList<>();
        try (var statement = app.createStatement();
                var residents = statement.executeQuery("""
                        select id, birth_date, gender = 'MALE', right(id::text, 6)::int
                          from resident
                         where status <> 'REGISTERED' and birth_date is not null
                        """)) {
            while (residents.next()) {
                UUID id = residents.getObject(1, UUID.class);
                LocalDate birth = residents.getObject(2, LocalDate.class);
                String number = identityNumber(birth, residents.getBoolean(3), residents.getInt(4));
                ids.add(id);
                sealed.add(numbers.seal(number, id));
                indexes.add(numbers.index(number));
                masks.add(IdentityNumbers.mask(number));
            }
        }
        try (var update = app.prepareStatement("""
                update resident r
                   set identity_sealed = n.sealed, identity_index = n.index, identity_mask = n.mask
                  from unnest(?::uuid[], ?::bytea[], ?::bytea[], ?::text[]) as n (id, sealed, index, mask)
                 where r.id = n.id
                """)) {
            update.setArray(1, app.createArrayOf("uuid", ids.toArray()));
            update.setArray(2, app.createArrayOf("bytea", sealed.toArray(byte[][]::new)));
            update.setArray(3, app.createArrayOf("bytea", indexes.toArray(byte[][]::new)));
            update.setArray(4, app.createArrayOf("text", masks.toArray()));
            update.executeUpdate();
        }
    }

    /** Area, day of birth, a serial number that is odd for men, and the check character. */
    private static String identityNumber(LocalDate birth, boolean male, int n) {
        String seventeen = "%s%tY%<tm%<td%03d".formatted(AREA, birth, n % 499 * 2 + (male ? 1 : 0));
        return seventeen + checkCharacter(seventeen);
    }

    /** The eighteenth character of an identity number by GB 11643. */
    static char checkCharacter(String seventeen) {
        int sum = 0;
        for (int i = 0; i < 17; i++) sum += (1 << (17 - i)) % 11 * (seventeen.charAt(i) - '0');
        return "10X98765432".charAt(sum % 11);
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
