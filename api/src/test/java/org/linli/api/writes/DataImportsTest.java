package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.files.ImportFiles;
import org.linli.files.SignedAddresses;
import org.linli.imports.Importing;
import org.linli.imports.LeftImports;
import org.linli.imports.Templates;
import org.linli.schema.Caller;
import org.linli.tenancy.jobs.Job;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Files that bring a district's data in. */
class DataImportsTest {
    private static final String OFFICER = "district officer";
    private static final String ADMIN = "admin";
    private static final String ALL = "STREET, COMMUNITY, COMPOUND, GRID, STAFF, DUTY, RESIDENT, MERCHANT";
    private static final String TERRITORY = "STREET, COMMUNITY, COMPOUND, GRID";
    private static final byte[] TEMPLATE = Templates.named("all.xlsx").orElseThrow();
    private static final List<String> RESIDENTS =
            List.of("登记编号", "姓名", "出生日期", "手机号", "身份证号", "网格编码", "小区编码", "居住类型", "监护人登记编号", "授权", "登记状态", "登记日期");

    private final Writes writes = new Writes();
    private final Bringing bringing = new Bringing(writes);
    private final Caller both = bringing.both();

    @BeforeEach
    void open() {
        writes.sql("""
                update grid set status = 'ACTIVE' where district_id = :district and id = '%s';
                update grid set status = 'SPLIT' where district_id = :district and id = '%s';
                """.formatted(id(HERE, "grid", 1), id(HERE, "grid", 2)));
    }

    @AfterEach
    void close() throws Exception {
        bringing.close();
        writes.close();
    }

    /** The template with its sample row is a file that can be brought in, once. */
    @Test
    void theTemplateAsItIsIsCheckedWithoutAChangeAndBroughtInOnce() {
        String id = bringing.sent(both, ALL, "XLSX", TEMPLATE);
        Map<String, String> before = tables();
        writes.done(both, check(id), "", null);
        bringing.work();
        assertThat(tables()).isEqualTo(before);
        JsonNode checked = bringing.seen(both, id);
        assertThat(bringing.faults(both, id)).isEmpty();
        assertThat(figures(checked)).isEqualTo("CHECKED 8 8 8 0 0");
        assertThat(writes.rows("select count(*)::text from data_import_key")).containsExactly("0");

        bringing.run(both, id, false);
        assertThat(figures(bringing.seen(both, id))).isEqualTo("DONE 8 8 8 0 0");
        assertThat(writes.rows("""
                select concat_ws(' ', s.code, c.code, x.code, g.code, g.status, r.register_code, m.code, d.status)
                  from grid g
                  join community c on c.id = g.community_id
                  join street s on s.id = c.street_id
                  join compound_grid k on k.grid_id = g.id
                  join compound x on x.id = k.compound_id
                  join resident r on r.grid_id = g.id and r.compound_id = x.id
                  join merchant m on m.grid_id = g.id
                  join duty d on d.grid_id = g.id
                 where g.code = 'YB-01-01-G1'
                """))
                .containsExactly("YB-01 YB-01-01 YB-01-01-X1 YB-01-01-G1 ACTIVE YB-R-0001 YB-M-0001 PROPOSED");
        assertThat(writes.rows("select to_state from event where subject_id = '%s' and to_state is not null order by id"
                        .formatted(id.substring("import_".length()))))
                .containsExactly("AWAITED", "CHECKING", "CHECKED", "RUNNING", "DONE");
        assertThat(writes.rows("select count(*)::text from event where name = 'DATA_IMPORT_PROGRESSED'"))
                .containsExactly("18");
        assertThat(writes.rows("select b.row_count || ' ' || b.status from import_batch b where b.data_import_id = '%s'"
                        .formatted(id.substring("import_".length()))))
                .containsExactly("1 IMPORTED");
        // Who brought it in has left the lines.
        assertThat(
                        writes.rows(
                                "select distinct e.actor::text from event e join street s on s.id = e.subject_id where s.code = 'YB-01'"))
                .containsExactly(id(HERE, "account", 31).toString());
        assertThat(writes.rows("select status::text from file where data_import_id is not null"))
                .containsExactly("WITHDRAWN");

        String again = bringing.checked(both, ALL, "XLSX", TEMPLATE);
        bringing.run(both, again, false);
        assertThat(figures(bringing.seen(both, again))).isEqualTo("DONE 8 8 0 8 0");
    }

