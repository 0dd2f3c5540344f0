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
import org.linli.schema.read.Inputs.Reference;

/**
 * 平城区: the totals of the newspaper page, reached one by one: 16,532 residents and 145 self-governance activities of 水泊寺, 1,364 merchants visited,
 * 590 signed, 472 of these with 606 services. Everybody and everything is invented and called 示例; nothing negative is said.
 */
final class Pingcheng implements Neighbourhood {
    private static final int RESIDENTS = 16_532;
    private static final int VISITED = 1_364;
    private static final int SIGNED = 590;
    private static final int OFFERING = 472;
    private static final int SERVICES = 606;
    private static final int SHOPS = 1_400;
    private static final int HELD = 145;
    private static final int GRIDS = 24;

    /** The resident who is a serving member with an account of the demo. */
    static final int MEMBER = 5;

    /** The resident who answers for the first unit. */
    static final int CONTACT = 11;

    /** Who was in the register when the pilot began. */
    private static final int FIRST = 1_006;

    /** Who came to one of them. */
    private static final int SEATS = 6;

    /** Households that take part in activities: those of the first thousand residents. */
    private static final int ACTIVE_HOUSEHOLDS = 13;

    private final Script ground;
    private final Script life;
    private final Script trade;
    private final Script alliance;
    private final OffsetDateTime now;
    private final Cast cast;
    private final Caller community;
    private final Caller street;

    /** @param now the moment of loading, to which what is coming refers */
    Pingcheng(District district, OffsetDateTime now) {
        this.now = now;
        ground = new Script(district);
        life = new Script(district);
        trade = new Script(district);
        alliance = new Script(district);
        int[] grids = IntStream.rangeClosed(1, GRIDS).toArray();
        cast = new Cast(life, 1, 2, 3, 4, MEMBER, CONTACT);
        community = cast.community(grids);
        street = cast.street(grids);
    }

    /** What happened, part after part; the scripts of a part do not touch each other's records. */
    List<List<Script>> parts() {
        settles();
        registers();
        trades();
        held();
        coming();
        cast.redeem(trading(life), now);
        cast.connect();
        new PingchengAlliance(alliance, cast, community, street).happens();
        return List.of(List.of(ground), List.of(life, trade), List.of(alliance));
    }

    // The six streets and eleven communities that the page names; where it gives no street, none is known here.

    private static final List<String> STREETS =
            List.of("SBS 水泊寺街道", "KY 开源街道", "QY 清远街道", "XH 新华街道", "XW 新旺街道", "YT 永泰街道");
    private static final List<String> COMMUNITIES = List.of(
            "TH 太和 1",
            "MF 民富 2",
            "MH 民惠 2",
            "HD 惠达 3",
            "YY 悦悦 4",
            "JQ 局前 4",
            "LGYDY 柳港园东院 5",
            "LHL 柳航里 6",
            "JX 锦祥 6",
            "KJ 康吉 6",
            "WX 文兴 0");

    private static String community(int n) {
        return COMMUNITIES.get(n - 1).split(" ")[1] + "社区";
    }

    /** Twelve compounds with two grids each in 太和, then one compound with two grids in each other community. */
    private void settles() {
        Ground place = new Ground(ground, ground.at("2023-12-15 09:00"));
        for (int n = 1; n <= STREETS.size(); n++) {
            String[] street = STREETS.get(n - 1).split(" ");
            place.street(n, street[0], street[1]);
        }
        for (int n = 1; n <= COMMUNITIES.size(); n++) {
            String[] words = COMMUNITIES.get(n - 1).split(" ");
            place.community(n, words[0], community(n), Integer.parseInt(words[2]));
        }
        int compounds = GRIDS / 2 + COMMUNITIES.size() - 1;
        for (int n = 1; n <= compounds; n++) place.compound(n, Math.max(1, n - GRIDS / 2 + 1));
        for (int n = 1; n <= 2 * compounds; n++) place.grid(n, Math.max(1, (n + 1) / 2 - GRIDS / 2 + 1), (n + 1) / 2);
        place.later("2023-12-20 09:00").duties(2 * compounds);
        place.proposal(now.minusDays(1));
    }

    // Households of three in the grids of 太和: two adults, and a child or a parent.

