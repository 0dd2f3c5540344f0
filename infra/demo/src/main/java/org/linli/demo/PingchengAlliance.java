package org.linli.demo;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.linli.demo.Allies.Ally;
import org.linli.demo.Allies.Pair;
import org.linli.demo.Volunteers.Member;
import org.linli.demo.Volunteers.Project;
import org.linli.demo.Volunteers.Shift;
import org.linli.schema.Caller;

/**
 * The alliance of 水泊寺: four units, each of which answers for three compounds of 太和, and nine sets of rules, of which the page names
 * three. Sixty-one members of the units serve at the PCBA league, eleven of them teach at the people's night school. Volunteers who are no
 * members care for neighbours.
 */
final class PingchengAlliance {
    private static final int COMPOUNDS = 12;
    private static final int MEMBERS = 61;
    private static final int TEACHERS = 11;
    private static final int EVENINGS = 8;

    /** Adults of the first thousand residents, one of a household, whose residence is verified. */
    private static final int[] MEMBER_RESIDENTS = IntStream.iterate(Pingcheng.MEMBER, n -> n + 3)
            .filter(n -> n != Pingcheng.CONTACT && n % 10 < 8)
            .limit(MEMBERS)
            .toArray();

    private static final List<String> UNITS = List.of("CITY_ORGAN DISTRICT_ORGAN ENTERPRISE INSTITUTION".split(" "));
    private static final List<String> RULES =
            List.of("联系服务群众 活动共筹 阵地互享 未命名（四） 未命名（五） 未命名（六） 未命名（七） 未命名（八） 未命名（九）".split(" "));

    private final Script alliance;
    private final Cast cast;
    private final Caller community;
    private final Caller street;

    PingchengAlliance(Script alliance, Cast cast, Caller community, Caller street) {
        this.alliance = alliance;
        this.cast = cast;
        this.community = community;
        this.street = street;
    }

    void happens() {
        Allies allies = allies();
        for (int n = 1; n <= UNITS.size(); n++)
            allies.isRegistered(
                    new Ally(n, "示例单位" + "一二三四".charAt(n - 1), UNITS.get(n - 1), 1, "1116000000" + n),
                    alliance.at("2024-01-15 10:00").plusMinutes(20L * n));
        for (int n = 1; n <= COMPOUNDS; n++)
            allies.comesInForce(
                    new Pair(n, 1 + n % UNITS.size(), n, street),
                    alliance.at("2024-03-01 10:00").plusDays(n));
        for (int n = 1; n <= RULES.size(); n++) {
            OffsetDateTime at = alliance.at("2024-02-20 14:00").plusMinutes(5L * n);
            allies.opensRules(n, RULES.get(n - 1), 1, at);
            allies.publishes(n, 1, 1, LocalDate.of(2024, 3, 1), at.plusDays(2));
        }
        allies.publishes(1, 2, 1, LocalDate.of(2024, 9, 1), alliance.at("2024-08-26 10:00"));
        for (int n = 1; n <= UNITS.size(); n++)
            allies.takesNote(n, alliance.at("2024-03-04 09:00").plusHours(n));
        for (int n = 1; n <= UNITS.size(); n++)
            allies.isRewarded(
                    n, 500, cast.officer, alliance.at("2024-10-28 16:00").plusMinutes(n));
        serve(volunteers());
    }

    /** Of a volunteer: the members, then the one of the demo, then residents. */
    private UUID account(int volunteer) {
        if (volunteer == MEMBERS + 1) return alliance.account(13);
        return Objects.requireNonNull(
                cast.resident(volunteer <= MEMBERS ? MEMBER_RESIDENTS[volunteer - 1] : volunteer * 3 + 1)
                        .subject());
    }

    private Allies allies() {
        return new Allies(alliance, n -> street, alliance.account(15), Pingcheng.CONTACT);
    }

    Volunteers volunteers() {
        return new Volunteers(alliance, allies(), this::account);
    }