    /** By the rules of inviting and giving: what is wrong is told before, and a duty follows when the account is there. */
    @Test
    void staffAreInvitedWithTheirRolesAndDuties() {
        byte[] file = Bringing.workbook(sheets(
                "工作人员",
                List.of(
                        List.of("姓名", "用户名", "邮箱", "角色", "区域编码", "开始日期"),
                        List.of("新网格员", "xin.01", "xin.01@example.test", "网格员", "G1", ""),
                        List.of("新网格员", "", "xin.01@example.test", "职能部门", "", ""),
                        List.of("无账号", "", "", "网格员", "G1", ""),
                        List.of("坏邮箱", "", "nowhere", "网格员", "G1", ""),
                        List.of("坏用户", "x", "", "审计员", "", ""),
                        List.of("某审计", "", "shen.ji@example.test", "审计员", "", ""),
                        List.of("某审计", "", "shen.ji@example.test", "系统管理员", "", ""),
                        List.of("错区域", "", "cuo@example.test", "审计员", "G1", ""),
                        List.of("错网格", "", "cuo@example.test", "网格员", "NONE", ""))));
        String id = bringing.checked(both, "STAFF", "XLSX", file);
        assertThat(bringing.faults(both, id))
                .containsExactlyInAnyOrder(
                        "STAFF 4 Username ACCOUNT_UNNAMED",
                        "STAFF 5 E-mail STAFF_ADDRESS_MALFORMED",
                        "STAFF 6 Username USERNAME_MALFORMED",
                        "STAFF 8 Role ROLES_EXCLUDE_EACH_OTHER",
                        "STAFF 9 Place code WRONG_FORM",
                        "STAFF 10 Place code NOT_FOUND");
        bringing.run(both, id, true);
        assertThat(figures(bringing.seen(both, id))).isEqualTo("DONE 9 9 3 0 6");
        assertThat(writes.rows("""
                select m.username || ' ' || m.status || ' ' || string_agg(g.role || ' ' || g.status, ', ' order by g.role)
                  from staff_member m join role_grant g on g.member_id = m.id
                 where m.email = 'xin.01@example.test' group by m.username, m.status
                """))
                .containsExactly("xin.01 INVITED GRID_WORKER PROPOSED, DEPARTMENT_OFFICER PROPOSED");
        assertThatThrownBy(bringing::proposeDuties).hasMessageContaining("not there yet");
        writes.sql(
                "update staff_member set status = 'FAILED', failure = 'REFUSED' where email = 'xin.01@example.test'");
        assertThatThrownBy(bringing::proposeDuties).hasMessageContaining("not there yet");
        writes.sql(
                "update staff_member set subject = '%s', status = 'CONNECTED', failure = null where email = 'xin.01@example.test'"
                        .formatted(id(HERE, "account", 90)));
        bringing.proposeDuties();
        bringing.proposeDuties();
        assertThat(writes.rows(
                        "select d.person_name || ' ' || d.role || ' ' || d.status from duty d where d.subject = '%s'"
                                .formatted(id(HERE, "account", 90))))
                .containsExactly("新网格员 GRID_WORKER PROPOSED");
        String again = bringing.checked(both, "STAFF", "XLSX", file);
        assertThat(figures(bringing.seen(both, again))).isEqualTo("CHECKED 9 9 0 3 6");
    }

    @Test
    void aDutyOfASheetThatCannotBeProposedIsTold() {
        byte[] file = Bringing.workbook(sheets(
                "工作人员",
                List.of(
                        List.of("姓名", "用户名", "邮箱", "角色", "区域编码"),
                        List.of("新网格员", "xin.02", "xin.02@example.test", "网格员", "G1"))));
        String id = bringing.checked(both, "STAFF", "XLSX", file);
        bringing.run(both, id, false);
        writes.sql("update staff_member set status = 'FAILED', failure = 'REFUSED' where username = 'xin.02'");
        writes.sql("update district set state = 'SUSPENDED' where id = :district");
        assertThatThrownBy(() -> bringing.proposeDuties(24 * 30)).hasMessageContaining("the district is suspended");
        writes.sql("update district set state = 'ACTIVE' where id = :district");
        String payload = writes.rows("select payload::text from job where kind = 'propose-duty'")
                .getFirst();
        bringing.proposeDuties(24 * 30);
        assertThat(writes.rows("select payload::text from job where kind = 'propose-duty'"))
                .as("no account, role or place is kept")
                .containsExactly("{}");
        String kept = "update job set payload = '%s' where kind = 'propose-duty'".formatted(payload);
        writes.sql(kept);
        bringing.proposeDuties(24 * 30);
        String again = "update job set done_at = null, payload = '%s' where kind = 'propose-duty'".formatted(payload);
        writes.sql(again);
        writes.sql(
                "update staff_member set subject = '%s', status = 'CONNECTED', failure = null where username = 'xin.02'"
                        .formatted(id(HERE, "account", 90)));
        writes.sql("update grid set status = 'SPLIT' where district_id = :district and code = 'G1'");
        bringing.proposeDuties();
        writes.sql(again);
        writes.sql("update grid set status = 'ACTIVE' where district_id = :district and code = 'G1'");
        writes.sql(
                "insert into role_grant (district_id, member_id, role, status) values (:district, '%s', 'DISTRICT_ADMIN', 'WITHDRAWN')"
                        .formatted(id(HERE, "staff", 5)));
        bringing.proposeDuties();
        assertThat(writes.rows("select 1 from duty where subject = '%s'".formatted(id(HERE, "account", 90))))
                .isEmpty();
        writes.sql("select number_arrivals(5000)");
        assertThat(writes.asked("auditor", """
                {
                  updates(last: 5, where: {type: {eq: STAFF_DUTY_LEFT_OUT}}) {
                    nodes { actorRoles entity { ... on StaffMember { name } } ... on StaffDutyLeftOut { rule } }
                  }
                }
                """).path("updates").path("nodes").values())
                .extracting(JsonNode::toString)
                .containsExactlyElementsOf(Stream.of("GIVEN_UP", "GRID_NOT_ACTIVE", "RIGHT_LOST")
                        .map("{\"actorRoles\":[],\"entity\":{\"name\":\"新网格员\"},\"rule\":\"%s\"}"::formatted)
                        .toList());
        assertThat(bringing.faults(both, id))
                .containsExactlyInAnyOrder(
                        "STAFF 2 - GIVEN_UP", "STAFF 2 Place code GRID_NOT_ACTIVE", "STAFF 2 - RIGHT_LOST");
        assertThat(figures(bringing.seen(both, id))).isEqualTo("DONE 1 1 1 0 3");
    }

