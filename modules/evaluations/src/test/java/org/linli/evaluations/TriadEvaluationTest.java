package org.linli.evaluations;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.territory.Neighbourhood;

/** What the tables of triad evaluations hold by themselves. */
class TriadEvaluationTest {
    private Neighbourhood here;

    @BeforeEach
    void enter() throws SQLException {
        here = new Neighbourhood();
        here.run("""
                insert into resident (district_id, community_id, grid_id, name, dwelling_relation)
                select district_id, community_id, id, '示例居民', 'PERMANENT'
                  from grid where district_id = :district and code = '1'
                """);
        here.run("""
                insert into evaluation_campaign (district_id, community_id, title, subject_kind, subject_name, opens_at, closes_at)
                select district_id, id, '示例评价', 'OTHER_BODY', '示例会', '2024-10-01', '2024-11-01'
                  from community where district_id = :district and code = 'A'
                """);
        here.run("""
                insert into evaluation_leg (district_id, campaign_id, kind, weight)
                select district_id, id, 'RESIDENTS', 100 from evaluation_campaign where district_id = :district
                """);
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @Test
    void anAccountVotesOnce() {
        here.run(receipt("account", ":subject"));
        here.refuses("evaluation_receipt_once", receipt("account", ":subject"));
    }

    @Test
    void aResidentVotesOnceThroughWhateverAccount() {
        String resident = "account, resident_id";
        here.run(receipt(resident, "gen_random_uuid(), (select id from resident where district_id = :district)"));
        here.refuses(
                "evaluation_receipt_once_each",
                receipt(resident, "gen_random_uuid(), (select id from resident where district_id = :district)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{-1}", "{0,101}"})
    void aBallotScoresFromZeroToAHundred(String scores) {
        here.run(ballot("{0,100}"));
        here.refuses("evaluation_ballot_score_range", ballot(scores));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{1,null}"})
    void aBallotIsWhole(String scores) {
        here.refuses("evaluation_ballot_whole", ballot(scores));
    }

    /** Ids of version 7 tell the time of their making. */
    @Test
    void neitherBallotsNorReceiptsTellTheirTime() {
        here.run(ballot("{50}"));
        here.run(receipt("account", ":subject"));
        assertThat(here.texts("""
                        select substr(id::text, 15, 1) from evaluation_ballot where district_id = :district
                         union all
                        select substr(id::text, 15, 1) from evaluation_receipt where district_id = :district
                        """)).containsExactly("4", "4");
        assertThat(here.texts("""
                        select a.attname from pg_attribute a
                         where a.attrelid in ('evaluation_ballot'::regclass, 'evaluation_receipt'::regclass) and a.attnum > 0
                           and (a.atttypid in ('timestamptz'::regtype, 'date'::regtype) or a.attname ~ 'version|number|place')
                        """)).isEmpty();
        assertThat(here.texts("""
                        select x.attname
                          from pg_attribute x
                          join pg_attribute y on y.attname = x.attname and y.attrelid = 'evaluation_receipt'::regclass and y.attnum > 0
                         where x.attrelid = 'evaluation_ballot'::regclass and x.attnum > 0
                         order by 1
                        """)).containsExactly("campaign_id", "district_id", "id");
    }

    @Test
    void nobodyIsAppointedForTheSelfLeg() {
        here.refuses(
                "evaluation_voter_not_self",
                voter("SELF", "resident_id", "(select id from resident where district_id = :district)"));
    }

    @Test
    void aVoterIsAResidentOrOnDuty() {
        here.refuses("evaluation_voter_one_hat", voter("PARTY_ORGANISATION", "resident_id", "null::uuid"));
        here.refuses("evaluation_voter_duty_has_account", voter("PARTY_ORGANISATION", "duty_id", "gen_random_uuid()"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1001})
    void theMinimumIsInItsRange(int minimum) {
        here.refuses(
                "evaluation_campaign_minimum",
                "update evaluation_campaign set minimum_ballots = " + minimum + " where district_id = :district");
    }

    @Test
    void nothingIsScoredBeforeItIsCounted() {
        here.refuses(
                "evaluation_campaign_scored",
                "update evaluation_campaign set score = 50, status = 'CLOSED' where district_id = :district");
    }

    @Test
    void aStruckLegHasNoScore() {
        here.refuses(
                "evaluation_leg_struck_no_score",
                "update evaluation_leg set score = 50, ballot_count = 5, struck = true where district_id = :district");
    }

    @Test
    void thereIsOneAppeal() {
        String appeal = """
                insert into evaluation_appeal (district_id, campaign_id, reason)
                select district_id, id, '示例理由' from evaluation_campaign where district_id = :district
                """;
        here.run(appeal);
        here.refuses("evaluation_appeal_once", appeal);
        here.refuses(
                "evaluation_appeal_strikes_decided",
                "update evaluation_appeal set struck_leg = 'RESIDENTS' where district_id = :district");
        here.refuses(
                "evaluation_appeal_decided_whole",
                "update evaluation_appeal set decision = '示例决定' where district_id = :district");
    }

    private static String receipt(String columns, String values) {
        return """
                insert into evaluation_receipt (district_id, campaign_id, %s)
                select district_id, id, %s from evaluation_campaign where district_id = :district
                """.formatted(columns, values);
    }

    private static String ballot(String scores) {
        return """
                insert into evaluation_ballot (district_id, campaign_id, leg_id, scores)
                select district_id, campaign_id, id, '%s' from evaluation_leg where district_id = :district
                """.formatted(scores);
    }

    private static String voter(String kind, String column, String value) {
        return """
                insert into evaluation_voter (district_id, campaign_id, kind, %s)
                select district_id, id, '%s', %s from evaluation_campaign where district_id = :district
                """.formatted(column, kind, value);
    }
}
