package org.linli.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.linli.demo.Ballots.Evaluation;
import org.linli.demo.Gatherings.Gathering;
import org.linli.demo.People.Person;
import org.linli.demo.Trade.Shop;
import org.linli.demo.Volunteers.Project;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;
import org.linli.schema.read.Inputs.Reference;

/** 示例区: invented from end to end, so here things also go wrong. */
final class Sample implements Neighbourhood {
    private static final int RESIDENTS = 200;
    static final int ERASED = 200;
    private static final int SUSPENDED = 150;

    /** The resident who is a serving member with an account of the demo. */
    static final int MEMBER = 62;

    /** The resident who answers for the first unit. */
    static final int CONTACT = 14;

    private static final List<Integer> GONE = List.of(101, 102);

    private final Script ground;
    private final Script life;
    private final Script alliance;
    private final OffsetDateTime now;
    private final Cast cast;
    private final Caller community;
    private final Caller east;
    private final Caller west;

    /** @param now the moment of loading, to which activities refer */
    Sample(District district, OffsetDateTime now) {
        this.now = now;
        ground = new Script(district);
        life = new Script(district);
        alliance = new Script(district);
        cast = new Cast(life, 5, 6, 7, 10, MEMBER, CONTACT);
        community = cast.community(1, 2, 3, 13);
        east = cast.street(1, 2, 3, 4, 5, 6, 13);
        west = life.onDuty(life.worker(202), Role.STREET_OFFICER, 7, 8, 9, 10, 11, 12);
    }

    /** What happened, part after part. */
    List<List<Script>> parts() {
        settles();
        registers();
        trades();
        gathers();
        cast.redeem(new Trade(life, grid -> community, this::reviewer, life.account(12)), now);
        new SampleAlliance(alliance, cast, this::communityWorker, east, west).happens();
        new SampleEvaluations(alliance, cast, east, west).happen();
        cast.connect();
        return List.of(List.of(ground), List.of(life), List.of(alliance));
    }

    private Caller communityWorker(int of) {
        return of == 1
                ? community
                : life.onDuty(life.worker(210 + of), Role.COMMUNITY_WORKER, 3 * of - 2, 3 * of - 1, 3 * of);
    }

    // Two streets, four communities; a grid was split into two.

    private static final List<String> COMMUNITIES = List.of("示例桃园社区", "示例柳溪社区", "示例石桥社区", "示例云湖社区");

    /** The first compound of a community has the first grid and shares the second with the second compound, which has the third. */
    private void settles() {
        Ground place = new Ground(ground, ground.at("2022-12-01 09:00"));
        place.street(1, "DJ", "示例东街道");
        place.street(2, "XJ", "示例西街道");
        List<String> codes = List.of("TY", "LX", "SQ", "YH");
        for (int n = 1; n <= COMMUNITIES.size(); n++)
            place.community(n, codes.get(n - 1), COMMUNITIES.get(n - 1), (n + 1) / 2);
        for (int n = 1; n <= 2 * COMMUNITIES.size(); n++) place.compound(n, (n + 1) / 2);
        place.grid(13, 1, 1);
        for (int n = 3; n <= 12; n++) {
            int community = 1 + (n - 1) / 3;
            int first = 2 * community - 1;
            if (n % 3 == 1) place.grid(n, community, first);
            else if (n % 3 == 2) place.grid(n, community, first, first + 1);
            else place.grid(n, community, first + 1);
        }
        place.duty(
                4,
                life.account(1),
                "示例网格员",
                "GRID_WORKER",
                null,
                place.place("Grid", "0004", 4),
                LocalDate.of(2023, 1, 1),
                LocalDate.of(2024, 1, 1));
        place.later("2023-06-01 09:00").splits(13, 1, 2, 1, 2);
        place.later("2023-12-20 09:00").duties(12);
        place.duty(
                202,
                life.worker(202),
                "示例街道干部 02",
                "STREET_OFFICER",
                "街道网格中心主任",
                place.place("Street", "0001", 2),
                LocalDate.of(2024, 1, 1),
                null);
        for (int n = 2; n <= COMMUNITIES.size(); n++)
            place.duty(
                    210 + n,
                    life.worker(210 + n),
                    "示例社区工作者 %02d".formatted(n),
                    "COMMUNITY_WORKER",
                    null,
                    place.place("Community", "0002", n),
                    LocalDate.of(2024, 1, 1),
                    null);
        place.proposal(now.minusDays(1));
    }

    // Households of four: two adults, a child and a parent. Two moved out, one is suspended, one was erased.