    @Test
    void everyFaultIsToldByRowColumnAndRuleAndNeverTheValue() {
        byte[] file = Bringing.workbook(sheets(
                "街道",
                List.of(
                        List.of("编码", "名称"),
                        List.of("T-1", "新街道"),
                        List.of("t-2", "名".repeat(61)),
                        List.of("T-3", ""),
                        List.of("T-1", "又一街道")),
                "Communities",
                List.of(
                        List.of("Name", "Code", "Street code"),
                        List.of("新社区", "T-1-1", "T-1"),
                        List.of("别的社区", "T-1-2", "T-9")),
                "小区",
                List.of(List.of("编码", "名称", "所属社区编码"), List.of("T-X", "小区", "T-1-1"), List.of("T-Y", "小区", "T-1-2")),
                "网格 Grids",
                List.of(
                        List.of("编码 / Code *", "名称 / Name *", "所属社区编码 / Community code *", "覆盖小区编码"),
                        List.of("T-G1", "网格", "T-1-1", "T-X"),
                        List.of("T-G2", "网格", "T-1-1", "T-X、T-Z")),
                "职责",
                List.of(
                        List.of("账号编号", "姓名", "职责", "区域编码", "开始日期", "截止日期"),
                        List.of("x", "王", "网格员", "T-G1", "2999-01-01", ""),
                        List.of(id(HERE, "account", 90).toString(), "王", "网格长", "T-G1", "2999-01-01", ""),
                        List.of(node(HERE, "account", 90), "王", "网格员", "", "2999年1月1日", "2998/1/1"),
                        List.of(node(HERE, "account", 31), "王", "街道干部", "T-1", "20990101", ""),
                        List.of(node(HERE, "account", 90), "王", "社区工作者", "T-9", "2999-13-01", "")),
                "居民",
                residents(
                        resident("R-1", "990101199001010019", "T-G1", "T-X", "", "", "正常", "2024-01-08"),
                        resident("R-2", "990101199001010019", "T-G1", "T-Y", "", "", "", "2024-01-08"),
                        resident("R-3", "990101199001010018", "T-G2", "", "", "", "", "2999-01-08"),
                        resident("R-1", "", "T-G1", "", "", "", "正常", "1990-01-08"),
                        List.of("R-4", "小孩", "2020-01-01", "123", "", "T-G1", "", "户籍", "", "", "", "2024-01-08"),
                        List.of("R-5", "小孩", "2020-01-01", "", "", "T-G1", "", "户籍", "R-9", "", "", "2024-01-08"),
                        List.of("R-6", "小孩", "2020-01-01", "", "", "T-G1", "", "户籍", "R-5", "", "", "2024-01-08"),
                        List.of(
                                "R-7",
                                "小孩",
                                "2020-01-01",
                                "",
                                "990101202001010021",
                                "T-G1",
                                "",
                                "户籍",
                                "R-1",
                                "",
                                "正常",
                                "2024-01-08"),
                        List.of("R-8", "大人", "1980-01-01", "", "", "T-G1", "", "户籍", "R-1", "", "", "2024-01-08")),
                "商家",
                List.of(
                        List.of("登记编号", "名称", "经营类别", "地址", "联系人", "联系电话", "网格编码", "入驻进度", "签约日期", "统一社会信用代码"),
                        List.of(
                                "M-1",
                                "店",
                                "零售",
                                "路",
                                "李",
                                "11100000001",
                                "T-G1",
                                "已签约",
                                "2024-01-01",
                                "SAMPLE000000000001"),
                        List.of("M-2", "店", "赌场", "路", "李", "11100000001", "T-G1", "", "", ""),
                        List.of("M-1", "店", "餐饮", "路", "李", "111", "T-9", "已签约", "", "X"))));
        String id = bringing.checked(both, ALL.replace("STAFF, ", ""), "XLSX", file);
        assertThat(bringing.faults(both, id))
                .containsExactlyInAnyOrder(
                        "STREET 3 Code CODE_MALFORMED",
                        "STREET 3 Name TOO_LONG",
                        "STREET 4 Name REQUIRED",
                        "STREET 5 Code CODE_TAKEN",
                        "COMMUNITY 3 Street code NOT_FOUND",
                        "COMPOUND 3 Community code NOT_FOUND",
                        "GRID 3 Compound codes NOT_FOUND",
                        "DUTY 2 Account id NOT_AN_ACCOUNT",
                        "DUTY 3 Role NOT_A_CHOICE",
                        "DUTY 4 Place code OTHER_TERRITORY",
                        "DUTY 4 From DATES_REFUSED",
                        "DUTY 5 Account id OWN_WORK",
                        "DUTY 6 From NOT_A_DATE",
                        "RESIDENT 3 Identity number IDENTITY_NUMBER_TAKEN",
                        "RESIDENT 3 Compound code NOT_FOUND",
                        "RESIDENT 4 Identity number IDENTITY_NUMBER_MALFORMED",
                        "RESIDENT 4 Grid code NOT_FOUND",
                        "RESIDENT 5 Code CODE_TAKEN",
                        "RESIDENT 5 Identity number IDENTITY_NUMBER_UNKNOWN",
                        "RESIDENT 6 Phone PHONE_MALFORMED",
                        "RESIDENT 6 Guardian code GUARDIAN_REQUIRED",
                        "RESIDENT 7 Guardian code NOT_FOUND",
                        "RESIDENT 8 Guardian code GUARDIAN_UNFIT",
                        "RESIDENT 9 Consents CONSENT_MISSING",
                        "RESIDENT 10 Guardian code OF_FULL_AGE",
                        "MERCHANT 3 Category NOT_A_CHOICE",
                        "MERCHANT 4 Code CODE_TAKEN",
                        "MERCHANT 4 Contact phone PHONE_MALFORMED",
                        "MERCHANT 4 Grid code NOT_FOUND",
                        "MERCHANT 4 Signed on WRONG_FORM",
                        "MERCHANT 4 Licence WRONG_FORM");
        JsonNode seen = bringing.seen(both, id);
        assertThat(seen.path("faultCount").intValue()).isEqualTo(31);
        assertThat(seen.findValuesAsString("message")).doesNotContain("").hasSize(31);
        assertThat(writes.rows(
                        "select count(*)::text from data_import_fault f where f::text ~ '99010119900101|赌场|T-9'"))
                .containsExactly("0");
        assertThat(chinese(both, id)).contains("编码 编码应为 1 至 24 位数字、大写字母和连字符。");

        writes.refused(both, "IMPORT_FAULTY", "runImport(dataImport: \"%s\")".formatted(id));
        // Those left out are the same; so is what is brought in.
        List<String> told = bringing.faults(both, id);
        int right = seen.path("addedCount").intValue();
        bringing.run(both, id, true);
        assertThat(bringing.faults(both, id)).containsExactlyInAnyOrderElementsOf(told);
        assertThat(bringing.seen(both, id).path("addedCount").intValue()).isEqualTo(right);
        assertThat(writes.rows("select register_code from resident where register_code like 'R-%' order by 1"))
                .containsExactly("R-1");
    }

