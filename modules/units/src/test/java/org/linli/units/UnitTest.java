package org.linli.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.territory.Neighbourhood;

/** A unit of street 1 paired with a compound, and a serving member of it; the account is contact, volunteer and company. */
class UnitTest {
    private Neighbourhood here;

    @BeforeEach
    void enter() throws SQLException {
        here = new Neighbourhood();
        here.run("""
                insert into unit (district_id, code, name, kind, street_id, contact_name, contact_phone, contact_subject)
                select district_id, 'U1', '示例单位', 'ENTERPRISE', id, '示例联络人', '11100000001', :subject
                  from street where district_id = :district and code = '1'
                """);
        here.run("""
                insert into compound (district_id, community_id, code, name)
                select district_id, id, 'X1', '示例小区' from community where district_id = :district and code = 'A'
                """);
        here.run(pairing("PAIRED"));
        here.run("""
                insert into volunteer (district_id, name, community_id, joined_on, subject)
                select district_id, '示例志愿者', id, '2024-02-01', :subject
                  from community where district_id = :district and code = 'A'
                """);
        here.run("""
                insert into serving_member (district_id, volunteer_id, unit_id, community_id, status, registered_on)
                select v.district_id, v.id, u.id, v.community_id, 'ACTIVE', '2024-02-01'
                  from volunteer v join unit u on u.district_id = v.district_id
                 where v.district_id = :district
                """);
        here.run("""
                insert into property_company (district_id, code, name, contact_name, contact_phone, contact_subject)
                values (:district, 'P1', '示例物业', '示例经理', '11100000002', :subject)
                """);
        here.run(runs("2024-01-01"));
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @Test
    void aUnitAndACompoundArePairedOnceAtATime() {
        here.refuses("pairing_once_at_a_time", pairing("RENEWED"));
        here.run("update pairing set status = 'ENDED', ended_on = '2025-03-01' where district_id = :district");
        here.run(pairing("PAIRED"));
    }

    @ParameterizedTest
    @CsvSource({
        "pairing_paired_has_day, paired_on = null",
        "pairing_half_open, 'status = ''ENDED'', ended_on = paired_on'",
        "pairing_ended_has_day, status = 'ENDED'",
        "pairing_ended_has_day, ended_on = '2025-01-01'"
    })
    void aPairingRefuses(String constraint, String change) {
        here.refuses(constraint, "update pairing set " + change + " where district_id = :district");
    }

    @Test
    void aVolunteerIsOneServingMember() {
        here.refuses("serving_member_volunteer_unique", """
                insert into serving_member (district_id, volunteer_id, unit_id, community_id, registered_on)
                select district_id, volunteer_id, unit_id, community_id, '2024-03-01'
                  from serving_member where district_id = :district
                """);
    }

    @Test
    void oneCompanyRunsACompoundAtATime() {
        here.refuses("compound_property_one_now", runs("2024-06-01"));
        here.run("update compound_property set valid_to = '2024-06-01' where district_id = :district");
        here.run(runs("2024-06-01"));
    }

    @Test
    void editionsOfRulesCountUp() {
        here.run("""
                insert into rule_set (district_id, code, title, street_id)
                select district_id, 'R1', '示例制度', id from street where district_id = :district and code = '1'
                """);
        here.run(edition(1));
        here.refuses("rule_edition_number_unique", edition(1));
        here.refuses("rule_edition_counts_from_one", edition(0));
        here.run(edition(2));
    }

    @Test
    void anotherDistrictsCompoundIsNotPaired() throws SQLException {
        try (Neighbourhood there = new Neighbourhood()) {
            there.run("""
                    insert into compound (district_id, community_id, code, name)
                    select district_id, id, 'X2', '示例小区' from community where district_id = :district and code = 'A'
                    """);
            String compound = there.texts("select id from compound where district_id = :district")
                    .getFirst();
            here.refuses(
                    "pairing_compound_fk",
                    "update pairing set compound_id = '%s' where district_id = :district".formatted(compound));
        }
    }

    @Test
    void theAccountIsAllThatItsRowsSay() {
        assertThat(here.standing("unit")).containsExactly("UNIT_CONTACT");
        assertThat(here.standing("volunteer")).containsExactly("VOLUNTEER");
        assertThat(here.standing("serving_member")).containsExactly("SERVING_MEMBER");
        assertThat(here.standing("property_company")).containsExactly("PROPERTY_MANAGER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FILED", "UNIT_CONFIRMED", "TRANSFERRED", "ENDED"})
    void whoIsNotAcceptedOrHasLeftIsNoServingMember(String status) {
        here.run("update serving_member set status = '%s' where district_id = :district".formatted(status));
        assertThat(here.standing("serving_member")).isEmpty();
        assertThat(here.standing("volunteer")).containsExactly("VOLUNTEER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MOVED_OUT", "SUSPENDED"})
    void whoIsSuspendedOrHasLeftTheDistrictServesNoMore(String status) {
        here.run("""
                insert into resident (district_id, community_id, grid_id, name, dwelling_relation, status)
                select district_id, community_id, id, '示例居民', 'PERMANENT', '%s'
                  from grid where district_id = :district and code = '1'
                """.formatted(status));
        here.run("""
                update volunteer set resident_id = (select id from resident where district_id = :district) where district_id = :district
                """);
        assertThat(here.standing("volunteer")).isEmpty();
        assertThat(here.standing("serving_member")).isEmpty();
    }

    private static String pairing(String status) {
        return """
                insert into pairing (district_id, unit_id, compound_id, status, paired_on)
                select u.district_id, u.id, c.id, '%s', '2024-03-01'
                  from unit u join compound c on c.district_id = u.district_id
                 where u.district_id = :district
                """.formatted(status);
    }

    private static String runs(String from) {
        return """
                insert into compound_property (district_id, company_id, compound_id, valid_from)
                select p.district_id, p.id, c.id, '%s'
                  from property_company p join compound c on c.district_id = p.district_id
                 where p.district_id = :district
                """.formatted(from);
    }

    private static String edition(int number) {
        return """
                insert into rule_edition (district_id, rule_set_id, number, text, effective_from)
                select district_id, id, %d, '示例文本', '2024-03-01' from rule_set where district_id = :district
                """.formatted(number);
    }
}
