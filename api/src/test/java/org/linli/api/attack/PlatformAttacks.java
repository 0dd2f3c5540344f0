package org.linli.api.attack;

import static org.linli.api.fixture.Fixture.HERE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.EventType;
import org.linli.schema.contract.UseCaseField;
import org.linli.services.Database;
import org.linli.tenancy.identity.Platform;

/**
 * The operators' contract over {@link Twins}, with rows of everything that operators see. What is forged is what is known in the other district, by
 * whoever may do most there, and what another operator knows; whatever is asked is answered as if that district had no rows.
 */
final class PlatformAttacks {
    /** Has both grants: more than any account of the real platform should. */
    static final Caller OPERATOR = operator(1);

    static final Caller ANOTHER = operator(2);

    /** What an event of any kind says beside its record. */
    private static final String PAYLOAD = """
            {"district_id": ":here", "grace_days": 7, "rows": 7, "bytes": 700, "part": "resident", "failure": "GIVEN_UP", "obstacle": "UNEXPECTED",
             "hindrance": "BUSY", "difference": "GROUPS_MISSING"}""";

    private static @Nullable PlatformAttacks shared;

    final Served both;
    final Served alone;
    final ReadAttacks reads;

    /** With ids of nothing. */
    final WriteAttacks writes;

    /** The one of this JVM, on its pair of twins. */
    static synchronized PlatformAttacks shared() {
        try {
            if (shared == null) shared = new PlatformAttacks(Twins.shared());
            return shared;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private PlatformAttacks(Twins twins) throws SQLException {
        for (Database database : List.of(twins.place, twins.elsewhere)) fill(database);
        both = twins.platform(twins.place);
        alone = twins.platform(twins.elsewhere);
        Harvest foreign = new Harvest();
        foreign.add(ReadAttacks.shared().there());
        reads = new ReadAttacks(both, ANOTHER, OPERATOR, foreign, Integer.MAX_VALUE);
        writes = new WriteAttacks(both.schema(), new Harvest(), new Harvest(), () -> "x");
    }

    private static Caller operator(int n) {
        return new Caller(
                new UUID(1, n),
                Fixture.OPERATOR.district(),
                Platform.CLIENT,
                EnumSet.of(Role.GUEST, Role.PLATFORM_ADMIN, Role.CITY_VIEWER),
                Map.of(),
                Map.of());
    }

    /** Gives the platform rows of every type, and every kind of update. */
    static void fill(Database database) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute(rows().replace(":here", HERE.id().toString()));
            int position = 0;
            for (EventType event : Contract.ofPlatform().declarations().events().values())
                for (String type : event.of())
                    statement.execute("""
                            insert into event (district_id, id, name, subject_type, subject_id, at, reason, actor, payload)
                            values ('%1$s', md5('%2$s %3$s')::uuid, '%2$s', '%3$s', %4$s, '2024-11-05', '示例', pg_temp.id('operator', 1), '%5$s');
                            insert into feed (district_id, position, event_id, retention_days) values ('%1$s', %6$d, md5('%2$s %3$s')::uuid, 90);
                            """.formatted(
                                    Platform.ID,
                                    event.constant(),
                                    type,
                                    subject(type),
                                    PAYLOAD.replace(":here", HERE.id().toString()),
                                    ++position));
            statement.execute("""
                    insert into feed_head (district_id, position) values ('%s', %d)
                        on conflict (district_id) do update set position = excluded.position
                    """.formatted(Platform.ID, position));
        }
    }

    private static String subject(String type) {
        return type.equals("District")
                ? "'%s'".formatted(HERE.id())
                : "pg_temp.id('%s', 2)"
                        .formatted(
                                Contract.ofPlatform().declarations().type(type).prefix());
    }

    private static String rows() {
        try (InputStream sql =
                Objects.requireNonNull(PlatformAttacks.class.getResourceAsStream("/fixture/platform.sql"))) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Collection<UseCaseField> useCases() {
        return both.contract().declarations().useCases().values();
    }

    /** Of rows of a district and of the platform, one of every type. */
    Collection<String> known() {
        return reads.there().ids().values();
    }

    /** One of each type that the platform has, and of a type that it has not. */
    List<String> knownHere() {
        return known().stream()
                .filter(id -> id.startsWith("resident_")
                        || both.contract().declarations().prefixed(id.substring(0, id.lastIndexOf('_'))) != null)
                .toList();
    }

    /** What no row has. */
    static List<String> unknown() {
        return List.of(
                "",
                "x",
                "district",
                "district_",
                "district_x",
                "_" + HERE.id(),
                HERE.id().toString(),
                "district_" + new UUID(-1, -1).toString().toUpperCase(Locale.ROOT),
                "resident_" + HERE.id(),
                "district_' or true --",
                "x".repeat(5000));
    }
}