    @Test
    void whatIsThereIsHeldAgainstTheRulesAsWell() {
        writes.sql("update community set retired_at = now() where district_id = :district and id = '%s'"
                .formatted(id(HERE, "community", 2)));
        String retired = code("community", 2);
        String id = bringing.checked(
                both,
                "GRID, RESIDENT",
                "XLSX",
                Bringing.workbook(sheets(
                        "Grids",
                        List.of(List.of("code", "name", "within"), List.of("Q-1", "网格", retired)),
                        "Residents",
                        residents(
                                resident("Q-R", "", code("grid", 2), "", "", "", "", "2024-01-08"),
                                resident("Q-S", "", code("grid", 1), code("compound", 7), "", "", "", "2024-01-08")))));
        assertThat(bringing.faults(both, id))
                .containsExactly(
                        "GRID 2 Community code PLACE_RETIRED",
                        "RESIDENT 2 Grid code GRID_NOT_ACTIVE",
                        "RESIDENT 3 Compound code NOT_FOUND");
    }

    /** As for files of records: what is awaited counts as what is there. */
    @Test
    void filesThatAreBroughtInTakeNoMoreThanTheDistrictMayKeep() {
        Caller poor = writes.within(ADMIN, 3 << 20);
        writes.sql(
                "update file set size = 1, status = 'WITHDRAWN', digest = coalesce(digest, '') where district_id = :district");
        String prepare = "prepareImport(kinds: [STREET], name: \"a\", format: CSV, size: %d)";
        writes.done(poor, prepare.formatted(2 << 20), "... on ImportPrepared { address }", null);
        assertThat(writes.refused(poor, "STORAGE_FULL", prepare.formatted((1 << 20) + 1))
                        .path("message")
                        .asString())
                .contains("3 MB");
        writes.done(poor, prepare.formatted(1 << 20), "... on ImportPrepared { address }", null);
    }

