package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.e2e.Soon.soon;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.linli.e2e.Contract.Field;
import tools.jackson.databind.JsonNode;

/** Who sees whom (DOMAIN.md section 6): duties open residents, and nothing else does; masks lift for whom they should. */
class RightsStory {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** Fields whose value depends on who asks. */
    private static final Map<String, List<String>> MASKED = Map.of(
            "Resident", List.of("phone", "identityNumber"),
            "Merchant", List.of("contactName", "contactPhone"),
            "Unit", List.of("contactName", "contactPhone"),
            "PropertyCompany", List.of("contactName", "contactPhone"),
            "Volunteer", List.of("name"));

    private static final Pattern IDENTITY_NUMBER = Pattern.compile("(?<![0-9])[0-9]{17}[0-9X](?![0-9])");
    private static final Pattern PHONE = Pattern.compile("(?<![0-9])1[0-9]{10}(?![0-9])");

    private final RunningDemo demo = RunningDemo.shared();
    private final Rows rows = demo.rows();
    private final Contract contract = Contract.of(demo.guest("140213"));

    /** The demo's ids: number of the table, code of the district, number of the row. */
    private static String id(String table, String district, int row) {
        return "01900000-%s-7000-8000-%s%06d".formatted(table, district, row);
    }

    @Test
    void aGridWorkerSeesTheResidentsOfTheOwnGrid() {
        assertThat(seenBy(demo.user("140213-grid")))
                .hasSizeGreaterThan(600)
                .isEqualTo(residents("grid_id = '" + id("0004", "140213", 1) + "'"));
    }

    @Test
    void aGridWorkerAlsoSeesThoseWhoLivedInTheGridBeforeItWasSplit() {
        assertThat(seenBy(demo.user("990101-grid")))
                .isEqualTo(residents(
                        "grid_id in ('" + id("0004", "990101", 1) + "', '" + id("0004", "990101", 13) + "')"));
    }

    @Test
    void aCommunityWorkerSeesTheResidentsOfTheOwnCommunity() {
        assertThat(seenBy(demo.user("990101-community")))
                .hasSizeGreaterThan(40)
                .isEqualTo(residents("community_id = '" + id("0002", "990101", 1) + "'"));
        assertThat(count(demo.user("140213-community"))).isEqualTo(16532);
    }

    @Test
    void aStreetOfficerSeesTheResidentsOfTheOwnStreet() {
        assertThat(seenBy(demo.user("990101-street")))
                .hasSizeGreaterThan(90)
                .isEqualTo(residents("community_id in (select id from community where street_id = '"
                        + id("0001", "990101", 1) + "')"));
        assertThat(count(demo.user("140213-street"))).isEqualTo(16532);
    }

    @Test
    void aDistrictOfficerSeesAll() {
        assertThat(seenBy(demo.user("990101-officer"))).isEqualTo(residents("district_id::text like '%990101'"));
    }

    @Test
    void whoeverLivesHereSeesThemselvesAndTheirChildren() {
        Answer answer = demo.user("140213-resident").ask("""
                { me { resident { id children { nodes { id } } } } residents { totalCount } }""");
        assertThat(answer.at("me/resident/id").asString()).isEqualTo("resident_" + id("0010", "140213", 1));
        assertThat(answer.at("me/resident/children/nodes").findValuesAsString("id"))
                .containsExactly("resident_" + id("0010", "140213", 3));
        assertThat(answer.codes()).containsExactly("FORBIDDEN");
    }

    @Test
    void aDutyEndsWithItsLastDay() {
        Visitor worker = demo.user("990101-grid");
        String duty = id("0006", "990101", 1);
        LocalDate today = LocalDate.now(ZONE);
        int all = count(worker);
        rows.during("duty", duty, Map.of("valid_to", today.toString()), () -> {
            soon(() -> assertThat(count(worker)).isZero());
            rows.set("duty", duty, Map.of("valid_to", today.plusDays(1).toString()));
            soon(() -> assertThat(count(worker)).isEqualTo(all));
        });
    }

