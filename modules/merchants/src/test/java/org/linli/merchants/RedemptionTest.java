package org.linli.merchants;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linli.territory.Neighbourhood;

/** What the database holds of a redemption that has its code. */
class RedemptionTest {
    private Neighbourhood here;

    @BeforeEach
    void enter() throws SQLException {
        here = new Neighbourhood();
        here.run("""
                insert into merchant (district_id, code, name, category, address, contact_name, contact_phone, community_id,
                                      grid_id, status, signed_on)
                select district_id, 'M1', '示例面馆', 'DINING', '示例路1号', '示例店主', '11100000001', community_id, id, 'ACTIVE', '2024-03-01'
                  from grid where district_id = :district and code = '1'
                """);
        here.run("""
                insert into merchant_service (district_id, merchant_id, title, points_price, stock, valid_from, status)
                select district_id, id, '示例服务', 50, 5, '2024-03-01', 'ONLINE' from merchant where district_id = :district
                """);
        here.run("""
                insert into resident (district_id, name, community_id, grid_id, dwelling_relation)
                select district_id, '王示例', community_id, id, 'TENANT' from grid where district_id = :district and code = '1'
                """);
        here.run("""
                insert into points_account (district_id, kind, owner_id)
                select district_id, 'RESIDENT', id from resident where district_id = :district
                """);
        here.run("""
                insert into points_posting (district_id, kind, status, account_id, amount, reason_type, reason_id)
                select district_id, 'REDEMPTION', 'HELD', id, 50, 'Redemption', uuidv7() from points_account where district_id = :district
                """);
        here.run("""
                insert into redemption (district_id, merchant_id, service_id, resident_id, posting_id, points_price, status, code_hash, expires_at)
                select s.district_id, s.merchant_id, s.id, r.id, p.id, 50, 'CODE_ISSUED', sha256('code'), now() + interval '1 day'
                  from merchant_service s, resident r, points_posting p
                 where s.district_id = :district and r.district_id = :district and p.district_id = :district
                """);
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @ParameterizedTest
    @CsvSource({
        "redemption_code_is_a_hash, code_hash = 'code'",
        "redemption_half_open, expires_at = reserved_at",
        "redemption_verified, verified_at = now()",
        "redemption_verified, status = 'DONE'",
        "redemption_verified_in_time, 'status = ''DONE'', verified_at = expires_at'",
        "redemption_rated, 'status = ''RATED'', verified_at = now()'",
        "redemption_rating_range, 'status = ''RATED'', verified_at = now(), rating = 6'",
        "redemption_comment_of_rating, comment = '示例'",
        "redemption_service_fk, service_id = merchant_id",
        "redemption_posting_fk, posting_id = merchant_id"
    })
    void aRedemptionRefuses(String constraint, String change) {
        here.refuses(constraint, "update redemption set " + change + " where district_id = :district");
    }

    @ParameterizedTest
    @CsvSource({
        "merchant_licence_form, merchant, licence = '9114'",
        "merchant_service_code_days_range, merchant_service, code_days = 91",
        "merchant_service_review_length, merchant_service, review_note = ''"
    })
    void whatWasAddedRefuses(String constraint, String table, String change) {
        here.refuses(constraint, "update " + table + " set " + change + " where district_id = :district");
    }
}