    private void registers() {
        People people = new People(life, cast::worker);
        cast.join(people, Pingcheng::person, life.at("2024-01-02 09:00"));
        people.areTakenOver(
                IntStream.rangeClosed(1, RESIDENTS)
                        .filter(n -> !cast.joins(n))
                        .mapToObj(Pingcheng::person)
                        .toList(),
                cast.officer,
                cast.colleague,
                life.at("2024-01-06 09:00"),
                60);
    }

    private static Person person(int n) {
        int household = (n - 1) / 3;
        int given = household / 60 * 3 + n % 3;
        boolean third = n % 3 == 0;
        boolean child = third && household % 3 == 0;
        LocalDate birth = child
                ? LocalDate.of(2012, 1, 1).plusDays(n * 37L % 3600)
                : third
                        ? LocalDate.of(1940, 1, 1).plusDays(n * 37L % 7000)
                        : LocalDate.of(1970, 1, 1).plusDays(n * 37L % 12000);
        boolean young = birth.getYear() >= 1990;
        return new Person(
                n,
                Words.name(household, given, given / 2),
                n % 2 == 0,
                birth,
                child ? null : "111%08d".formatted(n * 4871L % 100_000_000),
                1 + household % GRIDS,
                1 + household % GRIDS / 2,
                "%d号楼%d单元%d%02d"
                        .formatted(
                                1 + household / 24 % 20,
                                1 + household / 480 % 4,
                                1 + household / 1920,
                                1 + household / 24 % 4),
                relation(household),
                child
                        ? List.of("CHILD")
                        : third
                                ? List.of("ELDER")
                                : !young ? List.of() : n % 31 == 0 ? List.of("YOUTH", "JOB_SEEKER") : List.of("YOUTH"),
                standing(n),
                child ? household * 3 + 1 : 0,
                n <= FIRST
                        ? LocalDate.of(2024, 1, 2).plusDays(n / 334)
                        : LocalDate.of(2024, 1, 8).plusDays(n * 25L / (24 * 60)));
    }

    static String relation(int household) {
        return switch (household % 10) {
            case 7 -> "TENANT";
            case 8 -> "FLOATING";
            case 9 -> "PERMANENT";
            default -> "REGISTERED";
        };
    }

    static String standing(int n) {
        return switch (n % 10) {
            case 7 -> "RESIDENCE_VERIFIED";
            case 8 -> "IDENTITY_VERIFIED";
            case 9 -> "REGISTERED";
            default -> "ACTIVE";
        };
    }

    // Merchants: one joins step by step, the others come from the street's list of the pilot, with the visits noted
    // there.

    private static final List<String> NAMES = List.of(
            "春和 福顺 同兴 永昌 鑫源 家和 百味 金禾 绿源 惠民 德润 安康 吉祥 祥云 聚丰 万家 如意 阳光 恒达 瑞丰 康乐 美邻 乐享 优选 天天 好邻居 老街 清泉 云中 晨光".split(" "));
    private static final List<List<String>> TRADES = lists(
            "面馆 小吃店 早餐铺 饭庄 茶饮店, 生鲜超市 果蔬店 粮油店 便利店 烘焙坊, 文具店 鞋服店 五金店 花店 母婴用品店, 家政服务部 家电维修部 开锁服务部 洗衣店 管道疏通部, 理发店 美容店 美甲店 养发馆 造型室, 托管中心 书画室 英语角 音乐教室 自习室, 药房 眼镜店 理疗馆 口腔诊所 养生馆, 健身房 乒乓球馆 书店 舞蹈室 棋牌室, 快递驿站 打印店 宠物店 照相馆 修车铺");
    private static final List<List<String>> OFFERS = lists(
            "满减券 招牌菜一份 免费饮品, 果蔬优惠券 鸡蛋一份 当日面包, 文具礼包 鲜花一束 购物抵扣券, 上门保洁一小时 家电检修一次 衣物干洗一件, 理发一次 护理体验 修甲一次, 体验课一节 自习一日 书法用纸一套, 测血压与咨询 眼镜清洗养护 艾灸体验, 健身日卡 乒乓球一小时 图书抵扣券, 照片打印十张 快递优惠券 自行车检修");

    static List<List<String>> lists(String text) {
        return List.of(text.split(", ")).stream()
                .map(words -> List.of(words.split(" ")))
                .toList();
    }

