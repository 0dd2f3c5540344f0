package org.linli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PostgresTest {
    @Test
    void theAppUserMayConnectAndOwnsNothing() throws SQLException {
        var database = Postgres.shared().freshDatabase("rights");
        try (var app = database.connectAsApp()) {
            assertThat(rows(app, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"))
                    .containsExactly("f");
            assertThatThrownBy(() -> rows(app, "create table t (id int)")).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> rows(app, "create temporary table t (id int)"))
                    .hasMessageContaining("permission denied");
        }
        try (var migrator = database.connectAsMigrator()) {
            rows(migrator, "create table t (id int)");
            rows(migrator, "create schema s");
        }
        try (var app = database.connectAsApp()) {
            assertThatThrownBy(() -> rows(app, "select * from t")).hasMessageContaining("permission denied");
        }
    }

    @Test
    void theServerIsTheOneTheApiNeeds() throws SQLException {
        var database = Postgres.shared().freshDatabase("ready");
        try (var migrator = database.connectAsMigrator()) {
            assertThat(rows(migrator, "show server_version_num").getFirst()).startsWith("18");
            assertThat(rows(migrator, "show track_commit_timestamp")).containsExactly("on");
            assertThat(rows(migrator, "select upper('é')")).containsExactly("É");
            rows(migrator, "create collation pinyin (provider = icu, locale = 'zh-u-co-pinyin')");
            assertThat(rows(migrator, "select x from unnest(array['张', '李', '王', '陈']) x order by x collate pinyin"))
                    .containsExactly("陈", "李", "王", "张");
        }
    }

    @Test
    void aCopyHasTheContents() throws SQLException {
        var original = Postgres.shared().freshDatabase("original");
        try (var migrator = original.connectAsMigrator()) {
            rows(migrator, "create table t as select 7 as n");
        }
        var copy = Postgres.shared().copyOf(original);
        try (var migrator = copy.connectAsMigrator()) {
            assertThat(rows(migrator, "select n from t")).containsExactly("7");
        }
    }

    @Test
    void whatIsCommittedOutlivesAKilledServer() throws SQLException {
        try (var postgres = Postgres.throwaway()) {
            var database = postgres.database("linli");
            try (var migrator = database.connectAsMigrator()) {
                rows(migrator, "create table t as select 7 as n");
                postgres.kill();
                assertThatThrownBy(() -> rows(migrator, "select n from t")).isInstanceOf(SQLException.class);
            }
            postgres.start();
            try (var migrator = database.connectAsMigrator()) {
                assertThat(rows(migrator, "select n from t")).containsExactly("7");
            }
        }
    }

    @Test
    void aFrozenServerAnswersNobodyUntilItThaws() throws SQLException {
        try (var postgres = Postgres.throwaway();
                var migrator = postgres.database("linli").connectAsMigrator()) {
            migrator.setNetworkTimeout(Runnable::run, 500);
            postgres.freeze();
            assertThatThrownBy(() -> rows(migrator, "select 1")).isInstanceOf(SQLException.class);
            postgres.thaw();
            try (var another = postgres.database("linli").connectAsMigrator()) {
                assertThat(rows(another, "select 1")).containsExactly("1");
            }
        }
    }

    @Test
    void aPersistentServerKeepsItsData() throws SQLException {
        var folder = Folders.throwaway("persistent");
        var port = Service.freePort();
        try (var postgres = Postgres.persistent(folder, port);
                var migrator = postgres.database("linli").connectAsMigrator()) {
            rows(migrator, "create table t as select 7 as n");
        }
        try (var postgres = Postgres.persistent(folder, port);
                var migrator = postgres.database("linli").connectAsMigrator()) {
            assertThat(rows(migrator, "show fsync")).containsExactly("on");
            assertThat(rows(migrator, "select n from t")).containsExactly("7");
        }
        Service.forget(folder);
    }

    /**
     * Not of containers, so their run leaves it out: there the data lie in a volume, and every process has numbers of its own,
     * so that a stale file can name nobody else's.
     */
    @Test
    @Tag("embedded")
    void aStalePidFileDoesNotMatterAndALivingServerDoes() throws Exception {
        var folder = Folders.throwaway("persistent");
        var port = Service.freePort();
        Postgres.persistent(folder, port).close();
        Files.writeString(
                folder.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");
        try (var postgres = Postgres.persistent(folder, port)) {
            assertThat(postgres.answers()).isTrue();
            assertThatThrownBy(() -> Postgres.persistent(folder, Service.freePort()))
                    .hasMessageContaining("already serves");
        }
        Service.forget(folder);
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                var found = statement.getResultSet();
                while (found.next()) rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
