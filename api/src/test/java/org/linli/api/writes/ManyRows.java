package org.linli.api.writes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** What a whole district brings in, in one file. */
public final class ManyRows {
    private ManyRows() {}

    /** A workbook of 6 streets, 50 communities, 400 grids, 30 of staff, duties of 30 accounts and so many residents, all of them invented. */
    public static byte[] workbook(int residentCount) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", "1.0")) {
            Worksheet streets = sheet(workbook, "街道", List.of("编码", "名称"));
            for (int i = 0; i < 6; i++) row(streets, i, "V-" + i, "街道" + i);
            Worksheet communities = sheet(workbook, "社区", List.of("编码", "名称", "所属街道编码"));
            for (int i = 0; i < 50; i++) row(communities, i, "V-C" + i, "社区" + i, "V-" + i % 6);
            Worksheet grids = sheet(workbook, "网格", List.of("编码", "名称", "所属社区编码"));
            for (int i = 0; i < 400; i++) row(grids, i, "V-G" + i, "网格" + i, "V-C" + i % 50);
            Worksheet staff = sheet(workbook, "工作人员", List.of("姓名", "用户名", "邮箱", "角色", "区域编码", "开始日期"));
            for (int i = 0; i < 30; i++)
                row(staff, i, "示例" + i, "worker-" + i, "worker-" + i + "@example.test", "网格员", "V-G" + i, "2999-01-01");
            Worksheet duties = sheet(workbook, "职责", List.of("账号编号", "姓名", "职责", "区域编码", "开始日期"));
            for (int i = 0; i < 30; i++)
                row(duties, i, new UUID(0x4000, i).toString(), "网格员" + i, "网格员", "V-G" + i, "2999-01-01");
            Worksheet residents =
                    sheet(workbook, "居民", List.of("登记编号", "姓名", "身份证号", "手机号", "网格编码", "门牌", "居住类型", "登记状态", "登记日期"));
            for (int i = 0; i < residentCount; i++) {
                row(
                        residents,
                        i,
                        "R-%06d".formatted(i),
                        "居民" + i,
                        number(i),
                        "111%08d".formatted(i),
                        "V-G" + i % 400,
                        i % 40 + "号楼" + i % 600,
                        "户籍",
                        i % 2 == 0 ? "正常" : "已注册",
                        "2024-01-08");
            }
        }
        return bytes.toByteArray();
    }

    private static Worksheet sheet(Workbook workbook, String name, List<String> header) {
        Worksheet sheet = workbook.newWorksheet(name);
        for (int i = 0; i < header.size(); i++) sheet.value(0, i, header.get(i));
        return sheet;
    }

    private static void row(Worksheet sheet, int row, String... cells) {
        for (int i = 0; i < cells.length; i++) sheet.value(row + 1, i, cells[i]);
    }

    /** An identity number of an area that there is not: 999 born a day. */
    private static String number(int i) {
        String body = "990101"
                + LocalDate.of(1950, 1, 1).plusDays(i / 999).toString().replace("-", "") + "%03d".formatted(i % 999);
        int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;
        for (int at = 0; at < weights.length; at++) sum += weights[at] * (body.charAt(at) - '0');
        return body + "10X98765432".charAt(sum % 11);
    }
}