    private static Shop shop(int n) {
        return new Shop(
                n,
                "示例" + NAMES.get(n / 9 % 30) + TRADES.get(n % 9).get(n / 270 % 5),
                "111%08d".formatted(50_000_000 + n * 4871L),
                1 + n % GRIDS,
                n <= SIGNED ? LocalDate.of(2024, 2, 1).plusDays(n % 270) : null,
                n <= 540);
    }

    private Trade trading(Script script) {
        return new Trade(script, grid -> community, grid -> street, script.account(12));
    }

    private void trades() {
        Trade first = trading(life);
        first.joins(shop(1), 2, life.at("2024-01-22 10:00"));
        first.isVisited(1, shop(1), LocalDate.of(2024, 1, 30), life.at("2024-01-30 15:00"));
        offers(first, 1);
        Trade merchants = trading(trade);
        merchants.areTakenOver(
                IntStream.rangeClosed(2, SHOPS).mapToObj(Pingcheng::shop).toList(),
                cast.officer,
                trade.at("2024-10-28 10:00"));
        OffsetDateTime noted = trade.at("2024-10-29 09:00");
        first.isVisited(VISITED + 1, shop(1), LocalDate.of(2024, 1, 29), noted);
        for (int n = 2; n <= VISITED + 300; n++)
            if (n != VISITED + 1)
                merchants.isVisited(
                        n,
                        shop(1 + (n - 1) % VISITED),
                        LocalDate.of(2024, 1, 8).plusDays(n % 24),
                        noted.plusSeconds(15L * n));
        for (int n = 2; n <= SERVICES + 8; n++) if (n != OFFERING + 1 && n != SERVICES + 1) offers(merchants, n);
        // The first merchant's other services.
        offers(first, OFFERING + 1);
        offers(first, SERVICES + 1);
    }

    /** One of each of the first 472, a second one of the first 134; of eight more four are handed in and four still being written. */
    private void offers(Trade merchants, int n) {
        int owner = n <= OFFERING ? n : n <= SERVICES ? n - OFFERING : n - SERVICES;
        OffsetDateTime at = n == 1
                ? trade.at("2024-02-26 10:00")
                : trade.at("2024-10-30 09:00").plusSeconds(40L * n);
        merchants.offers(
                n,
                shop(owner),
                Trade.offer(
                        OFFERS.get(owner % 9).get((n / OFFERING + owner / 9) % 3),
                        20 + owner * 7 % 24 * 10,
                        10 + n * 13 % 190,
                        LocalDate.of(2024, 3, 1).plusDays(n == 1 ? 0 : n % 200),
                        null),
                at);
        if (n > SERVICES + 4) return;
        merchants.handsIn(n, shop(owner), at.plusMinutes(5));
        if (n <= SERVICES) merchants.isReviewed(n, shop(owner), "APPROVE", "示例：内容完整，同意上线。", at.plusHours(20));
    }

    // Activities: of the 145 fifteen are the whole street's, forty the community's, and ninety a grid's.

    private static final List<String> TITLES =
            List.of("居民议事会 楼道美化行动 邻里清洁日 小区花圃共建 旧物交换集市 停车共商会 垃圾分类劝导 邻里百家宴 夜间巡逻 亲子阅读角 门球友谊赛 安全用电自查".split(" "));

    private Gatherings gatherings() {
        return new Gatherings(life, cast::resident);
    }

    private Reference place(String type, String table, int n) {
        return new Reference(type, life.id(table, n));
    }