    private void registers() {
        People people = new People(life, cast::worker);
        cast.join(people, Sample::person, life.at("2024-01-09 09:00"));
        people.areTakenOver(
                IntStream.rangeClosed(1, RESIDENTS)
                        .filter(n -> !cast.joins(n))
                        .mapToObj(Sample::person)
                        .toList(),
                cast.officer,
                cast.colleague,
                life.at("2024-07-30 09:00"),
                40);
        OffsetDateTime later = life.at("2024-08-05 10:00");
        for (int n : GONE)
            life.play(
                    later.plusMinutes(n),
                    cast.worker(person(n).grid()),
                    "moveResident",
                    List.of(),
                    "resident",
                    life.id("0010", n),
                    "reason",
                    "示例：迁往外地。");
        life.play(
                later,
                cast.officer,
                "suspendResident",
                List.of(),
                "resident",
                life.id("0010", SUSPENDED),
                "reason",
                "示例：信息有误，待核实。");
        life.play(
                later,
                cast.officer,
                "eraseResident",
                List.of(),
                "resident",
                life.id("0010", ERASED),
                "reason",
                "示例：本人申请注销。");
    }

    static Person person(int n) {
        int household = (n - 1) / 4;
        int place = (n - 1) % 4;
        int grid = n <= 4 ? 1 : 1 + household % 12;
        LocalDate birth = switch (place) {
            case 2 -> LocalDate.of(2012, 1, 1).plusDays(n * 17L % 3600);
            case 3 -> LocalDate.of(1940, 1, 1).plusDays(n * 37L % 7000);
            default -> LocalDate.of(1970, 1, 1).plusDays(n * 59L % 12000);
        };
        return new Person(
                n,
                Words.name(household, n, n * 7 % 20),
                n % 2 == 0,
                birth,
                place == 2 ? null : "111%08d".formatted(80_000_000 + n * 4871L),
                grid,
                1 + (grid - 1) / 3 * 2 + (grid % 3 == 0 ? 1 : 0),
                "%d号楼%d单元%d01".formatted(1 + household % 5, 1 + household / 5 % 3, 1 + household % 6),
                Pingcheng.relation(household),
                place == 2
                        ? List.of("CHILD")
                        : place == 3
                                ? List.of("ELDER")
                                : n % 3 == 0 ? List.of("YOUTH") : n % 7 == 0 ? List.of("JOB_SEEKER") : List.of(),
                Pingcheng.standing(n),
                place == 2 ? n - 2 : 0,
                LocalDate.of(2024, 1, 8).plusDays(n));
    }

    // Merchants at every stage, with services at every stage.

    private static final List<String> NAMES = List.of("春和 福顺 同兴 永昌 鑫源 家和 百味 金禾".split(" "));
    private static final List<String> TRADES = List.of("面馆 生鲜超市 文具店 家政服务部 理发店 托管中心 药房 书店 打印店".split(" "));
    private static final List<String> OFFERS = List.of("满减券 果蔬优惠券 文具礼包 上门保洁 理发一次 体验课 图书抵扣券".split(" "));

    private static Shop shop(int n) {
        return new Shop(
                n,
                "示例" + NAMES.get(n % 8) + TRADES.get(n % 9),
                "111%08d".formatted(90_000_000 + n * 4871L),
                1 + (n - 1) % 12,
                n <= 18 ? LocalDate.of(2024, 3, 1).plusDays(n) : null,
                n <= 16);
    }

    private Caller reviewer(int grid) {
        return grid <= 6 ? east : west;
    }

    @Override
    public Trade trade(Script script) {
        return new Trade(script, grid -> grid <= 3 ? community : reviewer(grid), this::reviewer, life.account(12));
    }

    private void trades() {
        Trade trade = trade(life);
        trade.joins(shop(1), 6, life.at("2024-02-01 10:00"));
        trade.areTakenOver(
                IntStream.rangeClosed(2, 24).mapToObj(Sample::shop).toList(),
                cast.officer,
                life.at("2024-03-25 10:00"));
        for (int n = 1; n <= 30; n++)
            trade.isVisited(
                    n,
                    shop(1 + (n - 1) % 22),
                    LocalDate.of(2024, 2, 1).plusDays(n),
                    n == 1
                            ? life.at("2024-02-02 16:00")
                            : life.at("2024-03-26 09:00").plusMinutes(n));
        for (int n = 1; n <= 40; n++) offers(trade, n);
        OffsetDateTime autumn = life.at("2024-10-10 10:00");
        life.play(
                autumn,
                reviewer(shop(13).grid()),
                "suspendMerchant",
                List.of(),
                "merchant",
                life.id("0020", 13),
                "reason",
                "示例：多次拒绝兑换。");
        life.play(
                autumn,
                trade.owner(14),
                "exitMerchant",
                List.of(),
                "merchant",
                life.id("0020", 14),
                "reason",
                "示例：店铺停业。");
    }

