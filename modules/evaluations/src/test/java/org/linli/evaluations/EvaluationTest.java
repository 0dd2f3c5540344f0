package org.linli.evaluations;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.territory.Neighbourhood;

class EvaluationTest {
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
                select district_id, id, '示例评价', 'UNIT', '示例单位', '2024-10-01', '2024-11-01'
                  from community where district_id = :district and code = 'A'
                """);
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6})
    void aScoreIsFromOneToFive(int score) {
        here.refuses("evaluation_score_range", evaluation("activity_id, score", "uuidv7(), " + score));
    }

    @Test
    void anEvaluationHasASubject() {
        here.refuses("evaluation_one_subject", evaluation("score", "5"));
    }

    @Test
    void anEvaluationHasOneSubject() {
        here.refuses("evaluation_one_subject", evaluation("activity_id, merchant_id, score", "uuidv7(), uuidv7(), 5"));
    }

    @Test
    void anEnrolmentIsForAnActivity() {
        here.refuses(
                "evaluation_enrolled_for_activity",
                evaluation("merchant_id, enrolment_id, score", "uuidv7(), uuidv7(), 5"));
    }

    @Test
    void anAuthorEvaluatesAnEnrolmentOnce() {
        String once = evaluation(
                "activity_id, enrolment_id, score",
                "'01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002', 5");
        here.run(once);
        here.refuses("evaluation_once", once);
    }

    @Test
    void aResultIsPublicOnlyWithItsDay() {
        here.refuses(
                "evaluation_campaign_published",
                "update evaluation_campaign set status = 'PUBLISHED' where district_id = :district");
    }

    @Test
    void aLegMayBeMissing() {
        here.run(leg("RESIDENTS", "null", 0));
    }

    @Test
    void aLegHasNoScoreWithoutABallot() {
        here.refuses("evaluation_leg_ballots_score", leg("RESIDENTS", "80", 0));
    }

    @Test
    void aVoiceIsHeardOnce() {
        here.run(leg("SELF", "90", 1));
        here.refuses("evaluation_leg_unique", leg("SELF", "95", 1));
    }

    private static String evaluation(String columns, String values) {
        return """
                insert into evaluation (district_id, author_id, %s)
                select district_id, id, %s from resident where district_id = :district
                """.formatted(columns, values);
    }

    private static String leg(String kind, String score, int ballots) {
        return """
                insert into evaluation_leg (district_id, campaign_id, kind, weight, score, ballot_count)
                select district_id, id, '%s', 40, %s, %d from evaluation_campaign where district_id = :district
                """.formatted(kind, score, ballots);
    }
}
