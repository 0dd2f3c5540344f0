package org.linli.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.linli.imports.Form.Account;
import org.linli.imports.Form.Choice;
import org.linli.imports.Form.Choices;
import org.linli.imports.Form.Code;
import org.linli.imports.Form.Codes;
import org.linli.imports.Form.Day;
import org.linli.imports.Form.Text;
import org.linli.schema.Role;

/**
 * What a file can bring, a sheet each, in the order in which it is taken over: what a row names comes before it. The columns stand here
 * once, for whoever reads files, offers templates or tells faults.
 */
public enum ImportKind {
    STREET(
            "Street",
            "街道",
            "Streets",
            Role.DISTRICT_ADMIN,
            Column.of("code", "编码", "Code", new Code()).needed().like("YB-01"),
            Column.of("name", "名称", "Name", new Text(60)).needed().like("样板街道")),
    COMMUNITY(
            "Community",
            "社区",
            "Communities",
            Role.DISTRICT_ADMIN,
            Column.of("code", "编码", "Code", new Code()).needed().like("YB-01-01"),
            Column.of("name", "名称", "Name", new Text(60)).needed().like("样板社区"),
            Column.of("within", "所属街道编码", "Street code", new Code())
                    .like("YB-01")
                    .noted("不明确时留空", "Left empty where it is not known")),
    COMPOUND(
            "Compound",
            "小区",
            "Compounds",
            Role.DISTRICT_ADMIN,
            Column.of("code", "编码", "Code", new Code()).needed().like("YB-01-01-X1"),
            Column.of("name", "名称", "Name", new Text(60)).needed().like("样板小区"),
            Column.of("within", "所属社区编码", "Community code", new Code()).needed().like("YB-01-01")),
    GRID(
            "Grid",
            "网格",
            "Grids",
            Role.DISTRICT_ADMIN,
            Column.of("code", "编码", "Code", new Code()).needed().like("YB-01-01-G1"),
            Column.of("name", "名称", "Name", new Text(60)).needed().like("样板第一网格"),
            Column.of("within", "所属社区编码", "Community code", new Code()).needed().like("YB-01-01"),
            Column.of("covers", "覆盖小区编码", "Compound codes", new Codes())
                    .like("YB-01-01-X1")
                    .noted("须属于同一社区", "Of the same community")),
    STAFF(
            "StaffMember",
            "工作人员",
            "Staff",
            Role.DISTRICT_ADMIN,
            Column.of("name", "姓名", "Name", new Text(60)).needed().like("样板工作人员"),
            Column.of("username", "用户名", "Username", new Text(60))
                    .like("yangban.01")
                    .noted("登录名；用户名和邮箱至少填一项", "By which the person logs in; this or the e-mail address"),
            Column.of("email", "邮箱", "E-mail", new Text(120))
                    .like("yangban.01@example.test")
                    .noted("邀请邮件发往此邮箱；新账号必填", "Where the invitation goes; a new account needs it"),
            Column.of(
                            "role",
                            "角色",
                            "Role",
                            Choice.of(
                                    "GRID_WORKER",
                                    "网格员",
                                    "Grid worker",
                                    "COMMUNITY_WORKER",
                                    "社区工作者",
                                    "Community worker",
                                    "STREET_OFFICER",
                                    "街道干部",
                                    "Street officer",
                                    "DEPARTMENT_OFFICER",
                                    "职能部门",
                                    "Department officer",
                                    "DISTRICT_OFFICER",
                                    "区级业务主管",
                                    "District officer",
                                    "DISTRICT_ADMIN",
                                    "系统管理员",
                                    "District admin",
                                    "AUDITOR",
                                    "审计员",
                                    "Auditor"))
                    .needed()
                    .like("网格员")
                    .noted(
                            "除系统管理员外，均须另一名工作人员确认；同一人有多个角色时分行填写",
                            "All but the district admin are given once a second person confirms them; a person with several roles has a row for each"),
            Column.of("place", "区域编码", "Place code", new Code())
                    .like("YB-01-01-G1")
                    .noted(
                            "网格员填网格，社区工作者填社区，街道干部填街道；其他角色留空",
                            "A grid, a community or a street, as the role has it; empty for other roles"),
            Column.of("validFrom", "开始日期", "From", new Day())
                    .like("2999-01-01")
                    .noted("职责开始日期，当日或以后；留空为当日", "From when the duty holds, today or later; today where it is empty"),
            Column.of("validTo", "截止日期", "Until", new Day())
                    .noted("自该日起不再任职；无期限时留空", "The first day on which it no longer holds; empty while no end is set")),
    DUTY(
            "Duty",
            "职责",
            "Duties",
            Role.DISTRICT_ADMIN,
            Column.of("account", "账号编号", "Account id", new Account())
                    .needed()
                    .like("account_00000000-0000-4000-8000-000000000001"),
            Column.of("personName", "姓名", "Name", new Text(60)).needed().like("样板网格员"),
            Column.of(
                            "role",
                            "职责",
                            "Role",
                            Choice.of(
                                    "GRID_WORKER",
                                    "网格员",
                                    "Grid worker",
                                    "COMMUNITY_WORKER",
                                    "社区工作者",
                                    "Community worker",
                                    "STREET_OFFICER",
                                    "街道干部",
                                    "Street officer"))
                    .needed()
                    .like("网格员"),
            Column.of("position", "职务", "Position", new Text(60)).like("网格长"),
            Column.of("place", "区域编码", "Place code", new Code())
                    .like("YB-01-01-G1")
                    .noted(
                            "网格员填网格，社区工作者填社区，街道干部填街道；街道干部负责全区时留空",
                            "A grid, a community or a street, as the role has it; empty for a street officer of the whole district"),
            Column.of("validFrom", "开始日期", "From", new Day())
                    .needed()
                    .like("2999-01-01")
                    .noted("当日或以后", "Today or later"),
            Column.of("validTo", "截止日期", "Until", new Day())
                    .noted("自该日起不再任职；无期限时留空", "The first day on which it no longer holds; empty while no end is set")),
    RESIDENT(
            "Resident",
            "居民",
            "Residents",
            Role.DISTRICT_OFFICER,
            Column.of("code", "登记编号", "Code", new Code())
                    .needed()
                    .like("YB-R-0001")
                    .noted("原登记册中的编号，再次导入时据此识别", "That of the earlier register; by it a row is known again"),
            Column.of("name", "姓名", "Name", new Text(60)).needed().like("样板居民"),
            Column.of(
                            "gender",
                            "性别",
                            "Gender",
                            Choice.of("FEMALE", "女", "Female", "MALE", "男", "Male", "UNKNOWN", "未知", "Unknown"))
                    .like("男")
                    .noted("填写身份证号时以其为准", "Where there is an identity number, the one it says"),
            Column.of("birthDate", "出生日期", "Birth date", new Day())
                    .like("1990-01-01")
                    .noted("填写身份证号时以其为准", "Where there is an identity number, the one it says"),
            Column.of("phone", "手机号", "Phone", new Text(20)).like("11100000001"),
            Column.of("identityNumber", "身份证号", "Identity number", new Text(24))
                    .noted("18 位；加密保存。单元格请设为文本格式", "18 characters; kept sealed. Format the cells as text"),
            Column.of("grid", "网格编码", "Grid code", new Code()).needed().like("YB-01-01-G1"),
            Column.of("compound", "小区编码", "Compound code", new Code())
                    .like("YB-01-01-X1")
                    .noted("须属于网格所在社区", "Of the grid's community"),
            Column.of("door", "门牌", "Door", new Text(120)).like("1号楼2单元301"),
            Column.of(
                            "relation",
                            "居住类型",
                            "Residence",
                            Choice.of(
                                    "REGISTERED",
                                    "户籍",
                                    "Registered",
                                    "PERMANENT",
                                    "常住",
                                    "Permanent",
                                    "FLOATING",
                                    "流动",
                                    "Floating",
                                    "TENANT",
                                    "租户",
                                    "Tenant"))
                    .needed()
                    .like("户籍"),
            Column.of(
                            "tags",
                            "标签",
                            "Tags",
                            new Choices(Choice.of(
                                    "ELDER",
                                    "老年人",
                                    "Elder",
                                    "YOUTH",
                                    "青年",
                                    "Youth",
                                    "JOB_SEEKER",
                                    "待就业",
                                    "Job seeker",
                                    "CHILD",
                                    "少年儿童",
                                    "Child")))
                    .like("青年"),
            Column.of("guardian", "监护人登记编号", "Guardian code", new Code())
                    .noted(
                            "未满 14 周岁必填；可为本文件其他行或此前导入的居民",
                            "For a child; of another row of this file, or of a resident who is there"),
            Column.of(
                    "consents",
                    "授权",
                    "Consents",
                    new Choices(Choice.of(
                            "GUARDIANSHIP",
                            "监护人同意",
                            "Guardianship",
                            "TAGS",
                            "标签使用",
                            "Tags",
                            "PICTURES",
                            "肖像使用",
                            "Pictures"))),
            Column.of(
                            "standing",
                            "登记状态",
                            "Standing",
                            Choice.of(
                                    "REGISTERED",
                                    "已注册",
                                    "Registered",
                                    "IDENTITY_VERIFIED",
                                    "已实名",
                                    "Identity verified",
                                    "RESIDENCE_VERIFIED",
                                    "已入户核实",
                                    "Residence verified",
                                    "ACTIVE",
                                    "正常",
                                    "Active"))
                    .like("已注册")
                    .noted(
                            "留空为已注册；其他状态经另一名工作人员确认后生效，须有身份证号",
                            "Empty for registered; more takes the identity number, and is true once another officer confirms it"),
            Column.of("registeredOn", "登记日期", "Registered on", new Day())
                    .needed()
                    .like("2024-01-08")),
    MERCHANT(
            "Merchant",
            "商家",
            "Merchants",
            Role.DISTRICT_OFFICER,
            Column.of("code", "登记编号", "Code", new Code()).needed().like("YB-M-0001"),
            Column.of("name", "名称", "Name", new Text(60)).needed().like("样板便利店"),
            Column.of(
                            "category",
                            "经营类别",
                            "Category",
                            Choice.of(
                                    "DINING",
                                    "餐饮",
                                    "Dining",
                                    "FOOD",
                                    "生鲜食品",
                                    "Food",
                                    "RETAIL",
                                    "零售",
                                    "Retail",
                                    "HOUSEHOLD",
                                    "家政维修",
                                    "Household",
                                    "BEAUTY",
                                    "美容美发",
                                    "Beauty",
                                    "EDUCATION",
                                    "教育托管",
                                    "Education",
                                    "HEALTH",
                                    "医药健康",
                                    "Health",
                                    "SPORT_AND_CULTURE",
                                    "文体",
                                    "Sport and culture",
                                    "OTHER",
                                    "其他",
                                    "Other"))
                    .needed()
                    .like("零售"),
            Column.of("address", "地址", "Address", new Text(120)).needed().like("样板路1号"),
            Column.of("contactName", "联系人", "Contact", new Text(60)).needed().like("样板店主"),
            Column.of("contactPhone", "联系电话", "Contact phone", new Text(20))
                    .needed()
                    .like("11100000002"),
            Column.of("grid", "网格编码", "Grid code", new Code()).needed().like("YB-01-01-G1"),
            Column.of(
                            "standing",
                            "入驻进度",
                            "Standing",
                            Choice.of("LEAD", "线索", "Lead", "VISITED", "已走访", "Visited", "SIGNED", "已签约", "Signed"))
                    .like("线索")
                    .noted("留空为线索", "Empty for lead"),
            Column.of("signedOn", "签约日期", "Signed on", new Day()).noted("已签约时必填", "Where it has signed"),
            Column.of("licence", "统一社会信用代码", "Licence", new Text(18))
                    .noted("18 位；已签约时必填", "18 characters; where it has signed"));

