package org.linli.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Postgres;

/** What the database itself promises to a server that forgets. */
class RowLevelSecurityTest {
    private static Database database;
    private Connection app;

    @BeforeAll
    static void migrate() {
        database = TwoDistricts.on(Postgres.shared());
    }

    @BeforeEach
    void connect() throws SQLException {
        app = database.connectAsApp();
        app.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws SQLException {
        app.rollback();
        app.close();
    }

    @Test
    void withoutADistrictEveryReadIsAnError() {
        assertThatThrownBy(() -> strings("select text from note")).hasMessageContaining("linli.district");
    }

    @Test
    void inADistrictOnlyItsRowsAreThere() throws SQLException {
        enter(TwoDistricts.PINGCHENG);
        assertThat(strings("select text from note")).containsExactly("of 140213");
        assertThat(strings("select text from note where district_id = '%s'".formatted(TwoDistricts.SAMPLE)))
                .isEmpty();
    }

    @Test
    void theDistrictEndsWithTheTransaction() throws SQLException {
        enter(TwoDistricts.PINGCHENG);
        app.commit();
        assertThatThrownBy(() -> strings("select text from note")).hasMessageContaining("invalid input syntax");
    }

    @Test
    void aRowOfAnotherDistrictCannotBeWritten() throws SQLException {
        enter(TwoDistricts.PINGCHENG);
        assertThatThrownBy(() -> strings("insert into note (district_id, text) values ('%s', 'x') returning text"
                        .formatted(TwoDistricts.SAMPLE)))
                .hasMessageContaining("row-level security");
    }

    @Test
    void aRowCannotMoveToAnotherDistrict() throws SQLException {
        enter(TwoDistricts.PINGCHENG);
        assertThatThrownBy(() ->
                        strings("update note set district_id = '%s' returning text".formatted(TwoDistricts.SAMPLE)))
                .hasMessageContaining("row-level security");
    }

    @Test
    void noDistrictEntersNone() throws SQLException {
        assertThat(strings("select enter_district(null)::text")).containsExactly("false");
        assertThatThrownBy(() -> strings("select text from note")).hasMessageContaining("linli.district");
    }

    @Test
    void theServersRoleOwnsNothingAndBypassesNothing() throws SQLException {
        assertThat(strings("select rolname from pg_roles where rolname = current_user and (rolbypassrls or rolsuper)"))
                .isEmpty();
        assertThat(strings("select relname from pg_class where relowner = current_user::regrole"))
                .isEmpty();
        assertThatThrownBy(() -> strings("alter table note disable row level security"))
                .hasMessageContaining("must be owner");
    }

    @Test
    void theServersRoleCannotChangeTheRegistry() throws SQLException {
        assertThatThrownBy(() -> strings("delete from district")).hasMessageContaining("permission denied");
        app.rollback();
        enter(TwoDistricts.PINGCHENG);
        assertThatThrownBy(() -> strings("update district set state = 'SUSPENDED' returning code"))
                .hasMessageContaining("on the platform only");
    }

    @Test
    void chineseNamesSortByPinyin() throws SQLException {
        assertThat(strings("select n from unnest(array['张三', '白芷', '李四', '阿宝']) n order by n collate pinyin"))
                .containsExactly("阿宝", "白芷", "李四", "张三");
    }

    private void enter(UUID district) throws SQLException {
        strings("select enter_district('%s')::text".formatted(district));
    }

    private List<String> strings(String sql) throws SQLException {
        try (var statement = app.createStatement()) {
            var values = new ArrayList<String>();
            if (statement.execute(sql)) {
                var rows = statement.getResultSet();
                while (rows.next()) values.add(rows.getString(1));
            }
            return values;
        }
    }
}
