package org.linli.demo;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.linli.demo.Allies.Ally;
import org.linli.demo.Allies.Pair;
import org.linli.demo.Volunteers.Member;
import org.linli.demo.Volunteers.Project;
import org.linli.demo.Volunteers.Shift;
import org.linli.schema.Caller;

/**
 * The alliance of 示例区: three units with pairings at several stages, and two sets of rules, one with an edition that is not in force yet.
 * Twelve members at several stages, three of whom teach; of the volunteers some served in a shift, and others are to serve in the next.
 */
final class SampleAlliance {
    private static final int MEMBERS = 12;

    /** Members of whom the unit has not confirmed that they work there. */
    private static final List<Integer> FILED = List.of(10, 12);

    /** The member whom the community has not accepted yet. */
    private static final int CONFIRMED = 5;

    private static final int REVIEWED = 3;
    private static final int TRANSFERRED = 7;
    private static final int ENDED = 8;

    /** Who gave up the part in the league's shift, and who did not come. */
    private static final List<Integer> GAVE_UP = List.of(5, 10);

    private static final List<Integer> ABSENT = List.of(9, 12);

    /** The volunteer whose hours do not count. */
    private static final int REJECTED = 15;

    private final Script alliance;
    private final Cast cast;
    private final IntFunction<Caller> workers;
    private final Caller east;
    private final Caller west;

    /** @param workers who works for a community */
    SampleAlliance(Script alliance, Cast cast, IntFunction<Caller> workers, Caller east, Caller west) {
        this.alliance = alliance;
        this.cast = cast;
        this.workers = workers;
        this.east = east;
        this.west = west;
    }

    void happens() {
        Allies allies = allies();
        allies.isRegistered(new Ally(2, "示例中学", "INSTITUTION", 1, "11199000002"), alliance.at("2022-12-12 10:00"));
        allies.isRegistered(
                new Ally(3, "示例公益社", "SOCIAL_ORGANISATION", 2, "11199000003"), alliance.at("2022-12-12 11:00"));
        allies.isRegistered(
                new Ally(1, "示例区第一机关", "DISTRICT_ORGAN", 1, "11199000001"), alliance.at("2024-01-15 10:00"));
        allies.comesInForce(new Pair(1, 1, 1, east), alliance.at("2024-03-01 10:00"));
        Pair renewed = new Pair(2, 1, 2, east);
        allies.comesInForce(renewed, alliance.at("2024-03-01 10:30"));
        allies.isReviewed(renewed, alliance.at("2025-03-03 10:00"));
        allies.isRenewed(renewed, alliance.at("2025-03-10 10:00"));
        Pair reviewed = new Pair(3, 2, 3, cast.officer);
        allies.comesInForce(reviewed, alliance.at("2023-06-01 10:00"));
        allies.isReviewed(reviewed, alliance.at("2024-06-03 10:00"));
        Pair ended = new Pair(4, 2, 1, cast.officer);
        allies.comesInForce(ended, alliance.at("2023-01-03 10:00"));
        allies.ends(ended, alliance.at("2024-01-02 10:00"));
        allies.comesInForce(new Pair(5, 3, 5, west), alliance.at("2024-05-06 10:00"));
        allies.applies(new Pair(6, 3, 7, west), alliance.at("2024-10-21 10:00"));
        allies.isInvited(new Pair(7, 3, 8, west), alliance.at("2024-10-22 10:00"));
        allies.opensRules(1, "示例议事规则", 1, alliance.at("2023-12-25 10:00"));
        allies.publishes(1, 1, 1, LocalDate.of(2024, 1, 1), alliance.at("2023-12-28 10:00"));
        allies.publishes(1, 2, 1, LocalDate.of(2099, 1, 1), alliance.at("2024-10-28 10:00"));
        allies.opensRules(2, "示例场地共享规则", 2, alliance.at("2024-01-25 10:00"));
        allies.publishes(2, 1, 2, LocalDate.of(2024, 2, 1), alliance.at("2024-01-29 10:00"));
        for (int n = 1; n <= 2; n++)
            allies.takesNote(n, alliance.at("2024-03-04 09:00").plusHours(n));
        serve(volunteers());
    }

    /** The second adult of a household, in each of the four communities in turn. */
    private static int member(int n) {
        return 4 * (12 + n % 4 * 3 + n / 4 % 3) + 2;
    }

    /** Of a volunteer: the members, then the one of the demo, then residents. */
    private UUID account(int volunteer) {
        if (volunteer == MEMBERS + 1) return alliance.account(13);
        return Objects.requireNonNull(cast.resident(volunteer <= MEMBERS ? member(volunteer) : volunteer * 4 + 1)
                .subject());
    }

