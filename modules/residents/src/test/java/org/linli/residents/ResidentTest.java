package org.linli.residents;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.territory.Neighbourhood;

class ResidentTest {
    private Neighbourhood here;

    @BeforeEach
    void enter() throws SQLException {
        here = new Neighbourhood();
        here.run("""
                insert into resident (district_id, community_id, grid_id, name, phone, dwelling_relation, subject,
                                      identity_sealed, identity_index, identity_mask)
                select district_id, community_id, id, '示例居民', '10000000001', 'PERMANENT', :subject,
                       'sealed', 'index', '9****************X'
                  from grid where district_id = :district and code = '1'
                """);
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @Test
    void anAccountIsOneResident() {
        here.refuses("resident_subject_unique", another("subject", ":subject"));
    }

    @Test
    void anIdentityNumberNamesOneResident() {
        here.refuses(
                "resident_identity_unique",
                another("identity_sealed, identity_index, identity_mask", "'other', 'index', '9****************X'"));
    }

    @Test
    void anIdentityNumberIsKeptWholeOrNotAtAll() {
        here.refuses("resident_identity_whole", set("identity_sealed = null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"990101199001010017", "9****************0X", "990***************X"})
    void aMaskShowsTheFirstAndTheLastCharacter(String mask) {
        here.refuses("resident_identity_masked", set("identity_mask = '%s'".formatted(mask)));
    }

    @Test
    void theCommunityIsTheOneOfTheGrid() {
        here.refuses(
                "resident_grid_fk",
                set("community_id = (select id from community where district_id = :district and code = 'C')"));
    }

    @Test
    void nobodyIsTheirOwnGuardian() {
        here.refuses("resident_guards_another", set("guardian_id = id"));
    }

    @Test
    void anErasedResidentLeavesNothingPersonal() {
        here.refuses("resident_erased_is_empty", set("status = 'ERASED'"));
        here.run(set("""
                status = 'ERASED', phone = null, subject = null,
                identity_sealed = null, identity_index = null, identity_mask = null"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTERED", "IDENTITY_VERIFIED", "RESIDENCE_VERIFIED", "ACTIVE"})
    void whoLivesHereIsResident(String status) {
        here.run(set("status = '%s'".formatted(status)));
        assertThat(here.standing("resident")).containsExactly("RESIDENT");
    }

    @Test
    void whoLeftIsNothingHere() {
        here.run(set("status = 'MOVED_OUT'"));
        assertThat(here.standing("resident")).isEmpty();
    }

    /** Nobody gets round a suspension by joining another district. */
    @Test
    void whoIsSuspendedBelongsHereAndIsNobody() {
        here.run(set("status = 'SUSPENDED'"));
        assertThat(here.standing("resident")).containsExactly("ACCOUNT");
    }

    private static String set(String change) {
        return "update resident set " + change + " where district_id = :district";
    }

    private static String another(String columns, String values) {
        return """
                insert into resident (district_id, community_id, grid_id, name, dwelling_relation, %s)
                select district_id, community_id, id, '示例邻居', 'TENANT', %s
                  from grid where district_id = :district and code = '2'
                """.formatted(columns, values);
    }
}