    private void serve(Volunteers volunteers) {
        for (int n = 1; n <= MEMBERS; n++) {
            Member member =
                    new Member(n, 1 + (n - 1) % UNITS.size(), cast.resident(MEMBER_RESIDENTS[n - 1]), community);
            OffsetDateTime at = alliance.at("2024-02-01 10:00").plusDays(n).plusMinutes(n * 7L % 60);
            volunteers.reports(member, at);
            volunteers.isConfirmed(member, at.plusDays(2));
            volunteers.isAccepted(member, at.plusDays(4));
        }
        Project league = new Project(1, "PCBA", "PCBA 篮球联赛志愿服务", "LEAGUE", 0, "示例说明：引导观众、维护秩序、清洁场地。", cast.officer);
        volunteers.opens(league, LocalDate.of(2024, 7, 1), LocalDate.of(2024, 9, 1), alliance.at("2024-06-17 10:00"));
        for (int evening = 0; evening < EVENINGS; evening++) {
            Shift shift = new Shift(
                    11 + evening, league, alliance.at("2024-07-06 18:00").plusDays(7L * evening), "OFFLINE", "示例体育馆");
            volunteers.opens(shift, alliance.at("2024-06-18 10:00").plusMinutes(evening));
            for (int n = 1 + evening; n <= MEMBERS; n += EVENINGS) served(volunteers, shift, n);
        }
        Project school = new Project(2, "QZYX", "群众夜校授课", "TEACHING", 1, "示例说明：在职党员发挥专长，为居民上课。", street);
        volunteers.opens(school, LocalDate.of(2024, 4, 1), null, alliance.at("2024-03-25 10:00"));
        for (int n = 1; n <= TEACHERS; n++) {
            OffsetDateTime opened = alliance.at("2024-03-26 10:00").plusMinutes(10L * n);
            Shift shift =
                    new Shift(20 + n, school, alliance.at("2024-04-01 19:00").plusDays(7L * n), "OFFLINE", "示例夜校教室");
            volunteers.opens(shift, opened);
            volunteers.teaches(shift, n, opened.plusMinutes(5));
        }
        care(volunteers);
    }

    Project care() {
        return new Project(3, "LLGA", "示例：邻里关爱", "CARE", 1, "示例说明：陪伴老人、接送儿童。", street);
    }

    /** Volunteers who are no members, and have no account of the demo. */
    static List<Integer> carers() {
        return IntStream.rangeClosed(MEMBERS + 2, MEMBERS + 20).boxed().toList();
    }

    /** Two shifts were served and their hours count, one is to come. */
    private void care(Volunteers volunteers) {
        Project care = care();
        volunteers.opens(care, LocalDate.of(2024, 3, 1), null, alliance.at("2024-02-26 10:00"));
        Shift first = new Shift(1, care, alliance.at("2024-06-15 09:00"), "OFFLINE", "示例活动中心");
        volunteers.opens(first, alliance.at("2024-06-03 10:00"));
        for (int n = MEMBERS + 1; n <= MEMBERS + 5; n++) served(volunteers, first, n);
        volunteers.tells(first, MEMBERS + 1, "示例记录：走访十户。", first.startsAt().plusMinutes(90));
        Shift second = new Shift(3, care, alliance.at("2024-10-12 09:00"), "OFFLINE", "示例活动中心");
        volunteers.opens(second, alliance.at("2024-09-23 10:00"));
        for (int n = MEMBERS + 6; n <= MEMBERS + 20; n++) served(volunteers, second, n);
        volunteers.opens(
                new Shift(2, care, alliance.at("2099-06-15 09:00"), "ONLINE", "示例线上群"),
                alliance.at("2024-10-21 10:00"));
    }

    private void served(Volunteers volunteers, Shift shift, int volunteer) {
        volunteers.signsUp(shift, volunteer, shift.startsAt().minusDays(5).plusMinutes(volunteer));
        volunteers.serves(shift, volunteer);
        volunteers.isVerified(
                shift, volunteer, community, shift.endsAt().plusDays(2).plusMinutes(volunteer));
    }
}