    private final String type;
    private final String zh;
    private final String en;
    private final Role role;
    /** None of them ever changes. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Column> columns;

    ImportKind(String type, String zh, String en, Role role, Column... columns) {
        this.type = type;
        this.zh = zh;
        this.en = en;
        this.role = role;
        this.columns = List.of(columns);
    }

    /** The type of the records in the contract. */
    String type() {
        return type;
    }

    /** Who may bring it in. */
    Role role() {
        return role;
    }

    /** Whether it is of persons, so that the district's IT sees nothing of it. */
    boolean personal() {
        return role == Role.DISTRICT_OFFICER;
    }

    List<Column> columns() {
        return columns;
    }

    Column column(String key) {
        return columns.stream()
                .filter(column -> column.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(this + " has no " + key));
    }

    /** As templates name the sheet: without the characters that sheets' names may not have. */
    String sheet() {
        return zh + " " + en;
    }

    /** The name under which its template is offered. */
    String templateName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a sheet of this name is of this kind. */
    boolean named(String name) {
        String plain = Column.plain(name);
        return List.of(zh, en, type, zh + en).stream()
                .anyMatch(own -> Column.plain(own).equals(plain));
    }

    /** What is taken over of them, part by part: whoever is in the charge of another row comes after all who are not. */
    static List<Stage> stages(List<ImportKind> kinds) {
        List<Stage> stages = new ArrayList<>();
        for (ImportKind kind : values()) {
            if (!kinds.contains(kind)) continue;
            if (kind == RESIDENT) {
                stages.add(new Stage(kind, line -> line.get("guardian").isEmpty()));
                stages.add(new Stage(kind, line -> !line.get("guardian").isEmpty()));
            } else {
                stages.add(new Stage(kind, line -> true));
            }
        }
        return stages;
    }
}
