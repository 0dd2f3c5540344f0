package org.linli.archive;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.linli.files.Storage;
import org.linli.live.Work;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.DistrictSnapshot;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Provisioner;
import org.linli.tenancy.provisioning.Provisioner.Dissolution;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Erases a district whose time of grace is over: its clients and its organization in Keycloak with the accounts that belong nowhere else, its files, its rows in
 * every table of the catalogue, known to anybody or not, what the planner remembers of them, and at last its line in the registry, in one
 * transaction with the certificate. The database sees to it that nothing goes before its time, and that nothing is left at the end. Every step may
 * be broken off and done again; one run takes about half a minute, and leaves the rest to the next.
 */
public final class Erasure implements Kind {
    public static final String NAME = "erase-district";

    private static final Duration SLICE = Duration.ofSeconds(30);
    private static final int ROWS_AT_ONCE = 10_000;

    /** The job itself is there to the end. */
    private static final String LAST = "job";

    private static final String PENDING = """
            select x.id, x.code, x.name, x.requested_at, x.archive, x.accounts, x.going, x.files, x.erased, d.kc_org_id, now() as erased_at,
                   (select h.version from flyway_schema_history h where h.version is not null order by h.version::numeric desc limit 1), d.cell
              from deletion x
              join district d on d.id = x.district_id
             where x.district_id = ? and x.withdrawn_at is null
            """;

    private static final String ELSEWHERE = "select accounts_elsewhere(?, ?)";

    /** The same in the other cells, which know of no deletion. */
    private static final String IN_CELL = "select accounts_in_cell(?, ?)";

    private static final String SETTLED = """
            with settled as (
                update deletion x set accounts = x.accounts - ?, going = null where x.id = ?
                returning old.going, new.accounts = old.accounts as gone
            )
            select forget_membership(s.going) from settled s where s.gone
            """;

    /** Unless there is one already. */
    private static final String AGAIN = """
            insert into job (district_id, kind)
            select d.id, ? from district d
             where d.id = ?
               and not exists (select from job j where j.district_id = d.id and j.kind = ? and j.done_at is null and j.id <> ?)
            on conflict do nothing
            """;

    private static final TypeReference<TreeMap<String, Long>> COUNTS = new TypeReference<>() {};
    private static final JsonMapper JSON = new JsonMapper();

