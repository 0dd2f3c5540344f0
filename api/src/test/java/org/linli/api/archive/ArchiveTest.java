package org.linli.api.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.archive.ArchiveImport;
import org.linli.archive.ArchiveKey;
import org.linli.archive.Export;
import org.linli.archive.Manifest;
import org.linli.files.FolderStorage;
import org.linli.files.Storage;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.tenancy.sealing.SealingKeys;

/** A district leaves one installation in an archive and comes into another, which has other keys and nothing in it. */
class ArchiveTest {
    private static final IdentityNumbers OLD_KEYS = keys("old", 1);
    private static final IdentityNumbers NEW_KEYS = keys("new", 2);
    private static final String NUMBER = "110101199003070011";
    private static final ArchiveKey KEY = ArchiveKey.fresh();

    @TempDir
    private static Path folder;

    private static Database left;
    private static Path archive;
    private static Manifest manifest;

    @BeforeAll
    static void export() throws Exception {
        left = prepared();
        archive = folder.resolve("archive");
        manifest = new Export(app(left), storage("left"), OLD_KEYS).write(HERE.code(), archive, KEY, part -> {});
    }

    @Test
    void whatComesAnswersTheSameBytes() throws Exception {
        Database came = empty();
        Storage storage = storage("came");
        new ArchiveImport(migrator(came), storage, NEW_KEYS).read(archive, KEY, null);
        assertThat(row(came, "select state from district")).isEqualTo("SUSPENDED");
        sql(came, "update district set state = 'ACTIVE'");

        for (Database numbered : List.of(left, came)) sql(numbered, "select number_arrivals(1000)");
        try (Served before = new Served(Contract.load(), left, Limits.USUAL);
                Served after = new Served(Contract.load(), came, Limits.USUAL)) {
            assertThat(Queries.answers(after)).isEqualTo(Queries.answers(before));
            List<String> cursors = Queries.cursors(before);
            assertThat(Queries.behind(after, cursors)).isEqualTo(Queries.behind(before, cursors));
        }
        assertThat(storage.get(content(1)).readAllBytes()).isEqualTo("content of 1".getBytes(StandardCharsets.UTF_8));
    }

    private static Database prepared() throws Exception {
        Database database = Fixture.fill();
        sql(database, "drop table oddity");
        sql(database, "update resident set identity_sealed = null, identity_index = null, identity_mask = null");
        UUID resident = Fixture.id(HERE, "resident", 1);
        sql(database, """
                update resident set identity_sealed = '\\x%s', identity_index = '\\x%s', identity_mask = '%s' where id = '%s'
                """.formatted(
                        HexFormat.of().formatHex(OLD_KEYS.seal(NUMBER, resident)),
                        HexFormat.of().formatHex(OLD_KEYS.index(NUMBER)),
                        IdentityNumbers.mask(NUMBER),
                        resident));
        for (String webhook : rows(database, "select id from webhook"))
            sql(database, "update webhook set secret = '%s' where id = '%s'".formatted(secret(webhook), webhook));
        // What happened has its number, since two months in part; the last of it is numbered only where it comes.
        sql(database, """
                insert into event (district_id, id, name, subject_type, subject_id, from_state, to_state, payload, at)
                select district_id, id, 'ACTIVITY_MOVED', 'Activity', id, 'PUBLISHED', status::text, E'{"version":\n1}', created_at from activity;
                select keep_partitions('feed', current_date - 60);
                insert into feed (district_id, position, event_id, retention_days, numbered_at)
                select district_id, row_number() over (partition by district_id order by at, id), id, 90, now() - interval '60 days' from event;
                insert into feed_head (district_id, position)
                select district_id, max(position) - 2 from feed group by district_id
                    on conflict (district_id) do update set position = excluded.position;
                insert into arrival (district_id, event_id)
                select f.district_id, f.event_id from feed f join feed_head h on h.district_id = f.district_id and f.position > h.position;
                delete from feed f using feed_head h where h.district_id = f.district_id and f.position > h.position
                """);
        for (int n : List.of(1, 4)) {
            byte[] bytes = ("content of " + n).getBytes(StandardCharsets.UTF_8);
            Path file = Files.write(folder.resolve("incoming" + n), bytes);
            sql(database, """
                    update file set status = 'STORED', size = %d, digest = '%s' where id = '%s'
                    """.formatted(bytes.length, digest(bytes), Fixture.id(HERE, "file", n)));
            storage("left").put(content(n), file);
        }
        return database;
    }

    private static String secret(String webhook) {
        UUID id = UUID.fromString(webhook);
        byte[] context = java.nio.ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return java.util.Base64.getEncoder().encodeToString(OLD_KEYS.sealer().seal("whsec_" + webhook, context));
    }

    private static String content(int file) throws Exception {
        return Storage.key(
                HERE.id(),
                Fixture.id(HERE, "file", file),
                digest(("content of " + file).getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static Storage storage(String name) throws Exception {
        return new FolderStorage(folder.resolve(name));
    }

    private static Database empty() {
        Database database = Postgres.shared().freshDatabase("archive_came");
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        return database;
    }

    private static IdentityNumbers keys(String name, int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return new IdentityNumbers(
                new AesGcm(),
                new SealingKeys(
                        name, Map.of(name, new SecretKeySpec(key, "AES")), new SecretKeySpec(key, "HmacSHA256")));
    }

    private static DatabaseSettings app(Database database) {
        return DatabaseSettings.of(
                database.host(),
                database.port(),
                database.name(),
                database.app().user(),
                database.app().password());
    }

    private static DatabaseSettings migrator(Database database) {
        return DatabaseSettings.of(
                database.host(),
                database.port(),
                database.name(),
                database.migrator().user(),
                database.migrator().password());
    }

    private static void sql(Database database, String sql) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String row(Database database, String sql) throws SQLException {
        return rows(database, sql).getFirst();
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
}
