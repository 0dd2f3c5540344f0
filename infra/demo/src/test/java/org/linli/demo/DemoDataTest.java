package org.linli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both districts in a fresh database, as the server's role sees them (DOMAIN.md section 7). */
class DemoDataTest {
    private static final String PINGCHENG = LoadedDemo.PINGCHENG;
    private static final String SAMPLE = LoadedDemo.SAMPLE;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "    6 | street",
                "   11 | community",
                "16532 | resident where status not in ('MOVED_OUT', 'ERASED')",
                " 1364 | merchant m where exists (select from merchant_visit v where v.merchant_id = m.id)",
                "  590 | merchant where signed_on is not null",
                "  472 | merchant m where exists (select from merchant_service s where s.merchant_id = m.id and s.status = 'ONLINE')",
                "  606 | merchant_service where status = 'ONLINE'",
                "  145 | activity where kind = 'SELF_GOVERNANCE' and status in ('ENDED', 'REPORTED', 'ARCHIVED')",
                "   17 | course",
                "    9 | rule_set",
                "    6 | rule_set where title like '未命名%'",
                "    4 | project_unit x join project p on p.id = x.project_id where p.code = 'PCBA'",
                "   61 | participation x join project p on p.id = x.project_id where p.code = 'PCBA'",
                "   11 | participation x join project p on p.id = x.project_id where p.kind = 'TEACHING'",
                "   61 | serving_member"
            })
    void pingchengCountsAsThePageDoes(String count, String rows) throws SQLException {
        assertThat(texts(PINGCHENG, "select count(*) from " + rows)).containsExactly(count);
    }

    @Test
    void everyResidentIsOfShuibosi() throws SQLException {
        assertThat(texts(PINGCHENG, """
                select distinct s.name
                  from resident r join community c on c.id = r.community_id join street s on s.id = c.street_id
                """)).containsExactly("水泊寺街道");
    }

    @Test
    void theStreetOfWenxingStaysUnknown() throws SQLException {
        assertThat(texts(PINGCHENG, "select name from community where street_id is null"))
                .containsExactly("文兴社区");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evaluation",
                "evaluation_campaign",
                "evaluation_ballot",
                "activity where status in ('CANCELLED', 'RETURNED')",
                "course where status = 'CANCELLED'",
                "enrolment where status in ('NO_SHOW', 'CANCELLED')",
                "merchant where status in ('SUSPENDED', 'EXITED')",
                "merchant_service where status in ('RETURNED', 'PAUSED', 'OFFLINE')",
                "resident where status in ('SUSPENDED', 'MOVED_OUT', 'ERASED')",
                "redemption where status in ('RATED', 'EXPIRED', 'CANCELLED')",
                "pairing where status = 'ENDED'"
            })
    void nothingNegativeOrScoredIsSaidAboutPingcheng(String rows) throws SQLException {
        assertThat(texts(PINGCHENG, "select count(*) from " + rows)).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evaluation where score = 1",
                "evaluation_leg where score is null",
                "activity where status = 'CANCELLED'",
                "merchant where status = 'SUSPENDED'",
                "grid where status = 'SPLIT'",
                "duty where valid_to is not null",
                "enrolment where status = 'WAITLISTED'"
            })
    void theInventedDistrictShowsWhatPingchengMayNot(String rows) throws SQLException {
        assertThat(texts(SAMPLE, "select count(*) > 0 from " + rows)).containsExactly("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void whatIsInventedSaysSo(String district) throws SQLException {
        assertThat(texts(district, """
                select name from resident where substr(name, 2, 1) not in ('示', '例') and status <> 'ERASED'
                union all select name from volunteer where substr(name, 2, 1) not in ('示', '例')
                union all select name from compound where name not like '示例%'
                union all select name from grid where name not like '示例%'
                union all select person_name from duty where person_name not like '示例%'
                union all select name from staff_member where name not like '示例%'
                union all select name from merchant where name not like '示例%'
                union all select contact_name from merchant where contact_name not like '示例%'
                union all select name from unit where name not like '示例%'
                union all select name from property_company where name not like '示例%'
                union all select title from activity where title not like '示例%'
                union all select title from merchant_service where title not like '示例%'
                union all select description from merchant_service where description not like '示例%'
                union all select visitor_name from merchant_visit where visitor_name not like '示例%'
                union all select notes from merchant_visit where notes not like '示例%'
                union all select contact_name from unit where contact_name not like '示例%'
                union all select contact_name from property_company where contact_name not like '示例%'
                union all select venue from activity where venue not like '示例%'
                union all select host from activity where host not like '%示例%'
                union all select summary from activity where summary not like '示例%'
                union all select summary from course where summary not like '示例%'
                union all select description from project where description not like '示例%'
                union all select text from rule_edition where text not like '示例%'
                union all select subject_name from evaluation_campaign
                           where subject_name not like '示例%' and (subject_kind <> 'SERVING_MEMBER' or substr(subject_name, 2, 1) not in ('示', '例'))
                union all select title from evaluation_campaign where title not like '示例%'
                union all select title from evaluation_item where title not like '示例%'
                union all select comment from evaluation where comment not like '示例%'
                union all select reason from points_posting where reason not like '示例%'
                """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void aPhoneNumberIsNobodys(String district) throws SQLException {
        assertThat(texts(district, """
                select phone from resident where phone not like '111%'
                union all select contact_phone from merchant where contact_phone not like '111%'
                union all select contact_phone from unit where contact_phone not like '111%'
                union all select contact_phone from property_company where contact_phone not like '111%'
                """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void whoeverIsVerifiedHasAnIdentityNumberOfNobodys(String district) throws SQLException {
        assertThat(texts(district, """
                select name from resident where (identity_sealed is null) <> (status in ('REGISTERED', 'ERASED'))
                """)).isEmpty();
        List<String> number = texts(district, """
                select id, encode(identity_sealed, 'hex'), to_char(birth_date, 'YYYYMMDD')
                  from resident where identity_sealed is not null limit 1
                """);
        byte[] sealed = HexFormat.of().parseHex(number.get(1));
        assertThat(LoadedDemo.NUMBERS.open(sealed, UUID.fromString(number.get(0))))
                .startsWith("990000" + number.get(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void everyDemoAccountHasItsRow(String district) throws SQLException {
        assertThat(texts(district, """
                select right(subject::text, 2)
                  from (select subject from duty
                        union select subject from resident
                        union select subject from volunteer
                        union select contact_subject from merchant
                        union select contact_subject from unit
                        union select contact_subject from property_company) account
                 where subject::text like '01900000-0000-4000-9000-%s%%'
                 order by 1
                """.formatted(district)))
                .containsExactly("01", "02", "03", "11", "12", "13", "14", "15", "16");
    }

    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void nobodyTakesASeatThatIsNotThere(String district) throws SQLException {
        assertThat(texts(district, """
                select a.title from activity a
                 where a.capacity < (select count(*) from enrolment e
                                      where e.activity_id = a.id and e.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW'))
                """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void everyPointComesFromSomewhere(String district) throws SQLException {
        assertThat(texts(district, """
                select sum(balance) from points_account
                union all select sum(amount) from points_entry
                union all select sum(a.balance) - (select sum(l.remaining) from points_lot l) from points_account a where a.kind in ('RESIDENT', 'UNIT')
                """)).containsExactly("0", "0", "0");
    }

    /** What is played leaves the lines that it leaves when a person does it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resident",
                "merchant",
                "merchant_service",
                "activity",
                "enrolment",
                "redemption",
                "points_posting",
                "pairing",
                "serving_member",
                "shift_sign_up"
            })
    void everyRecordCameToItsStateThroughTheLog(String table) throws SQLException {
        for (String district : List.of(PINGCHENG, SAMPLE)) cameThroughTheLog(district, table);
    }

    /** Only there is anything evaluated. */
    @Test
    void everyEvaluationCameToItsStateThroughTheLog() throws SQLException {
        cameThroughTheLog(SAMPLE, "evaluation_campaign");
    }

    private static void cameThroughTheLog(String district, String table) throws SQLException {
        assertThat(texts(district, "select count(*) > 0 from " + table)).containsExactly("t");
        assertThat(texts(district, """
                select x.id || ' ' || x.status
                  from %s x
                 where x.status::text is distinct from (select e.to_state from event e
                                                         where e.subject_id = x.id and e.to_state is not null
                                                         order by e.at desc, e.id desc limit 1)
                """.formatted(table))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void everyVisitIsInTheLog(String district) throws SQLException {
        assertThat(texts(district, """
                select v.id from merchant_visit v
                 where not exists (select from event e where e.subject_id = v.merchant_id and e.payload ->> 'visit_id' = v.id::text)
                """)).isEmpty();
    }

    /** Of a ballot, an opinion and what came of a shift the log does not tell whose it is. */
    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void whatHappenedHappenedBeforeAndByOneOrAnother(String district) throws SQLException {
        assertThat(texts(district, """
                select count(*) from event
                 where at > now() or (actor is null) <> (name in ('BALLOT_RECEIVED', 'OPINION_GIVEN', 'SHIFT_OUTCOME_NOTED'))
                """)).containsExactly("0");
        assertThat(texts(district, "select count(distinct actor) > 20 from event"))
                .containsExactly("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void nobodyApprovedTheOwnWork(String district) throws SQLException {
        assertThat(texts(district, """
                select w.subject_id
                  from event w join event j on j.subject_id = w.subject_id and j.actor = w.actor
                 where w.to_state = 'SUBMITTED' and j.to_state in ('APPROVED', 'RETURNED', 'ONLINE')
                   and (j.name = 'ACTIVITY_PREPARED' or j.from_state = 'SUBMITTED')
                """)).isEmpty();
    }

    /** As what, the demo's accounts find something to do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grid worker | resident where status = 'REGISTERED' and grid_id::text like '%000001'",
                "community worker | activity where status = 'DRAFT'",
                "street officer | activity where status = 'SUBMITTED'",
                "street officer | merchant_service where status = 'SUBMITTED'",
                "resident | activity where status = 'ENROLLING' and enrol_until > now()",
                "resident | points_account a where a.kind = 'RESIDENT' and a.balance > 0 and exists (select from resident r where r.id = a.owner_id and r.subject::text like '%000011')",
                "resident | resident r where exists (select from resident g where g.id = r.guardian_id and g.subject::text like '%000011')",
                "merchant | redemption where status = 'CODE_ISSUED' and expires_at > now()",
                "volunteer | shift where starts_at > now()"
            })
    void everyRoleFindsSomethingToDo(String who, String rows) throws SQLException {
        for (String district : List.of(PINGCHENG, SAMPLE))
            assertThat(texts(district, "select count(*) > 0 from " + rows))
                    .as(who)
                    .containsExactly("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {PINGCHENG, SAMPLE})
    void loadingAgainChangesNothing(String district) throws SQLException {
        String everybody = "select md5(string_agg(r::text, ',' order by id)) from resident r";
        List<String> before = texts(district, everybody);
        new DemoData(LoadedDemo.DATABASE, LoadedDemo.NUMBERS).load();
        assertThat(texts(district, everybody)).isEqualTo(before);
    }

    @Test
    void theCheckCharacterIsThatOfTheStandard() {
        assertThat(Words.checkCharacter("11010519491231002")).isEqualTo('X');
        assertThat(Words.checkCharacter("44052418800101001")).isEqualTo('4');
    }

    private static List<String> texts(String district, String sql) throws SQLException {
        return LoadedDemo.texts(LoadedDemo.DATABASE, district, sql);
    }
}
