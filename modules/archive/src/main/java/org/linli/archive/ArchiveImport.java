package org.linli.archive;

import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.files.Storage;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.provisioning.Membership;
import org.linli.tenancy.sealing.IdentityNumbers;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the district of an archive into an installation that does not have it: all of it, or nothing. It comes suspended, so that nobody is
 * served before an operator has looked at it. It blocks, and works as the role that owns the tables: the server's own may write neither the
 * registry nor the order of the log.
 */
public final class ArchiveImport {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROWS_AT_ONCE = 500;

    private static final String SCHEMA = """
            select h.version from flyway_schema_history h where h.version is not null order by h.version::numeric desc limit 1
            """;

    private static final String TAKEN =
            "select exists (select from district d where d.id = ? or d.code = ? or d.kc_org_id = ?)";

    private static final String COLUMNS = """
            select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
              from pg_attribute a
             where a.attrelid = to_regclass(quote_ident(?)) and a.attnum > 0 and not a.attisdropped
            """;

    /** Months of which a new installation has no partition yet. */
    private static final String PARTITIONS = """
            select keep_partitions('feed', day)
              from (select distinct date_trunc('month', a.numbered_at at time zone 'UTC')::date as day from arriving a) months
             order by day
            """;

    /** Here no directory has followed yet. */
    private static final String UNSETTLED =
            "update role_grant set settled_at = null where district_id = ? and status = 'GIVEN'";

    /** Groups first, and nobody logs in while it is suspended; then the staff, of whom those who were invited are looked for or made. */
    private static final String STAFF = """
            with here(district_id) as (select ?::uuid)
            insert into job (district_id, kind, payload)
            select h.district_id, 'compare-organization-at-once', json_build_object() from here h
            union all
            select m.district_id, 'staff-account', json_build_object('member', m.id)
              from staff_member m
              join here h using (district_id)
             where m.status <> 'FAILED'
            on conflict do nothing
            """;

    private final DatabaseSettings migrator;
    private final Storage storage;
    private final IdentityNumbers numbers;

    /** The district that came, and the digest of its archive. */
    public record Brought(String code, String name, String digest) {}

    /** @param migrator the database, as the role that owns its tables */
    public ArchiveImport(DatabaseSettings migrator, Storage storage, IdentityNumbers numbers) {
        this.migrator = migrator;
        this.storage = storage;
        this.numbers = numbers;
    }

