package org.linli.api.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.archive.ArchiveImport;
import org.linli.archive.ArchiveKey;
import org.linli.archive.ArchiveMaking;
import org.linli.archive.ArchiveRefused;
import org.linli.archive.Archives.Made;
import org.linli.archive.DistrictTables;
import org.linli.archive.Export;
import org.linli.archive.Manifest;
import org.linli.archive.ReceiverKey;
import org.linli.archive.SealedArchive;
import org.linli.files.FolderStorage;
import org.linli.files.Storage;
import org.linli.files.Workshop;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.linli.tenancy.identity.Platform;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.tenancy.sealing.SealingKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A district leaves one installation in an archive and comes into another, which has other keys and nothing in it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArchiveTest {
    private static final IdentityNumbers OLD_KEYS = keys("old", 1);
    private static final IdentityNumbers NEW_KEYS = keys("new", 2);
    private static final String NUMBER = "110101199003070011";

    @TempDir
    private static Path folder;

    private static Rows left;
    private static Rows came;
    private static Path archive;
    private static ArchiveKey key;
    private static final ReceiverKey DISTRICT = ReceiverKey.fresh();
    private static String digest = "";
    private static Manifest manifest;

    @BeforeAll
    static void open() throws Exception {
        left = prepared();
        archive = folder.resolve("archive");
        came = empty();
        key = exported(folder.resolve("archive.zip"));
        unpack(folder.resolve("archive.zip"), archive);
        manifest = new JsonMapper().readValue(archive.resolve("manifest.json").toFile(), Manifest.class);
    }

    /** By the operators' contract, for the key of the district; what the server does by itself is done here. */
    private static ArchiveKey exported(Path zip) throws Exception {
        left.run("delete from job");
        // It lives in a cell, and is being moved.
        left.run("update district set cell = 'east', held_at = now(), frozen_at = now() where id = '%s'"
                .formatted(HERE.id()));
        assertThat(left.rows("select 1 from archive")).isEmpty();
        left.run("update archive_key set public_key = '%s' where district_id = '%s'"
                .formatted(DISTRICT.publicText(), HERE.id()));
        try (Served platform = Served.ofPlatform(left.database())) {
            JsonNode begun = Objects.requireNonNull(platform.ask(Fixture.OPERATOR, """
                            mutation { exportDistrict(district: "%s") { ... on ExportBegun { archive { id status district { code } } } } }
                            """.formatted(node(HERE)), Map.of())
                            .data())
                    .path("exportDistrict");
            assertThat(begun.at("/archive/district/code").asString()).isEqualTo(HERE.code());
            String payload = left.rows("select payload from job").getFirst();
            // Where it cannot be laid down, nothing that is not sealed stays behind.
            Files.createFile(Files.createDirectories(folder.resolve("full"))
                    .resolve(HERE.id().toString()));
            assertThatThrownBy(() -> make(platform, storage("full"), payload))
                    .hasRootCauseInstanceOf(IOException.class);
            try (Stream<Path> paths = Files.walk(folder.resolve("work"))) {
                assertThat(paths.filter(Files::isRegularFile)).allMatch(path -> path.endsWith(".lock"));
            }
            make(platform, storage("left"), payload);
            JsonNode made = Objects.requireNonNull(
                    platform.ask(Fixture.OPERATOR, """
                            { archives { nodes { id status rows bytes filesMissing digest address } } }
                            """, Map.of()).data());
            String id = begun.at("/archive/id").asString();
            JsonNode ready = made.at("/archives/nodes/0");
            assertThat(ready.path("status").asString()).isEqualTo("READY");
            // All but two, whose content is there and as it was.
            String missing = left.rows("select count(*) - 2 from file where status = 'STORED' and district_id = '%s'"
                            .formatted(HERE.id()))
                    .getFirst();
            assertThat(ready.path("filesMissing").asString()).isEqualTo(missing).isNotEqualTo("0");
            assertThat(left.rows("select payload ->> 'files_missing' from event where name = 'ARCHIVE_MADE'"))
                    .containsExactly(missing);
            assertThat(ready.path("address").asString()).isEqualTo("/platform/archives/" + id + ".linli");
            assertThat(left.rows("select name from event where subject_type = 'Archive' order by id"))
                    .startsWith("ARCHIVE_REQUESTED")
                    .endsWith("ARCHIVE_MADE");
            Made found = Objects.requireNonNull(platform.database()
                    .transaction(
                            Platform.ID,
                            transaction -> platform.archives().find(transaction, UUID.fromString(id.substring(8))))
                    .block());
            assertThat(ready.path("bytes").asLong()).isEqualTo(found.bytes());
            Path sealed = folder.resolve("archive.linli");
            try (InputStream content = storage("left").get(found.key(), 0)) {
                Files.copy(content, sealed);
            }
            left.run("delete from job; delete from archive");
            left.run("update district set cell = 'home', held_at = null, frozen_at = null where id = '%s'"
                    .formatted(HERE.id()));
            digest = ready.path("digest").asString();
            return SealedArchive.open(sealed, zip, DISTRICT);
        }
    }

    private static void unpack(Path zip, Path to) throws IOException {
        try (FileSystem packed = FileSystems.newFileSystem(zip);
                Stream<Path> paths = Files.walk(packed.getPath("/"))) {
            for (Path path : paths.toList())
                Files.copy(path, to.resolve(packed.getPath("/").relativize(path).toString()));
        }
    }

    @Test
    @Order(1)
    void everyTableIsKnown() throws SQLException {
        try (Connection migrator = came.database().connectAsMigrator()) {
            assertThat(DistrictTables.differences(migrator)).isEmpty();
        }
    }

    /** Whoever made, keeps or fetches it reads nothing in it, and cannot change a byte unseen. */
    @Test
    @Order(2)
    void whatTheServerKeepsOnlyItsDistrictOpens() throws Exception {
        Path sealed = folder.resolve("archive.linli");
        byte[] bytes = Files.readAllBytes(sealed);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .startsWith("linli-archive-1\n")
                .doesNotContain("tables/resident", "manifest.json");
        assertThatThrownBy(() -> SealedArchive.open(sealed, folder.resolve("none"), ReceiverKey.fresh()))
                .isInstanceOf(ArchiveRefused.class)
                .hasMessageContaining("another key");
        ReceiverKey receiver = ReceiverKey.fresh();
        Path small = Files.write(folder.resolve("small"), new byte[200_000]);
        Path again = folder.resolve("small.linli");
        SealedArchive.write(small, again, receiver.publicText(), ArchiveKey.fresh());
        SealedArchive.open(again, folder.resolve("opened"), receiver);
        assertThat(folder.resolve("opened")).hasSameBinaryContentAs(small);
        byte[] whole = Files.readAllBytes(again);
        byte[] changed = whole.clone();
        changed[whole.length / 2] = (byte) (changed[whole.length / 2] ^ 1);
        int head = 16 + 112;
        int part = (1 << 16) + 16;
        for (byte[] other : List.of(changed, Arrays.copyOf(whole, head + 2 * part), Arrays.copyOf(whole, 100))) {
            Files.write(again, other);
            assertThatThrownBy(() -> SealedArchive.open(again, folder.resolve("none"), receiver))
                    .isInstanceOf(ArchiveRefused.class)
                    .hasMessageContaining("changed");
        }
    }

    @Test
    @Order(2)
    void whatWasChangedIsRefusedAndChangesNothing() throws Exception {
        refused("is not what was written", changed -> {
            Path residents = changed.resolve("tables/resident.ndjson");
            Files.writeString(residents, Files.readString(residents).replaceFirst("示例", "真实"));
        });
        refused("is missing", changed -> Files.delete(changed.resolve("tables/street.ndjson")));
        refused(
                "does not know [tables/more.ndjson]",
                changed -> Files.writeString(changed.resolve("tables/more.ndjson"), "{}"));
        refused("manifest was changed", changed -> {
            Path told = changed.resolve("manifest.json");
            Files.writeString(told, Files.readString(told).replaceFirst("\"rows\" : 26", "\"rows\" : 25"));
        });
        refused("no archive, or not all of one", changed -> Files.delete(changed.resolve("manifest.json")));
        assertThatThrownBy(() -> into().read(archive, ArchiveKey.fresh(), null, null))
                .isInstanceOf(ArchiveRefused.class)
                .hasMessageContaining("key is another archive's");

        came.run("update flyway_schema_history set version = '209901010000' where version = '%s'"
                .formatted(manifest.schema()));
        refused("Import it with the build that fits", changed -> {});
        came.run("update flyway_schema_history set version = '%s' where version = '209901010000'"
                .formatted(manifest.schema()));
        assertThat(came.tablesWith(HERE.id())).isEmpty();
        assertThat(came.rows("select code from district where code <> '000000'"))
                .isEmpty();
        assertThat(folder.resolve("came").resolve(HERE.id().toString())).doesNotExist();
    }

    /** Whoever has the public half of the district's key can seal an archive for it. */
    @Test
    @Order(3)
    void oneThatSomebodyElseSealedIsRefused() throws Exception {
        Path sealed = folder.resolve("archive.linli");
        assertThatThrownBy(() -> into().read(sealed, DISTRICT.text(), null, null))
                .isInstanceOf(ArchiveRefused.class)
                .hasMessageContaining("--digest");
        ArchiveKey another = ArchiveKey.fresh();
        Path forged = copy("forged");
        Path residents = forged.resolve("tables/resident.ndjson");
        String told = Files.readString(forged.resolve("manifest.json"));
        String before = digest(Files.readAllBytes(residents));
        Files.writeString(residents, Files.readString(residents).replaceFirst("示例", "真实"));
        told = told.replace(before, digest(Files.readAllBytes(residents)));
        Files.writeString(forged.resolve("manifest.json"), told);
        Files.writeString(
                forged.resolve("manifest.mac"),
                HexFormat.of().formatHex(mac(another, told.getBytes(StandardCharsets.UTF_8))));
        Path zip = folder.resolve("forged.zip");
        pack(forged, zip);
        Path forgery = folder.resolve("forged.linli");
        SealedArchive.write(zip, forgery, DISTRICT.publicText(), another);
        assertThatThrownBy(() -> into().read(forgery, DISTRICT.text(), digest, null))
                .isInstanceOf(ArchiveRefused.class)
                .hasMessageContaining("not the one that the platform told of")
                .hasMessageContaining("不符");
        assertThat(came.tablesWith(HERE.id())).isEmpty();
    }

    /** An archive that another installation made well, with hashes and a digest that are true, may say what it likes of districts that live here. */
    @Test
    @Order(3)
    void oneWithRowsOfAnotherDistrictIsRefusedAndPutsNothingThere() throws Exception {
        came.run("""
                insert into district (id, code, name, kc_org_id, state)
                values ('%s', '%s', 'lives here', '%s', 'ACTIVE')
                """.formatted(THERE.id(), THERE.code(), UUID.randomUUID()));
        Map<String, String> before = came.digests(THERE.id());
        String own = "\"district_id\":\"" + HERE.id();
        String other = "\"district_id\":\"" + THERE.id();
        String line = "tables/%s.ndjson has a row of another district in line %d.";
        for (String table : List.of("resident", "role_grant", "event"))
            forged(
                    line.formatted(table, 2),
                    table,
                    rows -> rows.set(1, rows.get(1).replace(own, other)));
        // Of two members of the same name the last one holds.
        forged(
                line.formatted("street", 1),
                "street",
                rows -> rows.set(0, rows.getFirst().replaceFirst("}$", "," + other + "\"}")));
        forged(
                line.formatted("street", 1),
                "street",
                rows -> rows.set(0, rows.getFirst().replace(own + "\"", "\"district_id\":null")));
        forged(
                "has not one row in each line",
                "street",
                rows -> rows.set(0, rows.getFirst() + "," + rows.getFirst().replace("\"id\":\"0", "\"id\":\"1")));
        forged(
                line.formatted("district", 1),
                "district",
                rows -> rows.set(
                        0,
                        rows.getFirst().replace(HERE.id().toString(), THERE.id().toString())));
        forged(
                line.formatted("district", 1),
                "district",
                rows -> rows.set(0, rows.getFirst().replace(HERE.code(), "990199")));
        forged(
                "tables/district.ndjson has not one row",
                "district",
                rows -> rows.add(
                        rows.getFirst().replace(HERE.id().toString(), THERE.id().toString())));
        assertThat(came.digests(THERE.id())).isEqualTo(before);
        assertThat(came.tablesWith(HERE.id())).isEmpty();
        assertThat(folder.resolve("came").resolve(HERE.id().toString())).doesNotExist();
        came.run("delete from district where id = '%s'".formatted(THERE.id()));
    }

    private interface Forgery {
        void in(List<String> rows);
    }

    private static void forged(String why, String table, Forgery forgery) throws Exception {
        refused(why, changed -> {
            Path rows = changed.resolve("tables/" + table + ".ndjson");
            Path told = changed.resolve("manifest.json");
            String before = part(table, rows);
            List<String> lines = new ArrayList<>(Files.readAllLines(rows));
            forgery.in(lines);
            Files.write(rows, lines);
            String manifest = Files.readString(told).replace(before, part(table, rows));
            Files.writeString(told, manifest);
            Files.writeString(
                    changed.resolve("manifest.mac"),
                    HexFormat.of().formatHex(mac(key, manifest.getBytes(StandardCharsets.UTF_8))));
        });
    }

    /** What the manifest says of a table. */
    private static String part(String table, Path rows) throws Exception {
        return """
                "table" : "%s",
                    "rows" : %d,
                    "bytes" : %d,
                    "sha256" : "%s"
                """.formatted(
                        table, Files.readAllLines(rows).size(), Files.size(rows), digest(Files.readAllBytes(rows)));
    }

    private static byte[] mac(ArchiveKey key, byte[] bytes) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(key.text()), "HmacSHA256"));
        SecretKeySpec manifests =
                new SecretKeySpec(mac.doFinal("manifest".getBytes(StandardCharsets.US_ASCII)), "HmacSHA256");
        mac.init(manifests);
        return mac.doFinal(bytes);
    }

    private static void pack(Path from, Path zip) throws IOException {
        try (FileSystem packed = FileSystems.newFileSystem(zip, Map.of("create", "true"));
                Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.skip(1).toList())
                Files.copy(
                        path, packed.getPath("/").resolve(from.relativize(path).toString()));
        }
    }

    @Test
    @Order(3)
    void whatFailsHalfWayLeavesNothing() throws Exception {
        came.run("alter table shift add constraint obstacle check (false) not valid");
        assertThatThrownBy(() -> into().read(archive, key, null, null)).isInstanceOf(SQLException.class);
        came.run("alter table shift drop constraint obstacle");
        assertThat(came.tablesWith(HERE.id())).isEmpty();
        assertThat(came.rows("select code from district where code <> '000000'"))
                .isEmpty();
    }

    /**
     * Only what is sealed is other bytes here than there: it is sealed with this installation's keys, and found by its index. And JSON
     * with a line end between its values has a blank there.
     */
    @Test
    @Order(4)
    void whatIsSealedIsSealedAnew() throws Exception {
        assertThat(into().read(folder.resolve("archive.linli"), DISTRICT.text(), digest, null)
                        .digest())
                .isEqualTo(digest);
        assertThat(came.rows("select state from district where code <> '000000'"))
                .containsExactly("SUSPENDED");
        assertThat(Files.readString(archive.resolve("tables/resident.ndjson")))
                .doesNotContain(NUMBER)
                .contains("\"identity_index\":null");
        UUID resident = Fixture.id(HERE, "resident", 1);
        List<String> sealed = came.rows(
                "select unnest(array[identity_sealed::text, identity_index::text]) from resident where id = '%s'"
                        .formatted(resident));
        assertThat(NEW_KEYS.open(bytes(sealed.getFirst()), resident)).isEqualTo(NUMBER);
        assertThat(bytes(sealed.getLast())).isEqualTo(NEW_KEYS.index(NUMBER));
        Map<String, String> there = left.digests(HERE.id());
        Map<String, String> here = came.digests(HERE.id());
        assertThat(here.keySet().stream().filter(table -> !Objects.equals(there.get(table), here.get(table))))
                .containsExactlyInAnyOrder(
                        "resident", "webhook", "event", "client", "client_grant", "role_grant", "job");
    }

    @Test
    @Order(5)
    void whatComesAnswersTheSameBytes() throws Exception {
        try (Served platform = Served.ofPlatform(came.database())) {
            assertThat(String.valueOf(platform.ask(Fixture.OPERATOR, """
                            mutation { resumeDistrict(district: "%s") { ... on DistrictInUse { district { state cell } } } }
                            """.formatted(node(HERE)), Map.of())))
                    .contains("\"ACTIVE\",\"cell\":\"home\"");
        }
        for (Rows numbered : List.of(left, came)) numbered.run("select number_arrivals(1000)");
        // Which roles its directory of accounts has, is not known where it came.
        left.run("update role_grant set settled_at = null where status = 'GIVEN'");
        try (Served before = new Served(Contract.load(), left.database(), Limits.USUAL);
                Served after = new Served(Contract.load(), came.database(), Limits.USUAL)) {
            assertThat(Queries.answers(after)).isEqualTo(Queries.answers(before));
            List<String> cursors = Queries.cursors(before);
            assertThat(Queries.behind(after, cursors)).isEqualTo(Queries.behind(before, cursors));
            // Wherever it lived, and though it was frozen when it was exported.
            assertThat(String.valueOf(
                            after.ask(Objects.requireNonNull(Fixture.callers().get("admin")), """
                            mutation { createStreet(code: "NEW", name: "示例街道") { ... on StreetCreated { street { code } } } }
                            """, Map.of())
                                    .data()))
                    .contains("NEW");
        }
        try (InputStream content = storage("came").get(content(1))) {
            assertThat(content.readAllBytes()).isEqualTo("content of 1".getBytes(StandardCharsets.UTF_8));
        }
        refused("There is a district here", changed -> {});
    }

    @Test
    @Order(6)
    void oneThatWasBrokenOffIsBegunAnewWithTheContentsItHas() throws Exception {
        Path again = copy("again");
        Files.delete(again.resolve("manifest.json"));
        Manifest.File file = manifest.files().getFirst();
        Path fetched = again.resolve("files/" + file.file() + "/" + file.sha256());
        Instant before = Files.getLastModifiedTime(fetched).toInstant();
        Files.writeString(
                again.resolve("files/" + manifest.files().getLast().file() + "/"
                        + manifest.files().getLast().sha256()),
                "half of it");
        Files.writeString(again.resolve("tables/of_yesterday.ndjson"), "{}");
        export().write(HERE.code(), again, key, written -> {});
        assertThat(Files.getLastModifiedTime(fetched).toInstant()).isEqualTo(before);
        assertThat(again.resolve("tables/of_yesterday.ndjson")).doesNotExist();
        assertThatThrownBy(() ->
                        new ArchiveImport(left.migrator(), storage("left"), OLD_KEYS).read(again, key, null, null))
                .hasMessageContaining("There is a district here");
    }

    private interface Change {
        void to(Path archive) throws Exception;
    }

    private static void refused(String why, Change change) throws Exception {
        Path changed = copy("changed");
        change.to(changed);
        assertThatThrownBy(() -> into().read(changed, key, null, null))
                .isInstanceOf(ArchiveRefused.class)
                .hasMessageContaining(why);
        delete(changed);
    }

    private static Path copy(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> paths = Files.walk(archive)) {
            for (Path path : paths.toList()) Files.copy(path, copy.resolve(archive.relativize(path)));
        }
        return copy;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal.substring(2));
    }

    private static Export export() throws IOException {
        return new Export(Map.of("home", left.app(), "east", left.app()), storage("left"), OLD_KEYS);
    }

    private static void make(Served platform, Storage storage, String payload) throws IOException {
        new ArchiveMaking(
                        left.app(),
                        platform.database(),
                        storage,
                        Workshop.in(folder.resolve("work")),
                        export(),
                        platform.archives())
                .run(new Job(UUID.randomUUID(), HERE.id(), ArchiveMaking.NAME, new JsonMapper().readTree(payload), 1))
                .block();
    }

    private static ArchiveImport into() throws IOException {
        return new ArchiveImport(came.migrator(), storage("came"), NEW_KEYS);
    }

    @AfterAll
    static void close() throws SQLException {
        left.close();
        came.close();
    }

    private static Rows prepared() throws Exception {
        Rows database = new Rows(Fixture.fill());
        database.run("drop table oddity");
        database.run("update resident set identity_sealed = null, identity_index = null, identity_mask = null");
        UUID resident = Fixture.id(HERE, "resident", 1);
        database.run("""
                update resident set identity_sealed = '\\x%s', identity_index = '\\x%s', identity_mask = '%s' where id = '%s'
                """.formatted(
                        HexFormat.of().formatHex(OLD_KEYS.seal(NUMBER, resident)),
                        HexFormat.of().formatHex(OLD_KEYS.index(NUMBER)),
                        IdentityNumbers.mask(NUMBER),
                        resident));
        for (String webhook : database.rows("select id from webhook"))
            database.run("update webhook set secret = '%s' where id = '%s'".formatted(secret(webhook), webhook));
        // What happened has its number, since two months in part; the last of it is numbered only where it comes.
        database.run("""
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
        // The content of one was lost, and that of another spoilt.
        for (int n : List.of(1, 2, 3, 4)) {
            byte[] bytes = ("content of " + n).getBytes(StandardCharsets.UTF_8);
            Path file = Files.write(folder.resolve("incoming" + n), n == 3 ? new byte[bytes.length] : bytes);
            database.run("""
                    update file set status = 'STORED', size = %d, digest = '%s' where id = '%s'
                    """.formatted(bytes.length, digest(bytes), Fixture.id(HERE, "file", n)));
            if (n != 2) storage("left").put(content(n), file);
        }
        return database;
    }

    private static String secret(String webhook) {
        UUID id = UUID.fromString(webhook);
        byte[] context = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getEncoder().encodeToString(OLD_KEYS.sealer().seal("whsec_" + webhook, context));
    }

    private static String content(int file) throws Exception {
        return Storage.key(
                HERE.id(),
                Fixture.id(HERE, "file", file),
                digest(("content of " + file).getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static Storage storage(String name) throws IOException {
        return new FolderStorage(folder.resolve(name));
    }

    private static Rows empty() throws SQLException {
        Database database = Postgres.shared().freshDatabase("archive_came");
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        return new Rows(database);
    }

    private static IdentityNumbers keys(String name, int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return new IdentityNumbers(
                new AesGcm(),
                new SealingKeys(
                        name, Map.of(name, new SecretKeySpec(key, "AES")), new SecretKeySpec(key, "HmacSHA256")));
    }
}