    @Test
    void aDutyBeginsWithItsFirstDay() {
        Visitor worker = demo.user("990101-community");
        int all = count(worker);
        rows.during(
                "duty",
                id("0006", "990101", 2),
                Map.of("valid_from", LocalDate.now(ZONE).plusDays(1).toString()),
                () -> soon(() -> assertThat(count(worker)).isZero()));
        soon(() -> assertThat(count(worker)).isEqualTo(all));
    }

    @Test
    void aDutyMakesNobodyStaffWhomTheTokenDoesNot() {
        Visitor officer = demo.user("990101-street");
        String subject = "01900000-0000-4000-9000-990101000003";
        rows.during("duty", id("0006", "990101", 102), Map.of("subject", subject), () -> {
            assertThat(officer.ask("{ me { duties { totalCount } } }").number("me/duties/totalCount"))
                    .isEqualTo(2);
            Soon.cachesForget();
            assertThat(officer.ask("{ residents { nodes { phone } } }").leaves())
                    .allMatch(phone -> phone.isEmpty() || phone.contains("****"));
        });
    }

    @Test
    void guestsSeeWhatThePublicFieldsGiveAndNothingElse() {
        Visitor guest = demo.guest("990101");
        contract.type("Query").fields().values().stream()
                .filter(field -> !field.needsArguments())
                .forEach(field -> {
                    Answer answer = guest.ask("{ " + field.name() + field.anything() + " }");
                    boolean open = field.description().contains("For everybody.");
                    assertThat(answer.codes()).as(field.name()).isEqualTo(open ? List.of() : List.of("FORBIDDEN"));
                    assertThat(answer.at(field.name()).isNull())
                            .as(field.name())
                            .isEqualTo(!open);
                });
    }

    @TestFactory
    Stream<DynamicTest> residentsAreNowhereForThoseWhoHaveNoBusinessWithThem() {
        return Stream.of(
                        demo.guest("990101"),
                        demo.user("990101-admin"),
                        demo.user("990101-auditor"),
                        demo.user("990101-department"),
                        demo.integrator("990101"))
                .map(visitor -> DynamicTest.dynamicTest(visitor.toString(), () -> seesNobody(visitor)));
    }

    /** The same documents do find residents where somebody may see them. */
    @Test
    void residentsAreThereForAnOfficer() {
        Visitor officer = demo.user("990101-officer");
        List<String> seen = Corners.of(contract, officer).everything().stream()
                .flatMap(document -> officer.ask(document).leaves().stream())
                .toList();
        assertThat(seen.stream().filter("Resident"::equals)).hasSizeGreaterThan(100);
        assertThat(seen).containsAnyElementsOf(rows.texts("select name from resident"));
    }

