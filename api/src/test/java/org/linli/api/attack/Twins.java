package org.linli.api.attack;

import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.EventType;
import org.linli.schema.contract.RowType;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;

/**
 * Two databases with the same rows of {@link Fixture#HERE}; in one of them {@link Fixture#THERE} has no row. Whatever is asked or done
 * here is answered alike by both, to the last count and error, or something of there has come through. Where it has rows, its texts end
 * with {@link #MARK}.
 */
final class Twins {
    /** In every text of the other district that can hold it. */
    static final String MARK = "zq990101";

    private static final Limits WIDE = new Limits(60, 1000, 100, 20_000, 100_000_000_000L, 1_000_000_000L);

    /** What else than texts the fixture numbers, for who holds a role by rows. */
    private static final Map<Role, String> OWN = Map.of(
            Role.RESIDENT, "resident",
            Role.MERCHANT, "merchant",
            Role.UNIT_CONTACT, "unit",
            Role.VOLUNTEER, "volunteer",
            Role.SERVING_MEMBER, "member",
            Role.PROPERTY_MANAGER, "property");

    /** A JSON array in base64. */
    private static final Pattern CURSOR = Pattern.compile("(?<=\")Wy[\\w-]{16,}(?=\")");

    private static @Nullable Twins shared;

    /** Where both districts have rows. */
    final Database place;

    /** Where the other one has none. */
    final Database elsewhere;

    final Served both;
    final Served alone;
    private final Connection ofBoth;
    private final Connection ofAlone;
    private final List<String> tables;
    private final List<String> unmarked = new ArrayList<>();

    /** The one pair of this JVM: what is done to it is done to both. */
    static synchronized Twins shared() {
        try {
            if (shared == null) shared = new Twins();
            return shared;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of one's own, to do what is not done to both. */
    Twins() throws SQLException {
        Contract contract = Contract.load();
        Database first = Fixture.fill();
        place = first;
        Database second = Fixture.fill();
        elsewhere = second;
        ofBoth = first.connectAsMigrator();
        ofAlone = second.connectAsMigrator();
        tables = strings(ofBoth, """
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
                 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1""");
        mark();
        for (Connection database : List.of(ofBoth, ofAlone))
            for (District district : List.of(HERE, THERE)) log(database, district, contract.declarations());
        empty();
        both = new Served(contract, first, WIDE);
        alone = new Served(contract, second, WIDE);
    }

    /** Where both have rows, under a role that no policy binds: what keeps them apart there is what the statements say. */
    Served unguarded(UnaryOperator<String> changed) {
        Database past = new Database(place.host(), place.port(), place.name(), place.migrator(), place.migrator());
        return new Served(both.contract(), past, WIDE, changed);
    }

    /** The operators' contract over one of the two databases. */
    Served platform(Database database) {
        return Served.ofPlatform(database, WIDE);
    }

    /** Tables whose rows are of districts. */
    List<String> tables() {
        return tables;
    }

    /** Columns of texts whose own rules let no mark in. */
    List<String> unmarked() {
        return unmarked;
    }

    /** Something that happened to every row whose type keeps a history, each kind of it at least once where there are rows enough. */
    private void log(Connection database, District district, Declarations declarations) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (RowType type : declarations.types().values()) {
                if (!tables.contains(type.readModel())) continue;
                List<EventType> kinds = declarations.events().values().stream()
                        .filter(event -> event.of().contains(type.name()))
                        .toList();
                for (int n = 0; n < Math.max(1, kinds.size()); n++) {
                    String name = kinds.isEmpty() ? "" : kinds.get(n).constant();
                    String links = kinds.isEmpty() ? "" : links(declarations, kinds.get(n));
                    statement.execute("""
            insert into event (district_id, id, name, subject_type, subject_id, at, reason, payload, street_id, community_id, grid_id)
            select t.district_id, md5('%2$s %4$s' || t.id)::uuid, '%4$s', '%2$s', t.id, '2024-11-05', '%8$s', json_build_object('x', 1%5$s),
                   (select p.id from street p where p.district_id = t.district_id order by p.id limit 1),
                   (select p.id from community p where p.district_id = t.district_id order by p.id limit 1),
                   (select p.id from grid p where p.district_id = t.district_id order by p.id limit 1)
              from (select *, row_number() over (order by id) as n from %3$s where district_id = '%1$s') t
             where t.n %% %7$s = %6$s or t.n = 1
            """.formatted(
                                    district.id(),
                                    type.name(),
                                    type.readModel(),
                                    name,
                                    links,
                                    n,
                                    Math.max(1, kinds.size()),
                                    district.equals(THERE) ? MARK : "示例"));
                }
            }
            statement.execute("""
                    insert into event (district_id, id, name, subject_type, subject_id, at, payload)
                    values ('%1$s', md5('%1$s')::uuid, 'DISTRICT_SEEN', 'District', '%1$s', '2024-11-05', '{}')
                    """.formatted(district.id()));
            statement.execute("""
            insert into feed (district_id, position, event_id, retention_days)
            select e.district_id, row_number() over (order by e.name, e.id), e.id, 90
              from event e
             where e.district_id = '%1$s' and e.id in (select min(f.id::text)::uuid from event f where f.district_id = '%1$s' and f.name not in ('', 'DISTRICT_SEEN') group by f.name, f.subject_type) and e.id not in (select f.event_id from feed f where f.district_id = '%1$s');
            insert into feed_head (district_id, position)
            select '%1$s', count(*) from feed where district_id = '%1$s' on conflict (district_id) do update set position = excluded.position
            """.formatted(district.id()));
        }
    }

