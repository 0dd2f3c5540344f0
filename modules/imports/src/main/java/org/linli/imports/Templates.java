package org.linli.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Files to fill in, made of the columns that are read from them: headers in Chinese and English, a sample row, and what each column takes. */
public final class Templates {
    /** Of a workbook with a sheet of every kind. */
    private static final String ALL = "all";

    private static final String GUIDE = "说明 Guide";
    private static final List<String> GUIDE_HEADER =
            List.of("工作表 Sheet", "列 Column", "必填 Required", "填写要求", "What it takes");

    /** Of a workbook that is filled in for a district, to try with. */
    private static final Pattern EXAMPLE = Pattern.compile("example-([0-9]{6})\\.xlsx");

    /** Whom a district begins with beside its first administrator: username, role, and where. */
    private static final List<List<String>> STAFF = List.of(
            List.of("admin2", "系统管理员", ""),
            List.of("officer1", "区级业务主管", ""),
            List.of("officer2", "区级业务主管", ""),
            List.of("grid", "网格员", ImportKind.STAFF.column("place").example()));

    /** So that a spreadsheet makes no number of a code, and no date of a number. */
    private static final String AS_TEXT = "@";

    private Templates() {}

    /**
     * The template of a name.
     *
     * @param name a kind in small letters or {@code all}, with the ending {@code xlsx} or, of one kind, {@code csv}; or {@code example-<code>.xlsx},
     *     which is filled in with all that a district of this code needs to go live, and whose people have accounts that end with the code
     */
    public static Optional<byte[]> named(String name) {
        for (ImportKind kind : ImportKind.values()) {
            if (name.equals(kind.templateName() + ".xlsx")) return Optional.of(workbook(List.of(kind)));
            if (name.equals(kind.templateName() + ".csv")) return Optional.of(csv(kind));
        }
        if (name.equals(ALL + ".xlsx")) return Optional.of(workbook(List.of(ImportKind.values())));
        Matcher example = EXAMPLE.matcher(name);
        return example.matches() ? Optional.of(example(example.group(1))) : Optional.empty();
    }

    private static byte[] workbook(List<ImportKind> kinds) {
        return bytes(workbook -> {
            for (ImportKind kind : kinds) sheet(workbook, kind, List.of(sample(kind)));
            guide(workbook.newWorksheet(GUIDE), kinds);
        });
    }

    private static byte[] example(String district) {
        return bytes(workbook -> {
            for (ImportKind kind : ImportKind.values()) sheet(workbook, kind, rows(kind, district));
        });
    }

    /** Duties are those of the staff. */
    private static List<List<String>> rows(ImportKind kind, String district) {
        if (kind == ImportKind.STAFF) return staff(district);
        return kind == ImportKind.DUTY ? List.of() : List.of(sample(kind));
    }

    private static List<String> sample(ImportKind kind) {
        return kind.columns().stream().map(Column::example).toList();
    }

    /** As the columns of the sheet are: name, username, address, role, place. */
    private static List<List<String>> staff(String district) {
        return STAFF.stream()
                .map(one -> {
                    String username = one.getFirst() + "-" + district;
                    return List.of("示例" + one.get(1), username, username + "@example.test", one.get(1), one.getLast());
                })
                .toList();
    }

    private static byte[] bytes(Consumer<Workbook> written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "Linli", "1.0")) {
            written.accept(workbook);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void sheet(Workbook workbook, ImportKind kind, List<List<String>> rows) {
        Worksheet sheet = workbook.newWorksheet(kind.sheet());
        List<Column> columns = kind.columns();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            sheet.width(i, 24);
            sheet.style(i).format(AS_TEXT).set();
            sheet.value(0, i, column.header() + (column.required() ? " *" : ""));
            sheet.style(0, i).bold().fillColor("DDEBF7").set();
        }
        for (int row = 0; row < rows.size(); row++)
            for (int i = 0; i < rows.get(row).size(); i++) {
                String text = rows.get(row).get(i);
                if (text.isEmpty()) continue;
                sheet.value(row + 1, i, text);
                sheet.style(row + 1, i).format(AS_TEXT).set();
            }
        sheet.freezePane(0, 1);
    }

    private static void guide(Worksheet sheet, List<ImportKind> kinds) {
        List<Integer> widths = List.of(20, 30, 12, 70, 70);
        for (int i = 0; i < GUIDE_HEADER.size(); i++) {
            sheet.width(i, widths.get(i));
            sheet.value(0, i, GUIDE_HEADER.get(i));
            sheet.style(0, i).bold().fillColor("DDEBF7").set();
        }
        int row = 1;
        for (ImportKind kind : kinds)
            for (Column column : kind.columns()) {
                sheet.value(row, 0, kind.sheet());
                sheet.value(row, 1, column.header());
                sheet.value(row, 2, column.required() ? "是 Yes" : "否 No");
                sheet.value(row, 3, said(column.form().takesZh(), column.noteZh(), "。"));
                sheet.value(row, 4, said(column.form().takesEn(), column.noteEn(), ". "));
                row++;
            }
        sheet.freezePane(0, 1);
    }

    private static String said(String takes, String note, String between) {
        return note.isEmpty() ? takes : takes + between + note;
    }

    /** With a mark of its encoding, by which spreadsheets know it. */
    private static byte[] csv(ImportKind kind) {
        StringWriter text = new StringWriter().append('\ufeff');
        try (CsvWriter writer = CsvWriter.builder().build(text)) {
            writer.writeRecord(kind.columns().stream().map(Column::header).toList());
            writer.writeRecord(sample(kind));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** All names there are, but for the examples of districts. */
    public static List<String> names() {
        return Stream.concat(
                        Stream.of(ImportKind.values())
                                .flatMap(
                                        kind -> Stream.of(kind.templateName() + ".xlsx", kind.templateName() + ".csv")),
                        Stream.of(ALL + ".xlsx"))
                .toList();
    }
}