    private void held() {
        Gatherings gatherings = gatherings();
        for (int n = 1; n <= HELD; n++) {
            OffsetDateTime starts = life.at("2024-01-13 09:00").plusDays(2L * n).plusHours(n % 3 * 5L);
            int grid = 1 + n % GRIDS;
            Gathering one = new Gathering(
                    n,
                    n <= 55 ? community : cast.worker(grid),
                    street,
                    Gatherings.input(
                            "SELF_GOVERNANCE",
                            "示例" + TITLES.get(n % 12) + "第" + (1 + n / 12) + "期",
                            "示例说明：居民自己商议、自己动手。",
                            n <= 15
                                    ? place("Street", "0001", 1)
                                    : n <= 55 ? place("Community", "0002", 1) : place("Grid", "0004", grid),
                            n <= 15 ? "水泊寺街道（示例）" : n <= 55 ? "太和社区（示例）" : "示例小区 %02d居民小组".formatted(1 + n % GRIDS / 2),
                            "示例活动室 " + (1 + n % 6),
                            starts,
                            starts.plusHours(2),
                            null,
                            30,
                            0,
                            "EVERYBODY",
                            10 * (1 + n % 3)),
                    starts);
            gatherings.opens(one, starts.minusDays(7));
            gatherings.begins(one);
            for (int seat = 0; seat < SEATS; seat++) {
                int resident = 1 + 3 * (n % GRIDS + (n * 7 + seat) % ACTIVE_HOUSEHOLDS * GRIDS);
                gatherings.enrols(
                        one, n * 10 + seat, resident, 0, starts.minusDays(5).plusMinutes(37L * seat));
                gatherings.comes(one, n * 10 + seat, resident, 0, starts.minusMinutes(SEATS - (long) seat));
            }
            gatherings.ends(one, List.of("ENDED", "REPORTED", "ARCHIVED").get(n % 3));
        }
        String kinds = "NIGHT_SCHOOL TRAINING NIGHT_SCHOOL COMMUNITY LECTURE COMMUNITY";
        String titles = "示例夜校开放日 示例手机使用课堂 示例夜校体验课 示例便民服务日 示例防诈骗讲座 示例亲子手工课";
        String audiences = "YOUTH ELDER YOUTH EVERYBODY ELDER FAMILY";
        for (int n = 1; n <= COMMUNITIES.size(); n++) {
            OffsetDateTime starts = life.at("2024-10-08 19:00").plusDays(2L * n);
            Gathering one = wide(
                    199 + n,
                    n,
                    Gatherings.input(
                            kinds.split(" ")[n % 6],
                            titles.split(" ")[n % 6],
                            "示例说明：由社区与志愿者合办。",
                            place("Community", "0002", n),
                            community(n) + "（示例）",
                            "示例社区活动中心",
                            starts,
                            starts.plusHours(2),
                            null,
                            40,
                            0,
                            audiences.split(" ")[n % 6],
                            0),
                    starts);
            gatherings.opens(one, starts.minusDays(7));
            gatherings.begins(one);
            gatherings.ends(one, "REPORTED");
        }
        OffsetDateTime starts = life.at("2024-10-19 09:00");
        Gathering campaign = new Gathering(
                250,
                cast.officer,
                cast.colleague,
                Gatherings.input(
                        "CAMPAIGN",
                        "示例网格工作宣传日",
                        "示例说明：网格员在广场答问。",
                        null,
                        "平城区（示例）",
                        "示例广场",
                        starts,
                        starts.plusMinutes(150),
                        null,
                        null,
                        0,
                        "EVERYBODY",
                        0),
                starts);
        gatherings.opens(campaign, starts.minusDays(7));
        gatherings.begins(campaign);
        gatherings.ends(campaign, "REPORTED");
    }

    /** Of a community: in the demo the first has a worker, the others are the district's. */
    private Gathering wide(int n, int communityNumber, Map<String, Object> input, OffsetDateTime starts) {
        return communityNumber == 1
                ? new Gathering(n, community, street, input, starts)
                : new Gathering(n, cast.officer, cast.colleague, input, starts);
    }