    private Allies allies() {
        return new Allies(alliance, street -> street == 1 ? east : west, alliance.account(15), Sample.CONTACT);
    }

    Volunteers volunteers() {
        return new Volunteers(alliance, allies(), this::account);
    }

    private void serve(Volunteers volunteers) {
        for (int n = 1; n <= MEMBERS; n++) {
            Member member = new Member(n, 1 + (n - 1) % 3, cast.resident(member(n)), workers.apply(1 + n % 4));
            OffsetDateTime at = alliance.at("2024-08-05 10:00").plusDays(n);
            volunteers.reports(member, at);
            if (!FILED.contains(n)) volunteers.isConfirmed(member, at.plusDays(2));
            if (!FILED.contains(n) && n != CONFIRMED) volunteers.isAccepted(member, at.plusDays(4));
            if (n == REVIEWED) volunteers.isReviewed(member, alliance.at("2025-08-20 10:00"));
            if (n == TRANSFERRED) volunteers.transfers(member, MEMBERS + 1, 2, 1, alliance.at("2024-10-15 20:00"));
            if (n == ENDED) volunteers.ends(member, alliance.at("2024-10-16 20:00"));
        }
        league(volunteers);
        Project school = new Project(2, "XM02", "示例夜校授课", "TEACHING", 1, "示例说明：在职党员为居民上课。", east);
        volunteers.opens(school, LocalDate.of(2024, 4, 1), null, alliance.at("2024-03-25 10:00"));
        for (int n = 1; n <= 3; n++) {
            OffsetDateTime opened = alliance.at("2024-08-27 10:00").plusMinutes(10L * n);
            Shift shift =
                    new Shift(3 + n, school, alliance.at("2024-09-02 19:00").plusDays(7L * n), "OFFLINE", "示例夜校教室");
            volunteers.opens(shift, opened);
            volunteers.teaches(shift, n, opened.plusMinutes(5));
        }
        order(volunteers);
    }

    private void league(Volunteers volunteers) {
        Project league = new Project(1, "XM01", "示例杯志愿服务", "LEAGUE", 0, "示例说明：引导观众、维护秩序。", cast.officer);
        volunteers.opens(league, LocalDate.of(2024, 9, 1), LocalDate.of(2024, 10, 1), alliance.at("2024-08-20 10:00"));
        Shift shift = new Shift(3, league, alliance.at("2024-09-07 18:00"), "OFFLINE", "示例体育馆");
        volunteers.opens(shift, alliance.at("2024-08-22 10:00"));
        for (int n = 1; n <= MEMBERS; n++) {
            volunteers.signsUp(shift, n, alliance.at("2024-08-26 20:00").plusMinutes(n));
            if (GAVE_UP.contains(n))
                volunteers.givesUp(shift, n, alliance.at("2024-09-05 20:00").plusMinutes(n));
            else if (!ABSENT.contains(n)) volunteers.serves(shift, n);
        }
    }

    Project order() {
        return new Project(3, "XM03", "示例河道清洁", "ORDER", 2, "示例说明：每月一次。", west);
    }

    /** Volunteers who are no members, and have no account of the demo. */
    static List<Integer> carers() {
        return IntStream.rangeClosed(MEMBERS + 2, MEMBERS + 8).boxed().toList();
    }

    /** One shift was served, and the hours of one volunteer do not count; one is to come. */
    private void order(Volunteers volunteers) {
        Project order = order();
        volunteers.opens(order, LocalDate.of(2024, 3, 1), null, alliance.at("2024-02-26 10:00"));
        Shift shift = new Shift(1, order, alliance.at("2024-06-15 09:00"), "OFFLINE", "示例活动中心");
        volunteers.opens(shift, alliance.at("2024-06-03 10:00"));
        for (int n = MEMBERS + 1; n <= MEMBERS + 5; n++) {
            volunteers.signsUp(shift, n, alliance.at("2024-06-10 08:00").plusMinutes(n));
            volunteers.serves(shift, n);
            OffsetDateTime judged = alliance.at("2024-06-17 10:00").plusMinutes(n);
            if (n == REJECTED) volunteers.isRejected(shift, n, cast.officer, judged);
            else volunteers.isVerified(shift, n, cast.officer, judged);
        }
        volunteers.tells(shift, MEMBERS + 1, "示例记录：走访十户。", shift.startsAt().plusMinutes(90));
        Shift next = new Shift(2, order, alliance.at("2099-06-15 09:00"), "ONLINE", "示例线上群");
        volunteers.opens(next, alliance.at("2024-10-21 10:00"));
        for (int n : List.of(10, 11, 12, 18, 19, 20))
            volunteers.signsUp(next, n, alliance.at("2024-10-22 19:00").plusMinutes(n));
    }
}