    private final Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());
    private final Deletions deletions = new Deletions();
    private final DatabaseSettings database;
    private final DistrictDatabase platform;
    private final Storage storage;
    private final Provisioner provisioner;
    private final Clients clients;
    private final PlatformKey key;
    private final int backupDays;

    /** Ends the clients of a district in Keycloak; done twice is as done once. */
    public interface Clients {
        Mono<Void> leave(UUID district);
    }

    /**
     * @param platform the same database, in which it tells operators how far it is
     * @param backupDays for how long backups of the platform are kept
     */
    public Erasure(
            DatabaseSettings database,
            DistrictDatabase platform,
            Storage storage,
            Provisioner provisioner,
            Clients clients,
            PlatformKey key,
            int backupDays) {
        this.database = database;
        this.platform = platform;
        this.storage = storage;
        this.provisioner = provisioner;
        this.clients = clients;
        this.key = key;
        this.backupDays = backupDays;
    }

    @Override
    public Lane lane() {
        return Lane.LONG;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** A storage with very many files is emptied in one run; the next one goes on where it was broken off. */
    @Override
    public Duration patience() {
        return Duration.ofHours(1);
    }

    private record Pending(
            UUID id,
            String code,
            String name,
            Instant requestedAt,
            @Nullable String archive,
            int accounts,
            @Nullable UUID going,
            @Nullable Long files,
            SortedMap<String, Long> erased,
            UUID organization,
            Instant erasedAt,
            String schema,
            String cell) {}

    @Override
    public Mono<Void> run(Job job) {
        UUID district = job.districtId();
        Instant until = Instant.now().plus(SLICE);
        return run(job, district, until)
                .onErrorResume(failure -> Work.onPlatform(
                                platform, work -> deletions.hinder(work, district, DeletionObstacle.of(failure)))
                        .then(Mono.error(failure)));
    }

    private Mono<Void> run(Job job, UUID district, Instant until) {
        return on(() -> ready(district))
                .filterWhen(ready -> Work.onPlatform(
                        platform,
                        work -> deletions.begin(work, district, ready.deletion().id(), ready.files())))
                .map(Ready::deletion)
                .flatMap(pending -> clients.leave(district)
                        .then(provisioner.dissolve(
                                district, pending.organization(), new Leaving(district, pending, until)))
                        .flatMap(gone -> gone ? on(() -> erased(district, until)) : Mono.just(false))
                        .filter(done -> !done)
                        .flatMap(unfinished -> Work.onPlatform(platform, work -> deletions.advance(work, pending.id()))
                                .then(on(() -> again(job)))))
                .then();
    }

    private interface Deed<T> {
        @Nullable
        T done() throws Exception;
    }

    private <T> Mono<T> on(Deed<T> deed) {
        return Mono.<T>fromCallable(deed::done).subscribeOn(threads);
    }

    /** One that may go now. */
    private record Ready(Pending deletion, long files) {}

    /** Nothing, where nobody wants it erased any more. */
    private @Nullable Ready ready(UUID district) throws SQLException {
        try (Connection connection = connection()) {
            Pending pending = pending(connection, district);
            if (pending == null) return null;
            if (!pending.cell().equals(Statements.HOME))
                throw new IllegalStateException(
                        "the district lives in the cell " + pending.cell() + "; move it home first");
            // Refused before anything is done, if it is not time.
            elsewhere(connection, ELSEWHERE, district, Set.of());
            return new Ready(pending, files(pending.code()));
        }
    }

    private long files(String code) throws SQLException {
        try (DistrictSnapshot snapshot = DistrictSnapshot.open(database, code);
                PreparedStatement count = snapshot.connection()
                        .prepareStatement(
                                "select count(*) from file f where f.district_id = ? and f.status = 'STORED'")) {
            count.setObject(1, snapshot.district());
            ResultSet row = count.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    private final class Leaving implements Dissolution {
        private final UUID district;
        private final Pending pending;
        private final Instant until;

        Leaving(UUID district, Pending pending, Instant until) {
            this.district = district;
            this.pending = pending;
            this.until = until;
        }

        @Override
        public Set<UUID> elsewhere(Set<UUID> accounts) throws SQLException {
            Set<UUID> known = new HashSet<>();
            try (Connection connection = connection()) {
                known.addAll(Erasure.elsewhere(connection, ELSEWHERE, district, accounts));
            }
            for (String other : platform.cells())
                if (!other.equals(Statements.HOME))
                    try (Connection cell = platform.settings(other).connect()) {
                        known.addAll(Erasure.elsewhere(cell, IN_CELL, district, accounts));
                    }
            return known;
        }

        @Override
        public void going(UUID account) throws SQLException {
            write("update deletion set accounts = accounts + 1, going = ? where id = ?", account);
        }

        @Override
        public @Nullable UUID unsettled() {
            return pending.going();
        }

        @Override
        public void settle(boolean gone) throws SQLException {
            write(SETTLED, gone ? 0 : 1);
        }

        private void write(String sql, Object what) throws SQLException {
            try (Connection connection = connection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, what);
                statement.setObject(2, pending.id());
                statement.execute();
            }
        }

        @Override
        public boolean late() {
            return Instant.now().isAfter(until);
        }
    }

    private static Set<UUID> elsewhere(Connection connection, String sql, UUID district, Set<UUID> accounts)
            throws SQLException {
        Array array = connection.createArrayOf("uuid", accounts.toArray());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, district);
            statement.setArray(2, array);
            ResultSet rows = statement.executeQuery();
            Set<UUID> elsewhere = new HashSet<>();
            while (rows.next()) elsewhere.add(rows.getObject(1, UUID.class));
            return elsewhere;
        }
    }

    /** Whether it came to its end. */
    private boolean erased(UUID district, Instant until) throws Exception {
        storage.delete(district.toString());
        storage.tidy();
        try (Connection connection = connection()) {
            List<String> tables = DistrictTables.erased(connection).stream()
                    .filter(table -> !table.equals(LAST))
                    .toList();
            // Until a whole round has found nothing any more.
            for (boolean found = true; found; ) {
                found = false;
                for (String table : tables)
                    while (rows(connection, district, table) > 0) {
                        found = true;
                        if (Instant.now().isAfter(until)) return false;
                    }
            }
            for (String table : tables) {
                forget(connection, district, table);
                if (Instant.now().isAfter(until)) return false;
            }
            end(connection, district);
            return true;
        }
    }

    private static long rows(Connection connection, UUID district, String table) throws SQLException {
        try (PreparedStatement erase =
                connection.prepareStatement("select erase_rows(?, to_regclass(quote_ident(?)), ?)")) {
            erase.setObject(1, district);
            erase.setString(2, table);
            erase.setInt(3, ROWS_AT_ONCE);
            ResultSet row = erase.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    private static void forget(Connection connection, UUID district, String table) throws SQLException {
        try (PreparedStatement forget =
                connection.prepareStatement("select forget_values(?, to_regclass(quote_ident(?)))")) {
            forget.setObject(1, district);
            forget.setString(2, table);
            forget.execute();
        }
    }

    private void end(Connection connection, UUID district) throws SQLException {
        connection.setAutoCommit(false);
        rows(connection, district, LAST);
        forget(connection, district, LAST);
        Pending pending = Objects.requireNonNull(pending(connection, district));
        try (PreparedStatement end = connection.prepareStatement("select end_deletion(?, ?)")) {
            end.setObject(1, district);
            end.setString(2, certificate(pending).signed(key));
            end.execute();
        }
        connection.commit();
    }

    private Certificate certificate(Pending pending) {
        return new Certificate(
                Certificate.TYPE,
                pending.id(),
                pending.code(),
                pending.name(),
                pending.requestedAt(),
                pending.erasedAt(),
                pending.archive(),
                pending.erased(),
                Objects.requireNonNull(pending.files()),
                pending.accounts(),
                pending.schema(),
                LocalDate.ofInstant(pending.erasedAt(), ZoneOffset.UTC).plusDays(backupDays));
    }

    private static @Nullable Pending pending(Connection connection, UUID district) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PENDING)) {
            statement.setObject(1, district);
            ResultSet row = statement.executeQuery();
            if (!row.next()) return null;
            return new Pending(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getObject(4, OffsetDateTime.class).toInstant(),
                    row.getString(5),
                    row.getInt(6),
                    row.getObject(7, UUID.class),
                    row.getObject(8, Long.class),
                    JSON.readValue(row.getString(9), COUNTS),
                    row.getObject(10, UUID.class),
                    row.getObject(11, OffsetDateTime.class).toInstant(),
                    row.getString(12),
                    row.getString(13));
        }
    }

    private @Nullable Void again(Job job) throws SQLException {
        try (Connection connection = connection();
                PreparedStatement again = connection.prepareStatement(AGAIN)) {
            again.setString(1, NAME);
            again.setObject(2, job.districtId());
            again.setString(3, NAME);
            again.setObject(4, job.id());
            again.executeUpdate();
            return null;
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = database.connect();
        try (Statement zone = connection.createStatement()) {
            zone.execute("set time zone 'UTC'");
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }
}
