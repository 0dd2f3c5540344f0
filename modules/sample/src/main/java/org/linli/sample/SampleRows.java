package org.linli.sample;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.linli.activities.ActivityInput;
import org.linli.activities.ActivityKind;
import org.linli.activities.Audience;
import org.linli.merchants.Services.Offer;
import org.linli.schema.read.Inputs.Reference;

/** What there is in a sample district, as somebody would write it into the sheets: the same in each, whenever it is asked for on a day. */
final class SampleRows {
    static final String APPROVED = "示例：内容完整，同意上线。";

    private static final List<String> STREETS = List.of("示例东街道", "示例西街道");

    /** Two in each street, with two compounds and three grids each. */
    private static final List<String> COMMUNITIES = List.of("示例桃园社区", "示例柳溪社区", "示例石桥社区", "示例云湖社区");

    private static final List<String> COMPOUNDS = List.of("示例一区", "示例二区");
    private static final List<String> GRIDS = List.of("示例第一网格", "示例第二网格", "示例第三网格");

    /** Two adults, a child and a parent of one of them. */
    private static final int HOUSEHOLD = 4;

    private static final int HOUSEHOLDS = 60;
    private static final String GIVEN = "安平和宁康泰顺福禄寿喜乐嘉祥瑞庆丰裕盈盛";
    private static final List<String> RELATIONS =
            List.of("REGISTERED", "PERMANENT", "REGISTERED", "TENANT", "FLOATING");

    private static final List<String> SHOPS =
            List.of("示例春和面馆", "示例福顺生鲜", "示例同兴文具店", "示例永昌家政", "示例鑫源理发店", "示例家和托管中心", "示例百味书店", "示例金禾打印店");
    private static final List<String> CATEGORIES =
            List.of("DINING", "FOOD", "RETAIL", "HOUSEHOLD", "BEAUTY", "EDUCATION", "SPORT_AND_CULTURE", "OTHER");
    private static final List<String> OFFERS = List.of("示例满减券", "示例果蔬优惠券", "示例文具礼包", "示例上门保洁", "示例理发一次", "示例体验课");

    /** Of the shops; the others are to be won yet. */
    private static final int SIGNED = 6;

    private static final int SERVICES_EACH = 2;

    private static final List<String> GATHERINGS = List.of("示例居民议事会", "示例邻里清洁日", "示例手机课堂", "示例防诈骗讲座");
    private static final List<ActivityKind> GATHERING_KINDS =
            List.of(ActivityKind.SELF_GOVERNANCE, ActivityKind.COMMUNITY, ActivityKind.TRAINING, ActivityKind.LECTURE);

    private SampleRows() {}

    private static String street(int n) {
        return "S" + (n + 1);
    }

    private static String community(int n) {
        return street(n / 2) + "-C" + (n % 2 + 1);
    }

    private static String compound(int n) {
        return community(n / COMPOUNDS.size()) + "-X" + (n % COMPOUNDS.size() + 1);
    }

    private static String grid(int n) {
        return community(n / GRIDS.size()) + "-G" + (n % GRIDS.size() + 1);
    }

    /** In the first compound of a community lie its first grid and half of the second, in the other one the rest. */
    private static String covered(int grid) {
        int first = grid / GRIDS.size() * COMPOUNDS.size();
        return switch (grid % GRIDS.size()) {
            case 0 -> compound(first);
            case 1 -> compound(first) + " " + compound(first + 1);
            default -> compound(first + 1);
        };
    }

    static List<Map<String, String>> streets() {
        return rows(STREETS.size(), n -> Map.of("code", street(n), "name", STREETS.get(n)));
    }

    static List<Map<String, String>> communities() {
        return rows(
                COMMUNITIES.size(),
                n -> Map.of("code", community(n), "name", COMMUNITIES.get(n), "within", street(n / 2)));
    }

    static List<Map<String, String>> compounds() {
        int each = COMPOUNDS.size();
        return rows(
                COMMUNITIES.size() * each,
                n -> Map.of("code", compound(n), "name", COMPOUNDS.get(n % each), "within", community(n / each)));
    }

    private static int allGrids() {
        return COMMUNITIES.size() * GRIDS.size();
    }

    static List<Map<String, String>> grids() {
        int each = GRIDS.size();
        return rows(
                allGrids(),
                n -> Map.of(
                        "code", grid(n),
                        "name", GRIDS.get(n % each),
                        "within", community(n / each),
                        "covers", covered(n)));
    }

