package org.linli.activities;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.territory.Neighbourhood;

/** A draft and a published activity in grid 1 and a resident who lives there. */
class ActivityTest {
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
                insert into activity (district_id, kind, title, community_id, grid_id, host, venue, starts_at, ends_at,
                                      capacity, status, published_at)
                select g.district_id, 'TRAINING', x.status, g.community_id, g.id, '示例社区', '活动室',
                       '2024-10-01 08:00Z', '2024-10-01 10:00Z', 20, x.status::activity_status, x.published_at
                  from grid g
                 cross join (values ('DRAFT', null), ('ENROLLING', now())) x(status, published_at)
                 where g.district_id = :district and g.code = '1'
                """);
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLISHED", "ENROLLING", "RUNNING", "ENDED", "REPORTED", "ARCHIVED"})
    void nothingIsPublicWithoutItsDay(String status) {
        here.refuses("activity_published", set("DRAFT", "status = '%s'".formatted(status)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DRAFT", "SUBMITTED", "APPROVED", "RETURNED"})
    void whatWasPublicIsNoDraftAgain(String status) {
        here.refuses("activity_published", set("ENROLLING", "status = '%s'".formatted(status)));
    }

    @Test
    void aDraftMayBeCalledOffAndStaysUnseen() {
        here.run(set("DRAFT", "status = 'CANCELLED'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "activity_half_open | ends_at = starts_at",
                "activity_enrol_in_time | enrol_until = ends_at + interval '1 second'",
                "activity_capacity_range | capacity = 0",
                "activity_waitlist_range | capacity = null, waitlist = 5",
                "activity_points_range | points_reward = -1",
                "activity_grid_in_community | community_id = null",
            })
    void anActivityIsPossible(String constraint, String change) {
        here.refuses(constraint, set("DRAFT", change));
    }

    @Test
    void theCommunityIsTheOneOfTheGrid() {
        here.refuses(
                "activity_grid_fk",
                set("DRAFT", "community_id = (select id from community where district_id = :district and code = 'C')"));
    }

    @Test
    void aResidentEnrolsOnce() {
        here.run(enrolment("ENROLLING"));
        here.refuses("enrolment_unique", enrolment("ENROLLING"));
    }

    @Test
    void seatsAreLeftOnlyWhereTheyAreLimited() {
        assertThat(seatsLeft("ENROLLING")).isEqualTo("20");
        here.run(enrolment("ENROLLING"));
        assertThat(seatsLeft("ENROLLING")).isEqualTo("19");
        here.run(set("ENROLLING", "capacity = null"));
        assertThat(seatsLeft("ENROLLING")).isNull();
    }

    @Test
    void anEvaluationIsOfTheActivityEnrolledFor() {
        here.run(enrolment("ENROLLING"));
        here.refuses("evaluation_enrolment_fk", evaluation("DRAFT"));
        here.run(evaluation("ENROLLING"));
    }

    @Test
    void aCourseIsInTheEveningOrSaysWhyNot() {
        here.refuses("course_evening_or_reason", course("starts_at", "'17:30'"));
        here.refuses("course_evening_or_reason", course("ends_at", "'22:15'"));
        here.run(course("starts_at, hours_reason", "'10:00', '周末班'"));
    }

    @Test
    void aCourseTakesNoEnrolmentsUnseen() {
        here.refuses("course_published", course("status", "'ENROLLING'"));
    }

    private @Nullable String seatsLeft(String title) {
        return here.texts("select seats_left from (%s) a where title = '%s'"
                        .formatted(Neighbourhood.rows("activity", true), title))
                .getFirst();
    }

    private static String set(String title, String change) {
        return "update activity set %s where district_id = :district and title = '%s'".formatted(change, title);
    }

    private static String enrolment(String title) {
        return """
                insert into enrolment (district_id, activity_id, resident_id, status)
                select a.district_id, a.id, r.id, 'CONFIRMED'
                  from activity a join resident r on r.district_id = a.district_id
                 where a.district_id = :district and a.title = '%s'
                """.formatted(title);
    }

    private static String evaluation(String title) {
        return """
                insert into evaluation (district_id, author_id, activity_id, enrolment_id, score)
                select a.district_id, e.resident_id, a.id, e.id, 5
                  from activity a join enrolment e on e.district_id = a.district_id
                 where a.district_id = :district and a.title = '%s'
                """.formatted(title);
    }

    private static String course(String columns, String values) {
        return """
                insert into course (district_id, community_id, title, field, host, pricing, audience, %s)
                select district_id, id, '示例课程', 'ART', 'LEAGUE', 'FREE', 'YOUTH', %s
                  from community where district_id = :district and code = 'A'
                """.formatted(columns, values);
    }
}
