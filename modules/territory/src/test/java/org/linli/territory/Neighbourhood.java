package org.linli.territory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A new district for one test, as the server's role sees it. Street 1 has community A with grids 1 and 2 and community B
 * with grid 3, street 2 has community C with grid 4. In statements {@code :district} is this district and
 * {@code :subject} one account.
 */
public final class Neighbourhood implements AutoCloseable {
    private static @Nullable Database migrated;

    private final UUID district = UUID.randomUUID();
    private final UUID subject = UUID.randomUUID();
    private final SingleConnectionDataSource connection;
    private final JdbcClient client;

    public Neighbourhood() throws SQLException {
        connection = new SingleConnectionDataSource(database().connectAsApp(), true);
        client = JdbcClient.create(connection);
        client.sql("set linli.district = '%s'".formatted(district)).update();
        run("insert into street (district_id, code, name) values (:district, '1', '一街'), (:district, '2', '二街')");
        run("""
            insert into community (district_id, street_id, code, name)
            select s.district_id, s.id, x.code, '社区' || x.code
              from street s join (values ('1', 'A'), ('1', 'B'), ('2', 'C')) x(street, code) on x.street = s.code
             where s.district_id = :district
            """);
        run("""
            insert into grid (district_id, community_id, code, name)
            select c.district_id, c.id, x.code, '网格' || x.code
              from community c
              join (values ('A', '1'), ('A', '2'), ('B', '3'), ('C', '4')) x(community, code) on x.community = c.code
             where c.district_id = :district
            """);
    }

    private static synchronized Database database() {
        if (migrated == null) {
            migrated = Postgres.shared().freshDatabase("neighbourhood");
            Migrations.migrate(
                    migrated.jdbcUrl(),
                    migrated.migrator().user(),
                    migrated.migrator().password());
        }
        return migrated;
    }

    /** Runs a statement that changes something. */
    public void run(String sql) {
        client.sql(sql).param("district", district).param("subject", subject).update();
    }

    /** The first column of all rows. */
    public List<@Nullable String> texts(String sql) {
        return client.sql(sql)
                .param("district", district)
                .param("subject", subject)
                .query(String.class)
                .list();
    }

    /** What the account holds by {@code standing/<name>.sql}, each as {@code ROLE, codes of its grids, from, to}. */
    public List<@Nullable String> standing(String name) {
        return texts("""
            select concat_ws(' ', s.role,
                             (select string_agg(g.code, '' order by g.code) from grid g
                               where g.district_id = :district and g.id = any(s.grids)),
                             s.valid_from, s.valid_to)
              from (%s) s
            """.formatted(resource("/standing/" + name + ".sql")));
    }

    /**
     * The select of {@code read/<name>.sql}, to be read from in a test.
     *
     * @param granted whether it is filled in for somebody with every right, or for somebody with none
     */
    public static String rows(String name, boolean granted) {
        return Pattern.compile("\\brule\\((\\w+)\\)")
                .matcher(resource("/read/" + name + ".sql"))
                .replaceAll(rule -> Matcher.quoteReplacement("(" + resource("/rule/" + rule.group(1) + ".sql") + ")"))
                .replaceAll("\\b(has_role|has_part|sees|is_own)\\([^()]*\\)", String.valueOf(granted))
                .replace(":locale", "'en'");
    }

    /** Asserts that the database refuses the statement, by this constraint. */
    public void refuses(String constraint, String sql) {
        assertThatThrownBy(() -> run(sql))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining(constraint);
    }

    @Override
    public void close() {
        connection.destroy();
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(Neighbourhood.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
