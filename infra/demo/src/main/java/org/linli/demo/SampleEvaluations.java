package org.linli.demo;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.linli.demo.Ballots.Evaluation;
import org.linli.demo.Ballots.Leg;
import org.linli.demo.People.Person;
import org.linli.schema.Caller;
import org.linli.schema.read.Inputs.Reference;

/** Triad evaluations of 示例区: two are published, one of them with a missing leg, and two take ballots. */
final class SampleEvaluations {
    private final Script alliance;
    private final Cast cast;
    private final Caller east;
    private final Caller west;

    SampleEvaluations(Script alliance, Cast cast, Caller east, Caller west) {
        this.alliance = alliance;
        this.cast = cast;
        this.east = east;
        this.west = west;
    }

    void happen() {
        Ballots ballots = new Ballots(alliance);
        OffsetDateTime opens = alliance.at("2024-09-01 00:00");
        OffsetDateTime closes = alliance.at("2024-10-01 00:00");
        Evaluation company = new Evaluation(
                1,
                "示例年度评价：物业服务",
                new Reference("PropertyCompany", alliance.id("0039", 1)),
                1,
                opens,
                closes,
                3,
                List.of(new Leg(1, "PARTY_ORGANISATION", 50), new Leg(2, "RESIDENTS", 50)),
                gridWorkers(2),
                east);
        ballots.opens(company);
        for (int n = 1; n <= 4; n++)
            ballots.votes(
                    company,
                    cast.worker(n + 1),
                    "PARTY_ORGANISATION",
                    low(n),
                    opens.plusDays(n).plusHours(15));
        List<Integer> voters = voters(1);
        for (int n = 0; n < voters.size(); n++)
            ballots.votes(company, cast.resident(voters.get(n)), "RESIDENTS", low(n), opens.plusHours(20 + 11L * n));
        ballots.isCounted(company);
        ballots.isPublished(company, cast.officer);

        // Nobody of the party organisation voted, so its leg is missing.
        Evaluation member = new Evaluation(
                2,
                "示例年度评价：在职党员服务",
                new Reference("ServingMember", alliance.id("0035", 1)),
                2,
                opens,
                closes,
                5,
                List.of(new Leg(3, "PARTY_ORGANISATION", 40), new Leg(4, "RESIDENTS", 40), new Leg(5, "SELF", 20)),
                gridWorkers(2),
                east);
        ballots.opens(member);
        voters = voters(2);
        for (int n = 0; n < voters.size(); n++)
            ballots.votes(member, cast.resident(voters.get(n)), "RESIDENTS", high(n), opens.plusHours(21 + 11L * n));
        ballots.votes(
                member,
                cast.resident(Sample.MEMBER),
                "SELF",
                high(1),
                opens.plusDays(3).plusHours(20));
        ballots.isCounted(member);
        ballots.isPublished(member, cast.officer);

        OffsetDateTime distant = alliance.at("2099-01-01 00:00");
        ballots.opens(new Evaluation(
                3,
                "示例年度评价：商家",
                new Reference("Merchant", alliance.id("0020", 8)),
                3,
                closes,
                distant,
                5,
                List.of(new Leg(6, "PARTY_ORGANISATION", 60), new Leg(7, "RESIDENTS", 40)),
                gridWorkers(7),
                west));
        ballots.opens(byResidents("示例季度评价：物业服务", closes, distant));
    }

    private Evaluation byResidents(String title, OffsetDateTime opens, OffsetDateTime closes) {
        return new Evaluation(
                4,
                title,
                new Reference("PropertyCompany", alliance.id("0039", 2)),
                1,
                opens,
                closes,
                5,
                List.of(new Leg(8, "RESIDENTS", 100)),
                List.of(),
                east);
    }

    Evaluation ofToday(OffsetDateTime opens) {
        return byResidents("示例今日评价：物业服务", opens, opens.plusDays(1));
    }

    /** The duties of five, from this grid on. */
    private List<Reference> gridWorkers(int from) {
        return IntStream.range(from, from + 5)
                .mapToObj(grid -> new Reference("Duty", alliance.id("0006", 100 + grid)))
                .toList();
    }

    /** Adults of the community whose residence is verified, but for every seventh, who does not vote, and the member who is evaluated. */
    static List<Integer> voters(int community) {
        return IntStream.range(1, Sample.ERASED)
                .filter(n -> Sample.there(n) && n != Sample.MEMBER && Sample.guardian(n) == 0 && n % 7 != 0)
                .mapToObj(Sample::person)
                .filter(person -> 1 + (person.grid() - 1) / 3 == community)
                .filter(person -> List.of("RESIDENCE_VERIFIED", "ACTIVE").contains(person.standing()))
                .map(Person::n)
                .toList();
    }

    private static List<Integer> low(int n) {
        return List.of(30 + n * 7 % 41, 40 + n * 11 % 31, 35 + n * 13 % 51);
    }

    private static List<Integer> high(int n) {
        return List.of(80 + n * 7 % 21, 75 + n * 11 % 26, 85 + n * 13 % 16);
    }
}