    @Test
    void whoMayNotIsRefusedAndSeesNothing() {
        String prepare = "prepareImport(kinds: [%s], name: \"x\", format: %s, size: 10)";
        writes.refused(ADMIN, "OTHER_ROLE_NEEDED", prepare.formatted("STREET, RESIDENT", "XLSX"));
        writes.refused(OFFICER, "OTHER_ROLE_NEEDED", prepare.formatted("DUTY", "CSV"));
        writes.refused(OFFICER, "KINDS_UNFIT", prepare.formatted("RESIDENT, MERCHANT", "CSV"));
        writes.refused(OFFICER, "KINDS_UNFIT", prepare.formatted("", "XLSX"));
        writes.refused(
                OFFICER,
                "IMPORT_FILE_TOO_LARGE",
                prepare.formatted("RESIDENT", "CSV").replace("10", "20971521"));
        writes.fails("street officer", "FORBIDDEN", prepare.formatted("STREET", "CSV"));

        String places = bringing.checked(writes.caller(ADMIN), TERRITORY, "XLSX", TEMPLATE);
        String people = bringing.checked(both, ALL, "XLSX", TEMPLATE);
        assertThat(bringing.seen(writes.caller(ADMIN), places).path("leftOut").toString())
                .isEqualTo("[\"STAFF\",\"DUTY\",\"RESIDENT\",\"MERCHANT\"]");
        assertThat(bringing.seen(both, people).path("leftOut").toString()).isEqualTo("[]");
        assertThat(bringing.seen(writes.caller(ADMIN), people).isNull()).isTrue();
        assertThat(bringing.seen(writes.caller(OFFICER), places).isNull()).isFalse();
        assertThat(bringing.seen(writes.caller("district officer there"), people)
                        .isNull())
                .isTrue();
        for (String use : List.of("checkImport", "runImport", "cancelImport")) {
            String mutation = use + "(dataImport: \"%s\")";
            writes.refused(ADMIN, "NOT_FOUND", mutation.formatted(people));
            writes.refused("district officer there", "NOT_FOUND", mutation.formatted(people));
            writes.refused(OFFICER, "NOT_FOUND", mutation.formatted(node(THERE, "import", 3)));
            writes.refused(OFFICER, "OTHER_ROLE_NEEDED", mutation.formatted(people));
            writes.fails("community worker", "FORBIDDEN", mutation.formatted(places));
        }
        assertThat(writes.served()
                        .ask(writes.caller("auditor"), "{ dataImports { nodes { id } } }", Map.of())
                        .problems())
                .isNotEmpty();
        // Nobody is given the file, whoever sees the import.
        String file = writes.rows("select id::text from file where data_import_id = '%s'"
                        .formatted(people.substring("import_".length())))
                .getFirst();
        assertThat(writes.run(both, "openFile(file: \"file_%s\")".formatted(file), "", null)
                        .path("code")
                        .asString())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void anImportIsCheckedWhenItsFileHasComeAndOverWhenCancelled() {
        JsonNode prepared = writes.done(
                ADMIN,
                "prepareImport(kinds: [STREET], name: \"a\", format: CSV, size: 20)",
                "... on ImportPrepared { address method expiresAt dataImport { id status rowCount } }");
        String id = prepared.at("/dataImport/id").asString();
        writes.refused(ADMIN, "IMPORT_FILE_MISSING", check(id));
        writes.refused(ADMIN, "TRANSITION_REFUSED", "runImport(dataImport: \"%s\")".formatted(id));
        writes.done(
                ADMIN,
                "cancelImport(dataImport: \"%s\")".formatted(id),
                "... on ImportCancelled { dataImport { status } }");
        writes.refused(ADMIN, "TRANSITION_REFUSED", "cancelImport(dataImport: \"%s\")".formatted(id));
        writes.refused(ADMIN, "TRANSITION_REFUSED", check(id));
        assertThat(writes.rows("select count(*)::text from file where data_import_id = '%s'"
                        .formatted(id.substring("import_".length()))))
                .containsExactly("0");

        // What is cancelled while a job is at it is not gone on with.
        String running = bringing.checked(writes.caller(ADMIN), TERRITORY, "XLSX", TEMPLATE);
        writes.done(ADMIN, "runImport(dataImport: \"%s\")".formatted(running), "");
        Importing node = bringing.importing(Duration.ZERO);
        bringing.work(node, 1);
        assertThat(bringing.waiting()).isEqualTo(1);
        writes.done(ADMIN, "cancelImport(dataImport: \"%s\")".formatted(running), "");
        bringing.work(node, Integer.MAX_VALUE);
        assertThat(bringing.waiting()).isZero();
        assertThat(figures(bringing.seen(writes.caller(ADMIN), running))).isEqualTo("CANCELLED 4 1 1 0 0");
        assertThat(writes.rows("select count(*)::text from community where code = 'YB-01-01'"))
                .containsExactly("0");
    }

    /** What was brought in by then stays, and is told. */
    @Test
    void whoLosesTheRoleInTheMiddleHasNothingMoreDone() {
        String id = begun();
        writes.done(
                ADMIN,
                "endStaffSessions(member: \"%s\", reason: \"a phone was lost\")".formatted(node(HERE, "staff", 5)),
                "");
        bringing.work(bringing.importing(Duration.ZERO), 1);
        assertThat(figures(bringing.seen(both, id))).isEqualTo("RUNNING 8 2 2 0 0");
        writes.done(
                ADMIN,
                "withdrawRole(member: \"%s\", role: DISTRICT_OFFICER, reason: \"another task\")"
                        .formatted(node(HERE, "staff", 5)),
                "");
        bringing.work();
        assertThat(figures(bringing.seen(both, id))).isEqualTo("FAILED 8 2 2 0 1");
        assertThat(bringing.faults(both, id)).containsExactly("- - - RIGHT_LOST");
        assertThat(chinese(both, id).getFirst()).contains("已无相应角色");
        assertThat(
                        writes.rows(
                                "select code from compound where code like 'YB-%' union select code from community where code like 'YB-%'"))
                .containsExactly("YB-01-01");
        assertThat(writes.rows("select distinct status::text from file where data_import_id is not null"))
                .containsExactly("WITHDRAWN");
        assertThat(writes.rows(
                        "select coalesce(actor::text, 'the platform') from event where to_state = 'FAILED' and subject_id = '%s'"
                                .formatted(id.substring("import_".length()))))
                .containsExactly("the platform");
    }

    /** A district that rests changes nothing, and whoever lost the right meanwhile does not go on when it comes back. */
    @Test
    void whoLostTheRightWhileTheDistrictRestedDoesNotGoOn() {
        Map<String, String> waysAndBack = Map.of(
                "update role_grant set status = 'WITHDRAWN' where district_id = :district and id = '%s'",
                "update role_grant set status = 'GIVEN' where district_id = :district and id = '%s'",
                "insert into staff_drift (district_id, member_id, role, kind, status) select district_id, member_id, role, 'DISABLED', 'REPORTED'"
                        + " from role_grant where district_id = :district and id = '%s'",
                "update staff_drift set status = 'OVER', ended_at = now() where kind = 'DISABLED'",
                "update client_grant set azp = 'another' where azp = 'linli-web'",
                "update client_grant set azp = 'linli-web' where azp = 'another'");
        String officer = id(HERE, "grant", 5).toString();
        waysAndBack.forEach((way, back) -> {
            String id = begun();
            writes.sql("update district set state = 'SUSPENDED' where id = :district");
            writes.sql(way.formatted(officer));
            bringing.work(bringing.importing(Duration.ZERO), 1);
            assertThat(bringing.seen(both, id).path("status").asString()).isEqualTo("RUNNING");
            writes.sql("update district set state = 'ACTIVE' where id = :district");
            bringing.work();
            assertThat(bringing.seen(both, id).path("status").asString())
                    .as(way)
                    .isEqualTo("FAILED");
            assertThat(bringing.faults(both, id)).containsExactly("- - - RIGHT_LOST");
            writes.sql(back.formatted(officer));
        });
        String whole = bringing.checked(both, ALL, "XLSX", TEMPLATE);
        bringing.run(both, whole, false);
        assertThat(bringing.seen(both, whole).path("status").asString()).isEqualTo("DONE");
    }

    /** A run of all kinds that has taken over the first of them. */
    private String begun() {
        String id = bringing.checked(both, ALL, "XLSX", TEMPLATE);
        writes.done(both, "runImport(dataImport: \"%s\")".formatted(id), "", null);
        bringing.work(bringing.importing(Duration.ZERO), 1);
        return id;
    }

    @Test
    void whatNobodyGoesOnWithIsCancelled() {
        String unsent = writes.done(
                        ADMIN,
                        "prepareImport(kinds: [STREET], name: \"a\", format: CSV, size: 20)",
                        "... on ImportPrepared { dataImport { id } }")
                .at("/dataImport/id")
                .asString();
        String unrun = bringing.checked(both, ALL, "XLSX", TEMPLATE);
        String fresh = bringing.checked(both, ALL, "XLSX", TEMPLATE);
        writes.sql("update data_import set moved_at = now() - interval '8 days' where 'import_' || id in ('%s', '%s')"
                .formatted(unsent, unrun));
        new LeftImports(
                        writes.served().database(),
                        new ImportFiles(new SignedAddresses(org.linli.api.fixture.Served.FILES_KEY)))
                .run(new Job(
                        id(HERE, "job", 1), HERE.id(), "cancel-left-imports", JsonNodeFactory.instance.objectNode(), 1))
                .block();
        assertThat(bringing.seen(both, unsent).path("status").asString()).isEqualTo("CANCELLED");
        assertThat(bringing.seen(both, unrun).path("status").asString()).isEqualTo("CANCELLED");
        assertThat(bringing.seen(both, fresh).path("status").asString()).isEqualTo("CHECKED");
    }

    /** 2,400 residents, children of later rows among them, in parts that die, are repeated and are taken up by another node. */
    @Test
    void aRunThatDiesIsGoneOnWithAndMakesTheSameAsOneThatDoesNot() {
        byte[] file = many(2_400);
        String undisturbed = bringing.checked(both, "RESIDENT", "CSV", file);
        bringing.run(both, undisturbed, false);
        String told = figures(bringing.seen(both, undisturbed));
        assertThat(told).isEqualTo("DONE 2400 2400 2400 0 0");
        List<String> same = everybody();
        assertThat(same).hasSize(2_400);
        writes.sql("""
                delete from event where subject_type = 'Resident' and subject_id in (select id from resident where register_code like 'N-%');
                delete from resident where register_code like 'N-%' and guardian_id is not null;
                delete from resident where register_code like 'N-%';
                """);

        String id = bringing.sent(both, "RESIDENT", "CSV", file);
        writes.done(both, check(id), "", null);
        dies(() -> done(id, 1));
        bringing.work(bringing.importing(Duration.ZERO), 1);
        dies(() -> done(id, 2_000));
        bringing.work();
        assertThat(figures(bringing.seen(both, id))).isEqualTo("CHECKED 2400 2400 2400 0 0");
        writes.done(both, "runImport(dataImport: \"%s\")".formatted(id), "", null);
        dies(() -> done(id, 1));
        writes.sql("update district set state = 'SUSPENDED' where id = :district");
        // What died may have asked for a last commit, for which this one waits.
        bringing.work(bringing.importing(Duration.ofSeconds(8)), 1);
        List<String> suspended = everybody();
        bringing.work(bringing.importing(Duration.ofSeconds(8)), 1);
        assertThat(everybody()).isEqualTo(suspended).hasSizeLessThan(2_400);
        writes.sql("update district set state = 'ACTIVE' where id = :district");
        // Two nodes that take the same job for theirs.
        Job job = bringing.due();
        var one = bringing.importing(Duration.ZERO).run(job).toFuture();
        var another = bringing.importing(Duration.ZERO).run(job).toFuture();
        CompletableFuture.allOf(one, another).join();
        bringing.work();
        assertThat(figures(bringing.seen(both, id))).isEqualTo(told);
        assertThat(everybody()).isEqualTo(same);
    }

    /** A step that stops as soon as something of it is committed, and never says so. */
    private void dies(java.util.function.BooleanSupplier far) {
        Job job = bringing.due();
        var working = bringing.importing(Duration.ofSeconds(8)).run(job).subscribe();
        while (!far.getAsBoolean() && !working.isDisposed()) Thread.onSpinWait();
        working.dispose();
    }

    private boolean done(String id, int rows) {
        return writes.rows("select 1 from data_import where 'import_' || id = '%s' and done_count >= %d"
                                .formatted(id, rows))
                        .size()
                == 1;
    }

    private List<String> everybody() {
        return writes.rows("""
                select concat_ws(' ', r.register_code, r.name, r.birth_date, r.grid_id, r.status, g.register_code,
                                 (select count(*) from event e where e.district_id = r.district_id and e.subject_id = r.id))
                  from resident r left join resident g on g.district_id = r.district_id and g.id = r.guardian_id
                 where r.district_id = :district and r.register_code like 'N-%' order by r.register_code
                """);
    }

    private byte[] many(int rows) {
        StringBuilder file = new StringBuilder("登记编号,姓名,出生日期,网格编码,居住类型,监护人登记编号,登记日期\n");
        String grid = code("grid", 1);
        for (int i = 0; i < rows; i++) {
            boolean child = i % 10 == 0;
            file.append("N-%05d,居民%d,%s,%s,户籍,%s,2024-01-08%n"
                    .formatted(
                            i, i, child ? "2020-05-05" : "1980-05-05", grid, child ? "N-%05d".formatted(i + 9) : ""));
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aSpreadsheetsCsvIsReadWhateverItsEncoding() {
        String text = "编码;名称\nC-%d;\"街道，\n第二\"\n";
        byte[][] files = {
            text.formatted(1).getBytes(StandardCharsets.UTF_8),
            ("\ufeff" + text.formatted(2)).getBytes(StandardCharsets.UTF_8),
            text.formatted(3).getBytes(Charset.forName("GB18030"))
        };
        for (byte[] file : files) {
            String id = bringing.checked(writes.caller(ADMIN), "STREET", "CSV", file);
            bringing.run(writes.caller(ADMIN), id, false);
        }
        assertThat(writes.rows("select code || ' ' || name from street where code like 'C-_' order by 1"))
                .containsExactly("C-1 街道， 第二", "C-2 街道， 第二", "C-3 街道， 第二");
    }

    @Test
    void aFileThatIsOfNoUseFailsAsAWholeAndIsGone() {
        Map<String, byte[]> files = Map.of(
                "STREET - - SHEET_MISSING", Bringing.workbook(sheets("x", List.of(List.of("a")))),
                "STREET - - HEADER_MISSING", Bringing.workbook(sheets("街道", List.of(List.of("a", "b")))),
                "STREET 2 Code COLUMN_TWICE",
                        Bringing.workbook(sheets("街道", List.of(List.of("登记表"), List.of("编码", "名称", "Code")))));
        files.forEach((fault, file) -> {
            String id = bringing.checked(writes.caller(ADMIN), "STREET", "XLSX", file);
            JsonNode seen = bringing.seen(writes.caller(ADMIN), id);
            assertThat(seen.path("status").asString()).isEqualTo("FAILED");
            assertThat(bringing.faults(writes.caller(ADMIN), id)).containsExactly(fault);
        });
        assertThat(writes.rows("select distinct status::text from file where data_import_id is not null"))
                .containsExactly("WITHDRAWN");
    }

    private Map<String, String> tables() {
        Map<String, String> tables = new TreeMap<>(writes.tables());
        List.of("data_import", "data_import_key", "event", "arrival", "job").forEach(tables::remove);
        return tables;
    }

    private static String figures(JsonNode seen) {
        return "%s %s %s %s %s %s"
                .formatted(
                        seen.path("status").asString(),
                        seen.path("rowCount"),
                        seen.path("doneCount"),
                        seen.path("addedCount"),
                        seen.path("knownCount"),
                        seen.path("faultCount"));
    }

    private static String check(String id) {
        return "checkImport(dataImport: \"%s\")".formatted(id);
    }

    private String code(String table, int n) {
        return writes.rows("select code from %s where district_id = :district and id = '%s'"
                        .formatted(table, id(HERE, table, n)))
                .getFirst();
    }

    private List<String> chinese(Caller caller, String id) {
        return writes
                .served()
                .inChinese(
                        caller,
                        "query($id: ID!) { dataImport(id: $id) { faults(first: 100) { nodes { columnName message } } } }",
                        Map.of("id", id))
                .at("/dataImport/faults/nodes")
                .values()
                .stream()
                .map(fault -> fault.path("columnName").asString("") + " "
                        + fault.path("message").asString())
                .toList();
    }

    private static Map<String, List<List<String>>> sheets(Object... namesAndRows) {
        Map<String, List<List<String>>> sheets = new LinkedHashMap<>();
        for (int i = 0; i < namesAndRows.length; i += 2) {
            List<List<String>> rows = new ArrayList<>();
            for (Object row : (List<?>) namesAndRows[i + 1])
                rows.add(((List<?>) row).stream().map(String::valueOf).toList());
            sheets.put((String) namesAndRows[i], rows);
        }
        return sheets;
    }

    @SafeVarargs
    private static List<List<String>> residents(List<String>... rows) {
        List<List<String>> all = new ArrayList<>(List.of(RESIDENTS));
        for (List<String> row : rows) all.add(row);
        return all;
    }

    private static List<String> resident(
            String code,
            String number,
            String grid,
            String compound,
            String guardian,
            String consents,
            String standing,
            String registeredOn) {
        return List.of(code, "居民", "", "", number, grid, compound, "户籍", guardian, consents, standing, registeredOn);
    }
}