    /** @param account of a person whom it is told by name */
    static List<Map<String, String>> duties(LocalDate today, Function<String, UUID> account) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int n = 0; n < allGrids(); n++) rows.add(duty("GRID_WORKER", "示例网格员", n, grid(n), today, account));
        for (int n = 0; n < COMMUNITIES.size(); n++)
            rows.add(duty("COMMUNITY_WORKER", "示例社区工作者", n, community(n), today, account));
        for (int n = 0; n < STREETS.size(); n++)
            rows.add(duty("STREET_OFFICER", "示例街道干部", n, street(n), today, account));
        return rows;
    }

    private static Map<String, String> duty(
            String role, String name, int n, String place, LocalDate today, Function<String, UUID> account) {
        return Map.of(
                "account",
                account.apply(role + n).toString(),
                "personName",
                name + (n + 1),
                "role",
                role,
                "place",
                place,
                "validFrom",
                today.toString());
    }

    static List<Map<String, String>> residents(LocalDate today) {
        return rows(HOUSEHOLDS * HOUSEHOLD, n -> resident(n, today));
    }

    private static Map<String, String> resident(int n, LocalDate today) {
        int household = n / HOUSEHOLD;
        int grid = household % allGrids();
        boolean child = n % HOUSEHOLD == 2;
        boolean elder = n % HOUSEHOLD == 3;
        boolean male = n % 2 == 1;
        int age = child ? 6 + household % 7 : elder ? 66 + household % 20 : 24 + household * 7 % 35;
        LocalDate born = LocalDate.of(today.getYear() - age, 1 + n % 12, 1 + n % 28);
        Map<String, String> row = new HashMap<>();
        row.put("code", "R%04d".formatted(n + 1));
        row.put("name", "示例" + given(household) + given(n + n / GIVEN.length()));
        row.put("identityNumber", identityNumber(born, male, n));
        row.put("grid", grid(grid));
        row.put("compound", covered(grid).split(" ")[0]);
        row.put("door", "%d号楼%d单元%d01".formatted(1 + household % 5, 1 + household / 5 % 3, 1 + household % 6));
        row.put("relation", RELATIONS.get(household % RELATIONS.size()));
        row.put("tags", child ? "CHILD" : elder ? "ELDER" : n % 3 == 0 ? "YOUTH" : n % 7 == 0 ? "JOB_SEEKER" : "");
        row.put("standing", standing(n));
        row.put("registeredOn", today.minusDays(1 + n).toString());
        if (child) {
            row.put("guardian", "R%04d".formatted(n - 1));
            row.put("consents", "GUARDIANSHIP");
        } else {
            row.put("phone", phone(n + 1));
        }
        return row;
    }

    /** Most have come all the way. */
    private static String standing(int n) {
        return switch (n % 10) {
            case 4 -> "REGISTERED";
            case 7 -> "IDENTITY_VERIFIED";
            case 9 -> "RESIDENCE_VERIFIED";
            default -> "ACTIVE";
        };
    }

    private static char given(int n) {
        return GIVEN.charAt(n % GIVEN.length());
    }

    /** None that can be called. */
    private static String phone(int n) {
        return "11190000%03d".formatted(n);
    }

    /** By GB 11643, of area 990000, which is not assigned: day of birth, a serial number that is odd for men, check character. */
    private static String identityNumber(LocalDate born, boolean male, int n) {
        String seventeen = "990000%tY%<tm%<td%03d".formatted(born, n * 2 % 998 + (male ? 1 : 0));
        int sum = 0;
        for (int i = 0; i < 17; i++) sum += (1 << (17 - i)) % 11 * (seventeen.charAt(i) - '0');
        return seventeen + "10X98765432".charAt(sum % 11);
    }

    static List<Map<String, String>> merchants(LocalDate today) {
        return rows(SHOPS.size(), n -> {
            Map<String, String> row = new HashMap<>();
            row.put("code", "M%04d".formatted(n + 1));
            row.put("name", SHOPS.get(n));
            row.put("category", CATEGORIES.get(n));
            row.put("address", "示例路" + (n + 1) + "号");
            row.put("contactName", "示例店主" + (n + 1));
            row.put("contactPhone", phone(901 + n));
            row.put("grid", grid(n % allGrids()));
            if (n < SIGNED) {
                row.put("standing", "SIGNED");
                row.put("signedOn", today.minusDays(30L + n).toString());
                row.put("licence", "SAMPLE%012d".formatted(n + 1));
            }
            return row;
        });
    }

    /** What a merchant that signed offers. */
    static List<Offer> offers(int merchant, LocalDate today) {
        return IntStream.range(0, SERVICES_EACH)
                .mapToObj(n -> new Offer(
                        OFFERS.get((merchant + n) % OFFERS.size()),
                        "示例服务：凭积分兑换，到店出示即可使用。",
                        20 + (merchant + n) * 10,
                        50,
                        today,
                        null,
                        7))
                .toList();
    }

    /** One in each community, a week after the other. */
    static List<ActivityInput> activities(List<UUID> communities, OffsetDateTime now, ZoneId zone) {
        return IntStream.range(0, communities.size())
                .mapToObj(n -> {
                    OffsetDateTime starts = now.atZoneSameInstant(zone)
                            .toLocalDate()
                            .plusWeeks(n + 1L)
                            .atTime(15, 0)
                            .atZone(zone)
                            .toOffsetDateTime();
                    return new ActivityInput(
                            GATHERING_KINDS.get(n % GATHERING_KINDS.size()),
                            GATHERINGS.get(n % GATHERINGS.size()),
                            "示例说明：欢迎参加。",
                            new Reference("Community", communities.get(n)),
                            COMMUNITIES.get(n % COMMUNITIES.size()),
                            "示例活动室",
                            starts,
                            starts.plusHours(2),
                            null,
                            30,
                            10,
                            Audience.EVERYBODY,
                            0,
                            0);
                })
                .toList();
    }

    private static List<Map<String, String>> rows(int count, Function<Integer, Map<String, String>> row) {
        return IntStream.range(0, count).boxed().map(row).toList();
    }
}
