package org.linli.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linli.territory.Neighbourhood;

/** One record of everything in grid 1, so that every figure of street 1 is one. */
class FigureTest {
    private Neighbourhood here;

    @BeforeEach
    void enter() throws SQLException {
        here = new Neighbourhood();
        here.run("""
                insert into resident (district_id, community_id, grid_id, name, dwelling_relation)
                select district_id, community_id, id, '示例居民', 'PERMANENT' from grid where district_id = :district and code = '1'
                """);
        here.run("""
                insert into merchant (district_id, code, name, category, address, contact_name, contact_phone, community_id,
                                      grid_id, status, signed_on)
                select district_id, 'M1', '示例面馆', 'DINING', '示例路1号', '示例店主', '11100000001', community_id, id, 'ACTIVE',
                       '2024-03-01'
                  from grid where district_id = :district and code = '1'
                """);
        // Visited twice, and still one merchant.
        here.run("""
                insert into merchant_visit (district_id, merchant_id, grid_id, visited_on, visitor_name)
                select m.district_id, m.id, m.grid_id, day, '示例走访员'
                  from merchant m cross join (values (date '2024-02-01'), ('2024-02-02')) v(day)
                 where m.district_id = :district
                """);
        here.run("""
                insert into merchant_service (district_id, merchant_id, title, points_price, stock, valid_from, status)
                select district_id, id, '示例服务', 50, 5, '2024-03-01', 'ONLINE' from merchant where district_id = :district
                """);
        here.run("""
                insert into activity (district_id, kind, title, street_id, community_id, grid_id, host, venue, starts_at,
                                      ends_at, status, published_at)
                select g.district_id, 'SELF_GOVERNANCE', '示例议事会', c.street_id, c.id, g.id, '示例社区', '活动室',
                       '2024-10-01 08:00Z', '2024-10-01 10:00Z', 'ENDED', '2024-09-01 08:00Z'
                  from grid g join community c on c.district_id = g.district_id and c.id = g.community_id
                 where g.district_id = :district and g.code = '1'
                """);
        here.run("""
                insert into course (district_id, community_id, title, field, host, pricing, audience, status, published_at)
                select district_id, id, '示例课程', 'ART', 'LEAGUE', 'FREE', 'YOUTH', 'ENROLLING', now()
                  from community where district_id = :district and code = 'A'
                """);
        here.run("""
                insert into rule_set (district_id, code, title, street_id)
                select district_id, 'R1', '示例制度', id from street where district_id = :district and code = '1'
                """);
        here.run("""
                insert into unit (district_id, code, name, kind, street_id, contact_name, contact_phone)
                select district_id, 'U1', '示例单位', 'ENTERPRISE', id, '示例联络人', '11100000001'
                  from street where district_id = :district and code = '1'
                """);
        here.run("""
                insert into volunteer (district_id, name, community_id, joined_on)
                select district_id, name, id, '2024-02-01' from community where district_id = :district and code in ('A', 'C')
                """);
        // The volunteer of C takes part too, and is no serving member.
        here.run("""
                insert into serving_member (district_id, volunteer_id, unit_id, community_id, status, registered_on)
                select v.district_id, v.id, u.id, v.community_id, 'ACTIVE', '2024-02-01'
                  from volunteer v join unit u on u.district_id = v.district_id
                 where v.district_id = :district and v.name = '社区A'
                """);
        here.run("""
                insert into project (district_id, code, title, kind, starts_on)
                select :district, kind, kind, kind::project_kind, '2024-06-01' from unnest(array['LEAGUE', 'TEACHING']) kind
                """);
        here.run("""
                insert into project_unit (district_id, project_id, unit_id)
                select p.district_id, p.id, u.id from project p join unit u on u.district_id = p.district_id
                 where p.district_id = :district
                """);
        here.run("""
                insert into participation (district_id, project_id, volunteer_id, joined_on)
                select p.district_id, p.id, v.id, '2024-06-01'
                  from project p join volunteer v on v.district_id = p.district_id
                 where p.district_id = :district
                """);
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RESIDENTS_REGISTERED       | update resident set status = 'MOVED_OUT'",
                "SELF_GOVERNANCE_ACTIVITIES | update activity set status = 'CANCELLED'",
                "COURSES                    | update course set status = 'CANCELLED'",
                "MERCHANTS_VISITED          | delete from merchant_visit",
                "MERCHANTS_SIGNED           | update merchant set status = 'VISITED', signed_on = null",
                "MERCHANTS_WITH_SERVICES    | update merchant_service set status = 'OFFLINE'",
                "POINTS_SERVICES            | update merchant_service set status = 'PAUSED'",
                "RULE_SETS                  | delete from rule_set",
                "LEAGUE_UNITS               | delete from project_unit",
                "LEAGUE_MEMBERS             | delete from participation",
                "TEACHING_MEMBERS           | update project set kind = 'OTHER'"
            })
    void aFigureFollowsItsRecords(String key, String change) {
        assertThat(figures("Street", "1")).contains(key + " 1");
        here.run(change + " where district_id = :district");
        assertThat(figures("Street", "1")).contains(key + " 0");
    }

    @Test
    void aTerritoryCountsItsOwnRecords() {
        assertThat(figures("Street", "2")).hasSize(11).allMatch(figure -> figure.endsWith(" 0"));
        assertThat(figures("Community", "A")).hasSize(7).allMatch(figure -> figure.endsWith(" 1"));
        assertThat(figures("Community", "B")).hasSize(7).allMatch(figure -> figure.endsWith(" 0"));
        assertThat(figures("Grid", "1")).hasSize(6).allMatch(figure -> figure.endsWith(" 1"));
        assertThat(figures("Grid", "2")).hasSize(6).allMatch(figure -> figure.endsWith(" 0"));
    }

    @Test
    void guestsReadTheFiguresOfStreets() {
        assertThat(here.texts(
                        "select distinct territory_type from (%s) f".formatted(Neighbourhood.rows("figure", false))))
                .containsExactly("Street");
    }

    private List<@Nullable String> figures(String type, String code) {
        return here.texts("""
                select key || ' ' || value
                  from (%s) f
                 where territory_id = (select id from %s where district_id = :district and code = '%s')
                """.formatted(Neighbourhood.rows("figure", true), type, code));
    }
}
