package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.archive.ReceiverKey;
import org.linli.schema.Caller;
import tools.jackson.databind.JsonNode;

/** Who opens the archives of a district is for the district to say, and for its officer only. */
class ArchiveKeyTest {
    private static final String SELECTED = "... on ArchiveKeyIssued { key archiveKey { id } }";

    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void anOfficerIsToldTheKeyOnceAndNobodyKeepsIt() {
        writes.sql("delete from archive_key");
        assertThat(writes.asked("district officer", "{ archiveKey { id } }")
                        .path("archiveKey")
                        .isNull())
                .isTrue();
        JsonNode issued = writes.done("district officer", "issueArchiveKey", SELECTED);
        String key = issued.path("key").asString();
        assertThat(ReceiverKey.of(key).publicText())
                .isEqualTo(writes.rows("select public_key from archive_key").getFirst());
        for (String table : writes.rows(
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"))
            assertThat(writes.rows("select 1 from " + table + " t where t::text like '%" + key + "%'"))
                    .as(table)
                    .isEmpty();
        writes.refused("district officer", "ARCHIVE_KEY_HOLDS", "issueArchiveKey");
        writes.refused("district officer", "ARCHIVE_KEY_HOLDS", "issueArchiveKey(replace: false)");
        JsonNode other = writes.done("district officer", "issueArchiveKey(replace: true)", SELECTED);
        assertThat(other.path("key").asString()).isNotEqualTo(key);
        for (String caller : new String[] {"district officer", "admin"})
            assertThat(writes.asked(caller, "{ archiveKey { id } }")
                            .at("/archiveKey/id")
                            .asString())
                    .isEqualTo(other.at("/archiveKey/id").asString());
    }

    /** It does not lie with the request either, however that is sealed. */
    @Test
    void whoRepeatsTheRequestIsNotToldAgain() {
        writes.sql("delete from archive_key");
        Caller officer = writes.caller("district officer");
        String key = writes.done(officer, "issueArchiveKey", SELECTED, "once")
                .path("key")
                .asString();
        assertThat(writes.kept(officer, "issueArchiveKey", "once"))
                .contains("ArchiveKeyHolds")
                .doesNotContain(key);
        writes.refused(officer, "ARCHIVE_KEY_HOLDS", "issueArchiveKey", "once");
        writes.done(officer, "issueArchiveKey(replace: true)", SELECTED, "another");
    }

    @Test
    void nobodyElseIssuesIt() {
        for (String caller : new String[] {"admin", "auditor", "grid worker", "resident", "guest"})
            writes.fails(caller, "FORBIDDEN", "issueArchiveKey(replace: true)");
    }
}
