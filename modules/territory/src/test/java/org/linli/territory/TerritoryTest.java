package org.linli.territory;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerritoryTest {
    private Neighbourhood here;

    @BeforeEach
    void enter() throws SQLException {
        here = new Neighbourhood();
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @Test
    void aCommunityMayHaveNoKnownStreet() {
        here.run("insert into community (district_id, code, name) values (:district, 'D', '文兴')");
        assertThat(here.texts("select code from community where district_id = :district and street_id is null"))
                .containsExactly("D");
    }

    @Test
    void aCodeNamesOneStreetOfADistrict() {
        here.refuses(
                "street_code_unique", "insert into street (district_id, code, name) values (:district, '1', '三街')");
    }

    @Test
    void anotherDistrictsStreetIsNoParent() throws SQLException {
        try (Neighbourhood there = new Neighbourhood()) {
            String street = there.texts("select id from street where district_id = :district and code = '1'")
                    .getFirst();
            here.refuses("community_street_fk", """
                    insert into community (district_id, street_id, code, name) values (:district, '%s', 'D', '社区')
                    """.formatted(street));
        }
    }

    @Test
    void aGridDoesNotSucceedItself() {
        here.refuses("grid_succession_moves_on", succession("1", "1"));
    }

    @Test
    void aDutyHasOneTerritory() {
        here.refuses("duty_one_territory", """
                insert into duty (district_id, subject, person_name, role, community_id, grid_id, valid_from)
                select district_id, :subject, '示例', 'GRID_WORKER', community_id, id, '2024-01-01'
                  from grid where district_id = :district
                """);
    }

    @Test
    void aDutyLastsADayAtLeast() {
        here.refuses("duty_half_open", """
                insert into duty (district_id, subject, person_name, role, valid_from, valid_to)
                values (:district, :subject, '示例', 'STREET_OFFICER', '2024-01-01', '2024-01-01')
                """);
    }

    @Test
    void aDutyOpensTheGridsOfItsTerritory() {
        here.run(duty("GRID_WORKER", "grid", "1"));
        here.run(duty("COMMUNITY_WORKER", "community", "A"));
        here.run(duty("STREET_OFFICER", "street", "1"));
        here.run("""
                insert into duty (district_id, subject, person_name, role, valid_from, valid_to)
                values (:district, :subject, '示例', 'STREET_OFFICER', '2024-01-01', '2024-02-01')
                """);
        assertThat(here.standing("duty"))
                .containsExactlyInAnyOrder(
                        "GRID_WORKER 1 2024-01-01",
                        "COMMUNITY_WORKER 12 2024-01-01",
                        "STREET_OFFICER 123 2024-01-01",
                        "STREET_OFFICER 1234 2024-01-01 2024-02-01");
    }

    @Test
    void aDutyOpensAllThatItsGridsCameFrom() {
        here.run(succession("4", "3"));
        here.run(succession("3", "2"));
        here.run(duty("GRID_WORKER", "grid", "2"));
        assertThat(here.standing("duty")).containsExactly("GRID_WORKER 234 2024-01-01");
    }

    @Test
    void anotherAccountsDutyOpensNothing() {
        here.run(duty("GRID_WORKER", "grid", "1"));
        here.run("update duty set subject = gen_random_uuid() where district_id = :district");
        assertThat(here.standing("duty")).isEmpty();
    }

    private static String succession(String predecessor, String successor) {
        return """
                insert into grid_succession (district_id, predecessor_id, successor_id)
                select p.district_id, p.id, s.id from grid p join grid s on s.district_id = p.district_id
                 where p.district_id = :district and p.code = '%s' and s.code = '%s'
                """.formatted(predecessor, successor);
    }

    private static String duty(String role, String level, String code) {
        return """
                insert into duty (district_id, subject, person_name, role, %2$s_id, valid_from)
                select district_id, :subject, '示例', '%1$s', id, '2024-01-01'
                  from %2$s where district_id = :district and code = '%3$s'
                """.formatted(role, level, code);
    }
}
