package org.linli.merchants;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.territory.Neighbourhood;

/** A merchant in grid 1 that has signed, and a service it offers. */
class MerchantTest {
    private Neighbourhood here;

    @BeforeEach
    void enter() throws SQLException {
        here = new Neighbourhood();
        here.run("""
                insert into merchant (district_id, code, name, category, address, contact_name, contact_phone, community_id,
                                      grid_id, status, signed_on, contact_subject)
                select district_id, 'M1', '示例面馆', 'DINING', '示例路1号', '示例店主', '11100000001', community_id, id, 'ACTIVE',
                       '2024-03-01', :subject
                  from grid where district_id = :district and code = '1'
                """);
        here.run("""
                insert into merchant_service (district_id, merchant_id, title, points_price, stock, valid_from, status)
                select district_id, id, '示例服务', 50, 5, '2024-03-01', 'ONLINE' from merchant where district_id = :district
                """);
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LEAD", "VISITED"})
    void whoHasNotSignedHasNoDayOfSigning(String status) {
        here.refuses("merchant_signed_or_not_yet", merchant("status = '%s'".formatted(status)));
        here.run(merchant("signed_on = null, status = '%s'".formatted(status)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGNED", "VERIFIED", "ACTIVE", "SUSPENDED"})
    void whoHasSignedDidSoOnADay(String status) {
        here.refuses("merchant_signed_or_not_yet", merchant("signed_on = null, status = '%s'".formatted(status)));
    }

    @Test
    void theCommunityIsTheOneOfTheGrid() {
        here.refuses(
                "merchant_grid_fk",
                merchant("community_id = (select id from community where district_id = :district and code = 'C')"));
    }

    @ParameterizedTest
    @CsvSource({
        "merchant_contact_phone_form, contact_phone = '12345'",
        "merchant_name_length, name = ''",
        "merchant_code_form, code = 'm 1'"
    })
    void aMerchantRefuses(String constraint, String change) {
        here.refuses(constraint, merchant(change));
    }

    @ParameterizedTest
    @CsvSource({
        "merchant_service_priced, points_price = 0",
        "merchant_service_stocked, 'status = ''DRAFT'', stock = -1'",
        "merchant_service_online_has_stock, stock = 0",
        "merchant_service_sold_out_is_empty, status = 'SOLD_OUT'",
        "merchant_service_half_open, valid_to = valid_from"
    })
    void aServiceRefuses(String constraint, String change) {
        here.refuses(constraint, service(change));
    }

    @Test
    void anotherDistrictsMerchantGivesNoServiceHere() throws SQLException {
        try (Neighbourhood there = new Neighbourhood()) {
            String merchant = here.texts("select id from merchant where district_id = :district")
                    .getFirst();
            there.refuses("merchant_service_merchant_fk", """
                    insert into merchant_service (district_id, merchant_id, title, points_price, stock, valid_from)
                    values (:district, '%s', '示例服务', 50, 5, '2024-03-01')
                    """.formatted(merchant));
        }
    }

    @Test
    void theContactIsMerchantUntilTheMerchantLeaves() {
        assertThat(here.standing("merchant")).containsExactly("MERCHANT");
        here.run(merchant("status = 'SUSPENDED'"));
        assertThat(here.standing("merchant")).containsExactly("MERCHANT");
        here.run(merchant("status = 'EXITED'"));
        assertThat(here.standing("merchant")).isEmpty();
    }

    private static String merchant(String change) {
        return "update merchant set " + change + " where district_id = :district";
    }

    private static String service(String change) {
        return "update merchant_service set " + change + " where district_id = :district";
    }
}
