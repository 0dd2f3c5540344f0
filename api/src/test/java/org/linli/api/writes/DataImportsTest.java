package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.imports.Templates;
import tools.jackson.databind.JsonNode;

/** Files that bring a district's data in. */
class DataImportsTest {
    private final Writes writes = new Writes();
    private final Bringing bringing = new Bringing(writes);

    @AfterEach
    void close() throws Exception {
        bringing.close();
        writes.close();
    }

    /** The template with its sample row is a file that can be brought in, once. */
    @Test
    void theTemplateAsItIsCanBeBroughtIn() {
        byte[] template = Templates.named("all.xlsx").orElseThrow().content();
        String all = "STREET, COMMUNITY, COMPOUND, GRID, DUTY, RESIDENT, MERCHANT";
        String id = bringing.checked(bringing.both(), all, "XLSX", template);
        JsonNode checked = bringing.seen(bringing.both(), id);
        assertThat(bringing.faults(bringing.both(), id)).isEmpty();
        assertThat(checked.path("status").asString()).isEqualTo("CHECKED");
        assertThat(checked.path("rowCount").intValue()).isEqualTo(7);
        assertThat(checked.path("addedCount").intValue()).isEqualTo(7);
        assertThat(writes.rows("select count(*)::text from street where code = 'YB-01'"))
                .containsExactly("0");
        bringing.run(bringing.both(), id, false);
        JsonNode done = bringing.seen(bringing.both(), id);
        assertThat(done.path("status").asString()).isEqualTo("DONE");
        assertThat(done.path("addedCount").intValue()).isEqualTo(7);
        assertThat(writes.rows("""
                select s.code || ' ' || c.code || ' ' || x.code || ' ' || g.code || ' ' || g.status || ' ' || r.register_code || ' ' || m.code || ' ' || d.status
                  from grid g
                  join community c on c.id = g.community_id
                  join street s on s.id = c.street_id
                  join compound_grid k on k.grid_id = g.id
                  join compound x on x.id = k.compound_id
                  join resident r on r.grid_id = g.id and r.compound_id = x.id
                  join merchant m on m.grid_id = g.id
                  join duty d on d.grid_id = g.id
                 where g.code = 'YB-01-01-G1'
                """))
                .containsExactly("YB-01 YB-01-01 YB-01-01-X1 YB-01-01-G1 ACTIVE YB-R-0001 YB-M-0001 PROPOSED");

        String again = bringing.checked(bringing.both(), all, "XLSX", template);
        bringing.run(bringing.both(), again, false);
        assertThat(bringing.seen(bringing.both(), again).path("knownCount").intValue())
                .isEqualTo(7);
        assertThat(bringing.seen(bringing.both(), again).path("addedCount").intValue())
                .isZero();
    }
}
