package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.OPERATOR;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.tenancy.identity.Platform;
import tools.jackson.databind.JsonNode;

/** What operators ask for in the life of a district; nobody works it off here. */
class DistrictLifeTest {
    private static final String ITSELF = "district: \"district_" + Platform.ID + "\"";

    private final String here = "district: \"" + node(HERE) + "\"";
    private final Writes writes = Writes.ofPlatform();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void oneArchiveIsMadeAtATimeAndItsKeyIsToldOnce() {
        JsonNode begun = writes.done(
                OPERATOR,
                "exportDistrict(" + here + ")",
                "... on ExportBegun { key archive { status part rows district { state archives { nodes { status } } } } }",
                "once");
        assertThat(begun.path("archive").toString())
                .isEqualTo(
                        "{\"status\":\"REQUESTED\",\"part\":null,\"rows\":\"0\",\"district\":{\"state\":\"ACTIVE\",\"archives\":{\"nodes\":[{\"status\":\"REQUESTED\"}]}}}");
        String key = begun.path("key").asString();
        assertThat(key).hasSize(43);
        assertThat(writes.done(
                                OPERATOR,
                                "exportDistrict(" + here + ")",
                                "... on ExportBegun { key archive { status part rows district { state archives { nodes { status } } } } }",
                                "once")
                        .path("key")
                        .asString())
                .isEqualTo(key);
        for (String table : writes.rows(
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"))
            assertThat(writes.rows("select 1 from " + table + " t where t::text like '%" + key + "%'"))
                    .as(table)
                    .isEmpty();
        writes.refused(OPERATOR, "EXPORT_GOES_ON", "exportDistrict(" + here + ")");
        writes.refused(OPERATOR, "NOT_FOUND", "exportDistrict(" + ITSELF + ")");
        writes.sql("delete from archive; update district set state = 'OPENING' where id = :district");
        writes.refused(OPERATOR, "DISTRICT_NOT_OPEN", "exportDistrict(" + here + ")");
    }
}