    private void seesNobody(Visitor visitor) {
        Set<String> phones = new HashSet<>(rows.texts("select phone from resident where phone is not null"));
        Set<String> names = new HashSet<>(rows.texts("select name from resident"));
        for (String document : Corners.of(contract, visitor).everything()) {
            Answer answer = visitor.ask(document);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.codes()).as(document).allMatch("FORBIDDEN"::equals);
            assertThat(answer.leaves())
                    .as(document)
                    .doesNotContain("Resident")
                    .noneMatch(leaf -> leaf.startsWith("resident_"))
                    .noneMatch(names::contains);
            assertThat(phones(answer)).as(document).noneMatch(phones::contains);
            assertThat(IDENTITY_NUMBER.matcher(answer.text()).find())
                    .as(document)
                    .isFalse();
        }
    }

    @TestFactory
    Stream<DynamicTest> aResidentsIdIsAsGoodAsAnyForThem() {
        Ids missing = Ids.of(contract, demo.user("990101-officer")).missing();
        Ids known = missing.with("Resident", "resident_" + id("0010", "990101", 5));
        return Stream.of(
                        demo.guest("990101"),
                        demo.user("990101-admin"),
                        demo.user("990101-auditor"),
                        demo.integrator("990101"))
                .map(visitor -> DynamicTest.dynamicTest(
                        visitor.toString(),
                        () -> Corners.of(contract, visitor).idQuestions().stream()
                                .filter(question -> question.variables().containsValue("Resident"))
                                .forEach(question -> assertThat(known.ask(visitor, question))
                                        .as(question.name())
                                        .isEqualTo(missing.ask(visitor, question)))));
    }

    @Test
    void phonesAreClearForThoseWhoCall() {
        String grid = "grid_" + id("0004", "140213", 1);
        for (String who : List.of("140213-grid", "140213-community"))
            assertThat(inGrid(grid, demo.user(who))).as(who).isNotEmpty().allSatisfy(resident -> {
                assertThat(phone(resident)).matches("1[0-9]{10}|");
                assertThat(identity(resident)).matches("[0-9][*]{16}[0-9X]|");
            });
        for (String who : List.of("140213-street", "140213-officer"))
            assertThat(inGrid(grid, demo.user(who))).as(who).isNotEmpty().allSatisfy(resident -> {
                assertThat(phone(resident)).matches("1[0-9]{2}[*]{4}[0-9]{4}|");
                assertThat(identity(resident)).isEmpty();
            });
    }

    @Test
    void everybodyReadsTheirOwnPhoneAndTheirChilds() {
        rows.during("resident", id("0010", "140213", 3), Map.of("phone", "11199990003"), () -> {
            JsonNode me = demo.user("140213-resident").ask("""
                    { me { resident { phone identityNumber children { nodes { phone identityNumber } } } } }""").at("me/resident");
            assertThat(phone(me)).matches("1[0-9]{10}");
            assertThat(identity(me)).matches("[0-9][*]{16}[0-9X]");
            assertThat(phone(me.at("/children/nodes/0"))).isEqualTo("11199990003");
        });
    }

    @Test
    void contactsAreMaskedToGuestsAndClearToTheirOwn() {
        String document = "{ merchant(id: \"merchant_" + id("0020", "140213", 1) + "\") { contactName contactPhone } }";
        JsonNode masked = demo.guest("140213").ask(document).at("merchant");
        assertThat(masked.path("contactName").isNull()).isTrue();
        assertThat(masked.path("contactPhone").asString()).matches("1[0-9]{2}[*]{4}[0-9]{4}");
        JsonNode clear = demo.user("140213-merchant").ask(document).at("merchant");
        assertThat(clear.path("contactName").asString()).isNotBlank();
        assertThat(clear.path("contactPhone").asString()).matches("1[0-9]{10}");
    }

    @Test
    void theIdentityNumberIsNeverClear() {
        for (String who : List.of("140213-grid", "140213-community", "140213-officer", "140213-resident")) {
            Visitor visitor = demo.user(who);
            for (String document : Corners.of(contract, visitor).everything())
                assertThat(IDENTITY_NUMBER.matcher(visitor.ask(document).text()).find())
                        .as(who)
                        .isFalse();
        }
    }

    @Test
    void noFilterOrderOrGroupKnowsWhatIsMasked() {
        MASKED.forEach((type, fields) -> fields.forEach(field -> {
            String constant = field.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            assertThat(contract.inputs(type + "Filter")).doesNotContainKey(field);
            values(type + "Order").forEach(value -> assertThat(value).doesNotStartWith(constant + "_"));
            assertThat(values(type + "GroupField")).doesNotContain(constant);
            for (String part : List.of("Key", "Sum", "Avg", "Min", "Max"))
                assertThat(fields(type + "Group" + part)).doesNotContainKey(field);
        }));
    }

    @Test
    void anIdentityNumberFindsTheResidentForTheWorkersInScope() {
        String resident = id("0010", "140213", 1);
        String number = identityNumber(resident);
        for (String who : List.of("140213-grid", "140213-community"))
            assertThat(byIdentityNumber(demo.user(who), number)
                            .at("residentByIdentityNumber/id")
                            .asString())
                    .as(who)
                    .isEqualTo("resident_" + resident);
        Answer elsewhere = byIdentityNumber(demo.user("140213-grid"), identityNumber(id("0010", "140213", 4)));
        assertThat(elsewhere.codes()).isEmpty();
        assertThat(elsewhere.at("residentByIdentityNumber").isNull()).isTrue();
        assertThat(byIdentityNumber(demo.user("990101-grid"), number).text())
                .isEqualTo(byIdentityNumber(demo.user("990101-grid"), "990000199001011237")
                        .text());
        for (String who : List.of("140213-street", "140213-officer", "140213-admin"))
            assertThat(byIdentityNumber(demo.user(who), number).codes()).as(who).containsExactly("FORBIDDEN");
    }

    private static Answer byIdentityNumber(Visitor visitor, String number) {
        return visitor.ask(
                "query($number: String!) { residentByIdentityNumber(identityNumber: $number) { id } }",
                Map.of("number", number));
    }

    /** The number that the demo's loader gave the resident; the database keeps none in clear. */
    private String identityNumber(String resident) {
        String seventeen = rows.texts("""
                select '990000' || to_char(birth_date, 'YYYYMMDD')
                       || lpad((right(id::text, 6)::int %% 499 * 2 + (gender = 'MALE')::int)::text, 3, '0')
                  from resident where id = '%s'""".formatted(resident)).getFirst();
        int sum = 0;
        for (int i = 0; i < 17; i++) sum += (1 << (17 - i)) % 11 * (seventeen.charAt(i) - '0');
        return seventeen + "10X98765432".charAt(sum % 11);
    }

    private static Set<String> seenBy(Visitor visitor) {
        Set<String> ids = new HashSet<>();
        String after = null;
        do {
            Map<String, String> variables = after == null ? Map.of() : Map.of("after", after);
            Answer page = visitor.ask("""
                    query($after: String) { residents(first: 100, after: $after) {
                        nodes { id } pageInfo { hasNextPage endCursor } } }""", variables);
            ids.addAll(page.at("residents/nodes").findValuesAsString("id"));
            JsonNode info = page.at("residents/pageInfo");
            after = info.path("hasNextPage").asBoolean()
                    ? info.path("endCursor").asString()
                    : null;
        } while (after != null);
        return ids;
    }

    private Set<String> residents(String condition) {
        return new HashSet<>(rows.texts("select 'resident_' || id from resident where " + condition));
    }

    /** Without a current duty the role itself is gone, and with it the field. */
    private static int count(Visitor visitor) {
        return visitor.ask("{ residents { totalCount } }")
                .at("residents/totalCount")
                .asInt(0);
    }

    private static List<JsonNode> inGrid(String grid, Visitor visitor) {
        Answer answer = visitor.ask(
                "query($grid: ID!) { grid(id: $grid) { residents(first: 50) { nodes { phone identityNumber } } } }",
                Map.of("grid", grid));
        return answer.at("grid/residents/nodes").valueStream().toList();
    }

    /** Empty where there is none. */
    private static String phone(JsonNode resident) {
        return resident.path("phone").asString();
    }

    private static String identity(JsonNode resident) {
        return resident.path("identityNumber").asString();
    }

    private static List<String> phones(Answer answer) {
        List<String> phones = new ArrayList<>();
        Matcher matcher = PHONE.matcher(answer.text());
        while (matcher.find()) phones.add(matcher.group());
        return phones;
    }

    private List<String> values(String type) {
        return contract.types().containsKey(type) ? contract.type(type).values() : List.of();
    }

    private Map<String, Field> fields(String type) {
        return contract.types().containsKey(type) ? contract.type(type).fields() : Map.of();
    }
}