    /** What a line names beside its record: any row of the type. */
    private String links(Declarations declarations, EventType event) {
        return event.own()
                .fields(One.class)
                .filter(one -> declarations.types().containsKey(one.target()))
                .filter(one -> tables.contains(declarations.type(one.target()).readModel()))
                .map(one -> ", '%s', (select x.id from %s x where x.district_id = t.district_id order by x.id limit 1)"
                        .formatted(one.by(), declarations.type(one.target()).readModel()))
                .collect(Collectors.joining());
    }

    private void mark() throws SQLException {
        for (String column : strings(ofBoth, """
                select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, null)
                  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                 where c.relname = any('{:tables}') and c.relnamespace = 'public'::regnamespace
                   and a.atttypid in ('text'::regtype, 'text[]'::regtype)
                 order by 1""".replace(":tables", String.join(",", tables)))) {
            String[] parts = column.split("[. ]");
            String marked = parts[2].equals("text")
                    ? "%s || '%s'".formatted(parts[1], MARK)
                    : "(select coalesce(array_agg(x || '%2$s'), '{}') from unnest(%1$s) x)".formatted(parts[1], MARK);
            try (Statement statement = ofBoth.createStatement()) {
                statement.execute("update %s set %s = %s where district_id = '%s'"
                        .formatted(parts[0], parts[1], marked, THERE.id()));
            } catch (SQLException e) {
                unmarked.add(parts[0] + "." + parts[1]);
            }
        }
    }

    /** Table by table, those that others refer to when nothing does any more. */
    private void empty() throws SQLException {
        List<String> left = new ArrayList<>(tables);
        while (!left.isEmpty()) {
            int before = left.size();
            left.removeIf(table -> {
                try (Statement statement = ofAlone.createStatement()) {
                    statement.execute("delete from " + table + " where district_id = '" + THERE.id() + "'");
                    return true;
                } catch (SQLException referred) {
                    return false;
                }
            });
            if (left.size() == before) throw new IllegalStateException("refer to each other: " + left);
        }
    }

    /** A digest of the rows of the other district, by table. */
    Map<String, String> rowsThere() throws SQLException {
        String all = tables.stream()
                .map(table ->
                        "select '%1$s', coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from %1$s t where district_id = '%2$s'"
                                .formatted(table, THERE.id()))
                .collect(Collectors.joining(" union all "));
        Map<String, String> digests = new TreeMap<>();
        try (Statement statement = ofBoth.createStatement();
                ResultSet rows = statement.executeQuery(all)) {
            while (rows.next()) digests.put(rows.getString(1), rows.getString(2));
        }
        return digests;
    }

    /** All of an answer but its statements; what is new in each database by the moment and at random is the same, in cursors as well. */
    static String timeless(Answer answer) {
        return CURSOR.matcher(answer.problems() + answer.told() + answer.data())
                .replaceAll(cursor -> Matcher.quoteReplacement(
                        new String(Base64.getUrlDecoder().decode(cursor.group()), StandardCharsets.UTF_8)))
                .replaceAll(LocalDate.now(ZoneOffset.UTC) + "T[0-9:.]+", "now")
                .replaceAll("/uploads/[\\w-]+", "/uploads/new")
                .replaceAll("\"clientId\":\"\\d{6}-[0-9a-f]{12}\"", "\"clientId\":\"new\"")
                .replaceAll("_(secret|key)\":\"[\\w-]{43}\"", "_$1\":\"new\"")
                .replaceAll("01a[0-9a-f]{5}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "new");
    }

    /** Who may do most in a district: every role, everywhere, and over all records that people have of their own. */
    static Caller omnipotent(District district) {
        Map<Role, Set<UUID>> grids = new EnumMap<>(Role.class);
        Map<Role, Set<UUID>> own = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (role.territorial()) grids.put(role, numbered(district, "grid"));
            if (role.fromRows()) own.put(role, numbered(district, Objects.requireNonNull(OWN.get(role))));
        }
        return new Caller(
                Fixture.id(district, "account", 97), district, "linli-web", EnumSet.allOf(Role.class), grids, own);
    }

    private static Set<UUID> numbered(District district, String kind) {
        return IntStream.rangeClosed(1, 30)
                .mapToObj(n -> Fixture.id(district, kind, n))
                .collect(Collectors.toSet());
    }

    static List<String> strings(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) strings.add(rows.getString(1));
            return strings;
        }
    }
}