    /** Two a day from tomorrow in the grids of 太和, and one each week in another community; people enrolled three days ago. */
    private void coming() {
        Gatherings gatherings = gatherings();
        OffsetDateTime today =
                now.atZoneSameInstant(life.zone()).with(LocalTime.MIN).toOffsetDateTime();
        String kinds = "SELF_GOVERNANCE COMMUNITY PAIRED_UNIT TRAINING";
        String titles = "示例居民议事会 示例邻里运动会 示例单位开放日 示例急救培训";
        for (int n = 1; n <= GRIDS; n++) {
            OffsetDateTime starts = today.plusHours(9).plusDays((n + 1) / 2).plusHours(n % 2 * 6L);
            Gathering one = new Gathering(
                    300 + n,
                    cast.worker(n),
                    street,
                    Gatherings.input(
                            kinds.split(" ")[n % 4],
                            titles.split(" ")[n % 4] + "（报名中）",
                            "示例说明：欢迎报名。",
                            place("Grid", "0004", n),
                            "太和社区（示例）",
                            "示例活动室 " + (1 + n % 6),
                            starts,
                            starts.plusHours(2),
                            starts.minusHours(12),
                            12,
                            5,
                            "EVERYBODY",
                            20),
                    starts);
            gatherings.opens(one, starts.minusDays(30));
            for (int seat = 1; seat <= 8 + n % 6; seat++)
                gatherings.enrols(
                        one,
                        10_000 + n * 20 + seat,
                        n <= 4 && seat == 1 ? 1 : 1 + (n - 1 + (n + seat * 5) * 24) % 5496 * 3,
                        0,
                        today.minusDays(3).plusMinutes(61L * seat));
        }
        for (int n = 2; n <= COMMUNITIES.size(); n++) {
            OffsetDateTime starts = today.plusHours(14).plusDays(7L * n);
            Gathering one = wide(
                    350 + n,
                    n,
                    Gatherings.input(
                            "COMMUNITY",
                            "示例社区开放日（报名中）",
                            "示例说明：欢迎报名。",
                            place("Community", "0002", n),
                            community(n) + "（示例）",
                            "示例社区活动中心",
                            starts,
                            starts.plusHours(3),
                            starts.minusDays(1),
                            60,
                            0,
                            "EVERYBODY",
                            10),
                    starts);
            gatherings.opens(one, starts.minusDays(120));
        }
        drafts(gatherings, today);
    }

    /** What waits for the community's worker and for the street officer. */
    private void drafts(Gatherings gatherings, OffsetDateTime today) {
        for (int n = 1; n <= 3; n++) {
            OffsetDateTime starts = today.plusDays(20L + n).plusHours(15);
            Gathering one = new Gathering(
                    380 + n,
                    community,
                    street,
                    Gatherings.input(
                            "COMMUNITY",
                            "示例邻里茶话会第" + n + "期",
                            "示例说明：欢迎参加。",
                            place("Community", "0002", 1),
                            "太和社区（示例）",
                            "示例社区活动中心",
                            starts,
                            starts.plusHours(2),
                            null,
                            40,
                            10,
                            "EVERYBODY",
                            10),
                    starts);
            gatherings.isWritten(one, today.minusDays(2));
            if (n > 1) gatherings.isHandedIn(one, today.minusDays(2).plusHours(1));
            if (n > 2) gatherings.isApproved(one, today.minusDays(1));
        }
    }

    // A lively day.

    @Override
    public District district() {
        return life.district;
    }

    @Override
    public boolean invented() {
        return false;
    }

    @Override
    public int communities() {
        return COMMUNITIES.size();
    }

    @Override
    public List<Integer> people() {
        return IntStream.iterate(1, n -> n + 3)
                .filter(n -> !cast.joins(n) && standing(n).equals("ACTIVE"))
                .limit(GRIDS * ACTIVE_HOUSEHOLDS)
                .boxed()
                .toList();
    }

    @Override
    public Caller resident(int n) {
        return cast.resident(n);
    }

    @Override
    public Gathering gathering(int community, int capacity, int waitlist, OffsetDateTime startsAt) {
        Map<String, Object> input = Gatherings.input(
                "COMMUNITY",
                "示例" + TITLES.get((community + startsAt.getHour()) % 12),
                "示例说明：欢迎参加。",
                place("Community", "0002", community),
                community(community) + "（示例）",
                "示例社区活动中心",
                startsAt,
                startsAt.plusHours(2),
                null,
                capacity,
                waitlist,
                "EVERYBODY",
                20);
        return wide(1, community, input, startsAt);
    }

    @Override
    public List<Shop> shops() {
        return IntStream.rangeClosed(2, OFFERING).mapToObj(Pingcheng::shop).toList();
    }

    @Override
    public Trade trade(Script script) {
        return trading(script);
    }

    @Override
    public Project project() {
        return new PingchengAlliance(alliance, cast, community, street).care();
    }

    @Override
    public List<Integer> carers() {
        return PingchengAlliance.carers();
    }

    @Override
    public Volunteers volunteers(Script script) {
        return new PingchengAlliance(script, cast, community, street).volunteers();
    }

    @Override
    public Caller officer() {
        return cast.officer;
    }

    @Override
    public Evaluation evaluation(OffsetDateTime opensAt) {
        throw new UnsupportedOperationException("nothing scored is said about a real place");
    }

    @Override
    public List<Integer> voters() {
        return List.of();
    }
}