    /**
     * @param place a folder, a zip of it, or that zip sealed for the district
     * @param key of the archive; of a sealed one, that of the district
     * @param digest that the platform told of the archive; a sealed one needs it, since anybody can seal something for a district
     * @param organization of the district in this installation's Keycloak, if it is another one than where the archive comes from
     * @throws ArchiveRefused and nothing was changed
     */
    public Brought read(Path place, String key, @Nullable String digest, @Nullable UUID organization)
            throws IOException, SQLException {
        if (!SealedArchive.is(place)) return read(place, ArchiveKey.of(key), digest, organization);
        if (digest == null)
            throw new ArchiveRefused(
                    "Anybody can seal an archive. Give the digest that the platform told of it, as --digest=SHA-256."
                            + " 任何人都可以封装归档,请用 --digest=SHA-256 给出平台告知的摘要。");
        Path zip = storage.incoming();
        try {
            return read(zip, SealedArchive.open(place, zip, ReceiverKey.of(key)), digest, organization);
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    /**
     * @param place a folder, or a zip of it
     * @param digest that it has to have, if anybody told one
     * @param organization of the district in this installation's Keycloak, if it is another one than where the archive comes from
     * @throws ArchiveRefused and nothing was changed
     */
    public Brought read(Path place, ArchiveKey key, @Nullable String digest, @Nullable UUID organization)
            throws IOException, SQLException {
        try (Archive archive = Archive.open(place, key, digest);
                Connection connection = migrator.connect()) {
            connection.setAutoCommit(false);
            Manifest manifest = archive.manifest();
            fits(connection, manifest);
            ObjectNode registered = registered(archive, organization);
            vacant(connection, manifest, registered);
            UUID district = manifest.district().id();
            List<String> stored = new ArrayList<>();
            try {
                rows(connection, archive, registered, new SealedColumns(numbers, key));
                for (Manifest.File file : manifest.files()) store(archive, file, district, stored);
                revive(connection, district);
                connection.commit();
            } catch (IOException | SQLException | RuntimeException failure) {
                connection.rollback();
                for (String content : stored) storage.delete(content);
                throw failure;
            }
            return new Brought(manifest.district().code(), manifest.district().name(), archive.digest());
        }
    }

    private static void fits(Connection connection, Manifest manifest) throws SQLException {
        String schema = text(connection, SCHEMA);
        if (!schema.equals(manifest.schema()))
            throw new ArchiveRefused(
                    "The archive has the schema %s and this database %s. Import it with the build that fits, and migrate then."
                            .formatted(manifest.schema(), schema));
        List<String> here = new ArrayList<>(DistrictTables.travelling(connection));
        here.add(DistrictTables.REGISTRY);
        List<String> there =
                manifest.tables().stream().map(Manifest.Table::table).toList();
        if (there.size() != here.size() || !here.containsAll(there))
            throw new ArchiveRefused("The archive has not the tables of this database.");
    }

    private static ObjectNode registered(Archive archive, @Nullable UUID organization) throws IOException {
        Manifest.Table registry = archive.manifest().tables().stream()
                .filter(table -> table.table().equals(DistrictTables.REGISTRY))
                .findAny()
                .orElseThrow();
        if (registry.rows() != 1)
            throw new ArchiveRefused("%1$s has not one row. %1$s 应当只有一行。".formatted(registry.path()));
        Manifest.District district = archive.manifest().district();
        if (!(JSON.readTree(Files.readString(archive.path(registry))) instanceof ObjectNode row)
                || !row.path("id").asString("").equals(district.id().toString())
                || !row.path("code").asString("").equals(district.code())) throw foreign(registry, 1);
        row.put("state", "SUSPENDED");
        // It arrives here, wherever it lived and whatever was done with it meanwhile.
        row.put("cell", Statements.HOME);
        for (String underway : List.of("held_at", "frozen_at", "void_since")) row.putNull(underway);
        if (organization != null) row.put("kc_org_id", organization.toString());
        if (!row.path("kc_org_id").isString())
            throw new ArchiveRefused("The district had no organization in Keycloak. Say which one it has here.");
        return row;
    }

    private static void vacant(Connection connection, Manifest manifest, ObjectNode registered) throws SQLException {
        try (PreparedStatement taken = connection.prepareStatement(TAKEN)) {
            taken.setObject(1, manifest.district().id());
            taken.setString(2, manifest.district().code());
            taken.setObject(3, UUID.fromString(registered.path("kc_org_id").asString()));
            ResultSet answer = taken.executeQuery();
            answer.next();
            if (answer.getBoolean(1))
                throw new ArchiveRefused("There is a district here that has the id, code or organization of %s %s."
                        .formatted(
                                manifest.district().code(), manifest.district().name()));
        }
    }

    private static ArchiveRefused foreign(Manifest.Table table, long line) {
        return new ArchiveRefused(
                "%1$s has a row of another district in line %2$d. %1$s 第 %2$d 行不属于该区县。".formatted(table.path(), line));
    }

    private static void rows(Connection connection, Archive archive, ObjectNode registered, SealedColumns sealed)
            throws IOException, SQLException {
        UUID district = archive.manifest().district().id();
        Map<String, Manifest.Table> tables = new HashMap<>();
        archive.manifest().tables().forEach(table -> tables.put(table.table(), table));
        insert(
                connection,
                Objects.requireNonNull(tables.get(DistrictTables.REGISTRY)),
                "id",
                district,
                List.of(registered.toString()).iterator());
        for (String name : DistrictTables.travelling(connection)) {
            Manifest.Table table = tables.get(name);
            if (table == null) throw new IllegalStateException(name);
            try (BufferedReader lines = Files.newBufferedReader(archive.path(table), StandardCharsets.UTF_8)) {
                insert(
                        connection,
                        table,
                        DistrictTables.whose(name),
                        district,
                        lines.lines().map(row -> sealed.coming(name, row)).iterator());
            }
        }
    }

    /** Has the directory of accounts of this installation follow what the rows say, as soon as a server is there that reaches it. */
    private static void revive(Connection connection, UUID district) throws SQLException {
        String accounts = DistrictTables.accounts(connection).stream()
                .map(column -> "select %s from %s join here using (district_id)"
                        .formatted(column, column.substring(0, column.indexOf('.'))))
                .collect(joining(" union "));
        // All others whom rows name: whether they have a part in the district is found out then.
        String members = """
            with here(district_id) as (select ?::uuid)
            insert into job (district_id, kind, payload)
            select h.district_id, '%s', json_build_object('subject', a.subject)
              from here h
             cross join (%s) a(subject)
             where a.subject is not null
               and not exists (select from staff_member m
                                 join role_grant g on g.district_id = m.district_id and g.member_id = m.id
                                where m.district_id = h.district_id and m.subject = a.subject and g.status = 'GIVEN')
            on conflict do nothing
            """.formatted(Membership.NAME, accounts);
        for (String sql : List.of(UNSETTLED, STAFF, members))
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, district);
                statement.executeUpdate();
            }
    }

