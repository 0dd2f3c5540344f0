package org.linli.territory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Street 1 has community A with grids 1 and 2 and community B with grid 3; street 2 has community C with grid 4. */
class TerritoryTest {
    private static final Database DATABASE = Postgres.shared().freshDatabase("territory");

    private final UUID district = UUID.randomUUID();
    private final UUID worker = UUID.randomUUID();
    private SingleConnectionDataSource connection;
    private JdbcClient client;

    @BeforeAll
    static void migrate() {
        Migrations.migrate(
                DATABASE.jdbcUrl(),
                DATABASE.migrator().user(),
                DATABASE.migrator().password());
    }

    @BeforeEach
    void enterANewDistrict() throws SQLException {
        connection = new SingleConnectionDataSource(DATABASE.connectAsApp(), true);
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

    @AfterEach
    void leave() {
        connection.destroy();
    }

    @Test
    void aCommunityMayHaveNoKnownStreet() {
        run("insert into community (district_id, code, name) values (:district, 'D', '文兴')");
        assertThat(texts("select code from community where district_id = :district and street_id is null"))
                .containsExactly("D");
    }

    @Test
    void aCodeNamesOneStreetOfADistrict() {
        refuses(
                "street_code_unique",
                () -> run("insert into street (district_id, code, name) values (:district, '1', '三街')"));
    }

    @Test
    void anotherDistrictsStreetIsNoParent() {
        @Nullable
        String street = texts("select id from street where district_id = :district and code = '1'")
                .getFirst();
        UUID other = UUID.randomUUID();
        client.sql("set linli.district = '%s'".formatted(other)).update();
        refuses(
                "community_street_fk",
                () -> client.sql(
                                "insert into community (district_id, street_id, code, name) values (?, ?::uuid, 'X', '社区')")
                        .params(other, street)
                        .update());
    }

    @Test
    void aGridDoesNotSucceedItself() {
        refuses("grid_succession_moves_on", () -> succeed("1", "1"));
    }

    @Test
    void aDutyHasOneTerritory() {
        refuses("duty_one_territory", () -> run("""
            insert into duty (district_id, subject, person_name, role, community_id, grid_id, valid_from)
            select district_id, :worker, '示例', 'GRID_WORKER', community_id, id, '2024-01-01'
              from grid where district_id = :district
            """));
    }

    @Test
    void aDutyLastsADayAtLeast() {
        refuses("duty_half_open", () -> run("""
            insert into duty (district_id, subject, person_name, role, valid_from, valid_to)
            values (:district, :worker, '示例', 'STREET_OFFICER', '2024-01-01', '2024-01-01')
            """));
    }

    @Test
    void aDutyOpensTheGridsOfItsTerritory() {
        duty("GRID_WORKER", "grid", "1");
        duty("COMMUNITY_WORKER", "community", "A");
        duty("STREET_OFFICER", "street", "1");
        run("""
            insert into duty (district_id, subject, person_name, role, valid_from, valid_to)
            values (:district, :worker, '示例', 'STREET_OFFICER', '2024-01-01', '2024-02-01')
            """);
        assertThat(standing())
                .containsExactlyInAnyOrder(
                        "GRID_WORKER 1 2024-01-01 null",
                        "COMMUNITY_WORKER 12 2024-01-01 null",
                        "STREET_OFFICER 123 2024-01-01 null",
                        "STREET_OFFICER 1234 2024-01-01 2024-02-01");
    }

    @Test
    void aDutyOpensAllThatItsGridsCameFrom() {
        succeed("4", "3");
        succeed("3", "2");
        duty("GRID_WORKER", "grid", "2");
        assertThat(standing()).containsExactly("GRID_WORKER 234 2024-01-01 null");
    }

    @Test
    void anotherAccountsDutyOpensNothing() {
        duty("GRID_WORKER", "grid", "1");
        run("update duty set subject = gen_random_uuid() where district_id = :district");
        assertThat(standing()).isEmpty();
    }

    private void succeed(String predecessor, String successor) {
        run("""
            insert into grid_succession (district_id, predecessor_id, successor_id)
            select p.district_id, p.id, s.id from grid p join grid s on s.district_id = p.district_id
             where p.district_id = :district and p.code = '%s' and s.code = '%s'
            """.formatted(predecessor, successor));
    }

    private void duty(String role, String level, String code) {
        run("""
            insert into duty (district_id, subject, person_name, role, %2$s_id, valid_from)
            select district_id, :worker, '示例', '%1$s', id, '2024-01-01'
              from %2$s where district_id = :district and code = '%3$s'
            """.formatted(role, level, code));
    }

    /** Role, codes of the grids, and days of each duty of the worker. */
    private List<@Nullable String> standing() {
        return texts("""
            select concat_ws(' ', d.role,
                             (select string_agg(g.code, '' order by g.code) from grid g
                               where g.district_id = :district and g.id = any(d.grids)),
                             d.valid_from, coalesce(d.valid_to::text, 'null'))
              from (%s) d
            """.formatted(file("/standing/duty.sql").replace(":subject", ":worker")));
    }

    private void run(String sql) {
        client.sql(sql).param("district", district).param("worker", worker).update();
    }

    private List<@Nullable String> texts(String sql) {
        return client.sql(sql)
                .param("district", district)
                .param("worker", worker)
                .query(String.class)
                .list();
    }

    private static void refuses(String constraint, ThrowingCallable statement) {
        assertThatThrownBy(statement)
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining(constraint);
    }

    private static String file(String name) {
        try (InputStream file = Objects.requireNonNull(TerritoryTest.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