    /** Of five one is sold out and one paused; the last four are handed in, sent back, taken back, and still being written. */
    private void offers(Trade trade, int n) {
        Shop shop = shop(1 + (n - 1) % 14);
        OffsetDateTime at = life.at("2024-04-01 09:00").plusHours(n);
        trade.offers(
                n,
                shop,
                Trade.offer(
                        OFFERS.get(n % 7),
                        20 + n * 7 % 24 * 10,
                        n % 5 == 3 ? 1 : 10 + n,
                        LocalDate.of(2024, 3, 1).plusDays(n),
                        n % 6 == 0 ? LocalDate.of(2030, 1, 1) : null),
                at);
        if (n == 40) return;
        if (n == 39) {
            trade.takesBack(n, shop, "withdrawService", "示例：不再提供。", at.plusDays(1));
            return;
        }
        trade.handsIn(n, shop, at.plusMinutes(10));
        if (n == 37) return;
        if (n == 38) {
            trade.isReviewed(n, shop, "RETURN", "示例：请写明使用条件。", at.plusDays(1));
            return;
        }
        trade.isReviewed(n, shop, "APPROVE", "示例：内容完整，同意上线。", at.plusDays(1));
        if (n % 5 == 4) trade.takesBack(n, shop, "pauseService", "示例：暂停供应。", at.plusDays(30));
        if (n % 5 == 3) sellsOut(trade, n, shop);
    }

    /** Adults who live here. */
    private static final List<Integer> BUYERS = List.of(21, 22, 25, 26, 33, 34, 41, 42);

    /** The one piece there was goes to a resident who has the points. */
    private void sellsOut(Trade trade, int service, Shop shop) {
        int buyer = BUYERS.get(service / 5);
        String code = "SALE%08d".formatted(service);
        trade.isGranted(buyer, 300, cast.officer, life.at("2024-09-30 09:00").plusMinutes(service));
        trade.redeems(
                10 + service,
                cast.resident(buyer),
                service,
                code,
                life.at("2024-10-03 10:00").plusMinutes(service));
        trade.verifies(shop.n(), code, life.at("2024-10-04 10:00").plusMinutes(service));
    }

    // Activities at every stage, with seats and a waiting list, one called off.

    private static final List<String> KINDS =
            List.of("SELF_GOVERNANCE COMMUNITY TRAINING PAIRED_UNIT LECTURE SELF_GOVERNANCE".split(" "));
    private static final List<String> TITLES = List.of("居民议事会 邻里清洁日 手机课堂 合唱排练 防诈骗讲座 旧物交换".split(" "));

    private void gathers() {
        Gatherings gatherings = new Gatherings(life, cast::resident);
        OffsetDateTime today =
                now.atZoneSameInstant(life.zone()).with(LocalTime.MIN).toOffsetDateTime();
        for (int n = 1; n <= 34; n++) {
            Gathering one = gathering(n, today);
            if (n <= 20) held(gatherings, one);
            else if (n <= 28) enrolling(gatherings, one, today);
            else other(gatherings, one, today);
        }
    }

    private Gathering gathering(int n, OffsetDateTime today) {
        OffsetDateTime starts =
                today.plusHours(9).plusDays((n - 20) * (n <= 20 ? 6L : 1L)).minusDays(n <= 20 ? 3 : 0);
        int grid = 1 + n % 12;
        int place = 1 + (grid - 1) / 3;
        Object where = n % 2 == 0
                ? new Reference("Grid", life.id("0004", grid))
                : new Reference("Community", life.id("0002", place));
        Map<String, Object> input = Gatherings.input(
                KINDS.get(n % 6),
                "示例" + TITLES.get(n % 6) + "第" + (1 + n / 6) + "期",
                "示例说明：欢迎参加。",
                where,
                COMMUNITIES.get(place - 1),
                "示例活动室 " + (1 + n % 3),
                starts,
                starts.plusHours(2),
                starts.minusHours(12),
                10,
                3,
                "EVERYBODY",
                10 * (n % 4));
        return gathering(n, place, input, starts);
    }

    private Gathering gathering(int n, int place, Map<String, Object> input, OffsetDateTime starts) {
        return new Gathering(
                n, place == 1 ? community : cast.officer, place == 1 ? east : cast.colleague, input, starts);
    }

    private static int seated(int n, int seat) {
        return 5 + (n * 5 + seat * 12) % 180;
    }

    static boolean there(int resident) {
        return !GONE.contains(resident) && resident != SUSPENDED;
    }

    static int guardian(int resident) {
        return (resident - 1) % 4 == 2 ? resident - 2 : 0;
    }

    /** What those who were there think, from the worst to the best, and how often. */
    static final List<String> COMMENTS =
            List.of("示例评价：等了很久，不太满意。", "示例评价：场地有点小。", "示例评价：还可以。", "示例评价：不错，下次还来。", "示例评价：很好，学到不少。");