    /**
     * All rows of a table in one statement: a table may refer to itself, and PostgreSQL looks at the end of the statement. The columns are named,
     * since what is read may stand in another order here.
     *
     * @param whose the column by which they belong to the district
     */
    private static void insert(
            Connection connection, Manifest.Table table, String whose, UUID district, Iterator<String> rows)
            throws SQLException {
        String name = table.table();
        String columns = columns(connection, name);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    create temp table arriving on commit drop as select t.*, 0::bigint as of_line from "%s" t with no data
                    """.formatted(name));
            stage(connection, table, columns, rows);
            ofDistrict(connection, table, whose, district);
            if (name.equals("feed")) statement.execute(PARTITIONS);
            statement.execute("insert into \"%1$s\" (%2$s) select %2$s from arriving".formatted(name, columns));
            statement.execute("drop table arriving");
        }
    }

    /** Each row with the line in which it stands. */
    private static void stage(Connection connection, Manifest.Table table, String columns, Iterator<String> rows)
            throws SQLException {
        try (PreparedStatement staging = connection.prepareStatement("""
                insert into arriving (%2$s, of_line)
                select %2$s, ? + r.ordinality from json_populate_recordset(null::"%1$s", ?::json) with ordinality r
                """.formatted(table.table(), columns))) {
            List<String> some = new ArrayList<>();
            long before = 0;
            while (rows.hasNext()) {
                some.add(rows.next());
                if (some.size() < ROWS_AT_ONCE && rows.hasNext()) continue;
                staging.setLong(1, before);
                staging.setString(2, "[" + String.join(",", some) + "]");
                if (staging.executeUpdate() != some.size())
                    throw new ArchiveRefused(
                            "%1$s has not one row in each line. %1$s 并非每行一条记录。".formatted(table.path()));
                before += some.size();
                some.clear();
            }
        }
    }

    /** No policy stops whoever owns the tables. */
    private static void ofDistrict(Connection connection, Manifest.Table table, String whose, UUID district)
            throws SQLException {
        try (PreparedStatement foreign = connection.prepareStatement(
                "select min(a.of_line) from arriving a where a.%s is distinct from ?".formatted(whose))) {
            foreign.setObject(1, district);
            ResultSet first = foreign.executeQuery();
            first.next();
            long line = first.getLong(1);
            if (!first.wasNull()) throw foreign(table, line);
        }
    }

    private static String columns(Connection connection, String table) throws SQLException {
        try (PreparedStatement columns = connection.prepareStatement(COLUMNS)) {
            columns.setString(1, table);
            ResultSet row = columns.executeQuery();
            row.next();
            return row.getString(1);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** What is there already is left alone, lest a failure takes it from another installation that has the same storage. */
    private void store(Archive archive, Manifest.File file, UUID district, List<String> stored) throws IOException {
        String name = Storage.key(district, file.file(), file.sha256());
        if (there(name)) return;
        Path incoming = storage.incoming();
        try {
            Files.copy(archive.path(file), incoming, StandardCopyOption.REPLACE_EXISTING);
            stored.add(name);
            storage.put(name, incoming);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private boolean there(String name) throws IOException {
        try {
            storage.get(name).close();
            return true;
        } catch (NoSuchFileException none) {
            return false;
        }
    }
}