    private static final List<Integer> OPINIONS = List.of(0, 1, 2, 3, 3, 4, 4, 4);

    /** Nine came, but for every ninth. */
    private static void held(Gatherings gatherings, Gathering one) {
        gatherings.opens(one, one.startsAt().minusDays(60));
        gatherings.begins(one);
        for (int seat = 0; seat < 9; seat++) {
            int resident = seated(one.n(), seat);
            if (!there(resident)) continue;
            int number = one.n() * 20 + seat;
            gatherings.enrols(
                    one,
                    number,
                    resident,
                    guardian(resident),
                    one.startsAt().minusDays(5).plusHours(seat));
            if ((one.n() + seat) % 9 == 0) continue;
            gatherings.comes(
                    one, number, resident, guardian(resident), one.startsAt().minusMinutes(9L - seat));
            if (guardian(resident) == 0 && number % 3 != 0) {
                int opinion = OPINIONS.get(number % OPINIONS.size());
                gatherings.isRated(
                        one,
                        number,
                        resident,
                        opinion + 1,
                        COMMENTS.get(opinion),
                        one.startsAt().plusHours(5).plusMinutes(seat));
            }
        }
        gatherings.ends(one, List.of("ENDED", "REPORTED", "ARCHIVED").get(one.n() % 3));
    }

    /** The seats are taken and others wait; one gives up, and the first of them moves up. */
    private static void enrolling(Gatherings gatherings, Gathering one, OffsetDateTime today) {
        gatherings.opens(one, one.startsAt().minusDays(60));
        for (int seat = 0; seat < 13; seat++) {
            int resident = seated(one.n(), seat);
            if (there(resident))
                gatherings.enrols(
                        one,
                        one.n() * 20 + seat,
                        resident,
                        guardian(resident),
                        today.minusDays(3).plusHours(seat));
        }
        int leaving = seated(one.n(), 1);
        if (there(leaving)) gatherings.givesUp(one, leaving, guardian(leaving), today.minusDays(2));
    }

    /** Called off, a draft, handed in, sent back, approved, published. */
    private static void other(Gatherings gatherings, Gathering one, OffsetDateTime today) {
        if (one.n() == 29) {
            gatherings.opens(one, today.minusDays(20));
            gatherings.isCancelled(one, today.minusDays(1));
            return;
        }
        gatherings.isWritten(one, today.minusDays(6));
        if (one.n() == 30) return;
        gatherings.isHandedIn(one, today.minusDays(5));
        if (one.n() == 31) return;
        if (one.n() == 32) {
            gatherings.isReturned(one, today.minusDays(4));
            return;
        }
        gatherings.isApproved(one, today.minusDays(4));
        if (one.n() == 34) gatherings.isPublished(one, today.minusDays(3));
    }

    // A lively day.

    @Override
    public District district() {
        return life.district;
    }

    @Override
    public boolean invented() {
        return true;
    }

    @Override
    public int communities() {
        return COMMUNITIES.size();
    }

    @Override
    public List<Integer> people() {
        return IntStream.range(1, ERASED)
                .filter(n -> there(n) && guardian(n) == 0 && !cast.joins(n))
                .filter(n -> person(n).standing().equals("ACTIVE"))
                .boxed()
                .toList();
    }

    @Override
    public Caller resident(int n) {
        return cast.resident(n);
    }

    @Override
    public Gathering gathering(int community, int capacity, int waitlist, OffsetDateTime startsAt) {
        int topic = (community + startsAt.getHour()) % 6;
        Map<String, Object> input = Gatherings.input(
                KINDS.get(topic),
                "示例" + TITLES.get(topic),
                "示例说明：欢迎参加。",
                new Reference("Community", life.id("0002", community)),
                COMMUNITIES.get(community - 1),
                "示例活动室",
                startsAt,
                startsAt.plusHours(2),
                null,
                capacity,
                waitlist,
                "EVERYBODY",
                20);
        return gathering(1, community, input, startsAt);
    }

    @Override
    public List<Shop> shops() {
        return IntStream.rangeClosed(2, 12).mapToObj(Sample::shop).toList();
    }

    @Override
    public Project project() {
        return new SampleAlliance(alliance, cast, this::communityWorker, east, west).order();
    }

    @Override
    public List<Integer> carers() {
        return SampleAlliance.carers();
    }

    @Override
    public Volunteers volunteers(Script script) {
        return new SampleAlliance(script, cast, this::communityWorker, east, west).volunteers();
    }

    @Override
    public Caller officer() {
        return cast.officer;
    }

    @Override
    public Evaluation evaluation(OffsetDateTime opensAt) {
        return new SampleEvaluations(alliance, cast, east, west).ofToday(opensAt);
    }

    @Override
    public List<Integer> voters() {
        return SampleEvaluations.voters(1);
    }
}
