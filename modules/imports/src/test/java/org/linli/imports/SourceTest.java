package org.linli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from files, and what is no file of ours. */
class SourceTest {
    @TempDir
    private Path folder;

    // Workbooks.

    @Test
    void aCellIsWhatASpreadsheetShowsOfIt() throws IOException {
        byte[] file = workbook("居民", sheet -> {
            String[] header = {"登记编号", "姓名", "出生日期", "手机号", "网格编码", "居住类型", "登记日期", "备注"};
            for (int i = 0; i < header.length; i++) sheet.value(0, i, header[i]);
            sheet.value(1, 0, 1001);
            sheet.value(1, 1, "　王 \n 五 ");
            sheet.value(1, 2, LocalDate.of(1980, 5, 5));
            sheet.value(1, 3, 13800000000L);
            sheet.value(1, 4, "G1");
            sheet.value(1, 5, "户籍");
            sheet.value(1, 6, "2024年1月8日");
            sheet.value(1, 7, "说明");
        });
        List<Line> lines = lines(ImportKind.RESIDENT, ImportFormat.XLSX, file);
        assertThat(lines.getFirst().cells())
                .containsEntry("code", "1001")
                .containsEntry("name", "王 五")
                .containsEntry("birthDate", "1980-05-05")
                .containsEntry("phone", "13800000000")
                .doesNotContainKey("备注");
        List<ImportFault> faults = new ArrayList<>();
        Values values = Values.of(
                ImportKind.RESIDENT,
                new Line(2, java.util.Map.of("birthDate", "1980-05-05", "registeredOn", "2024年1月8日")),
                faults);
        assertThat(values).isNull();
        assertThat(faults).extracting(ImportFault::rule).containsOnly(ImportRule.REQUIRED);
    }

    @Test
    void rowsKeepTheirNumbersWhateverIsEmptyBetweenThem() throws IOException {
        byte[] file = workbook("Streets", sheet -> {
            sheet.value(2, 0, "Code");
            sheet.value(2, 1, "Name");
            sheet.value(3, 0, "A");
            sheet.value(8, 0, "B");
            sheet.value(9, 0, " ");
        });
        assertThat(lines(ImportKind.STREET, ImportFormat.XLSX, file))
                .extracting(Line::number)
                .containsExactly(4, 9);
    }

    @Test
    void whatUnpacksToTooMuchIsNotRead() throws IOException {
        Path bomb = folder.resolve("bomb.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            zeros(zip, 401);
        }
        assertBroken(ImportRule.FILE_TOO_LARGE, () -> WorkbookSource.measure(bomb));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            zeros(zip, 97);
        }
        assertBroken(ImportRule.FILE_TOO_LARGE, () -> WorkbookSource.measure(bomb));
    }

    private static void zeros(OutputStream to, int mebibytes) throws IOException {
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < mebibytes; i++) to.write(zeros);
    }

    @Test
    void whatIsNoWorkbookIsToldSo() throws IOException {
        Path file = folder.resolve("no.xlsx");
        Files.writeString(file, "PK no zip");
        assertBroken(ImportRule.FILE_UNREADABLE, () -> WorkbookSource.measure(file));
        assertBroken(ImportRule.FILE_UNREADABLE, () -> Source.open(ImportFormat.XLSX, file));
        Files.write(file, broken("<worksheet><sheetData><row r=\"1\"><c></sheetData>"));
        assertBroken(
                ImportRule.FILE_UNREADABLE,
                () -> lines(ImportKind.STREET, ImportFormat.XLSX, Files.readAllBytes(file)));
        // Entities, of which a few lines can make as much as one likes, are not resolved.
        Files.write(
                file,
                broken(
                        "<!DOCTYPE x [<!ENTITY a \"编码\">]><worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&a;</v></c></row></sheetData></worksheet>"));
        assertThatThrownBy(() -> lines(ImportKind.STREET, ImportFormat.XLSX, Files.readAllBytes(file)))
                .isInstanceOf(Broken.class);
    }

    /** A workbook with this for its only sheet. */
    private byte[] broken(String sheet) throws IOException {
        Path good = Files.write(folder.resolve("good"), workbook("街道", each -> each.value(0, 0, "编码")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipFile from = new ZipFile(good.toFile());
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().endsWith("sheet1.xml")) zip.write(sheet.getBytes(StandardCharsets.UTF_8));
                else from.getInputStream(entry).transferTo(zip);
            }
        }
        return bytes.toByteArray();
    }

    // Separated values.

    @Test
    void encodingAndSeparatorAreFoundOut() throws IOException {
        for (String text : List.of("编码,名称\nA,街道\n", "编码;名称\r\nA;街道\r\n", "编码\t名称\nA\t街道", "\ufeff编码,名称\n\nA,街道"))
            for (Charset encoding : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030")))
                assertThat(lines(ImportKind.STREET, ImportFormat.CSV, text.getBytes(encoding)))
                        .extracting(line -> line.get("code") + line.get("name"))
                        .containsExactly("A街道");
        assertBroken(
                ImportRule.ENCODING_UNKNOWN,
                () -> lines(ImportKind.STREET, ImportFormat.CSV, new byte[] {'a', (byte) 0xff, (byte) 0xff, '\n'}));
        assertBroken(
                ImportRule.FILE_UNREADABLE,
                () -> lines(
                        ImportKind.STREET,
                        ImportFormat.CSV,
                        ("编码,名称\nA,\"" + "x".repeat(70_000)).getBytes(StandardCharsets.UTF_8)));
    }

    // Values.

    @Test
    void aValueIsReadAsPeopleWriteIt() {
        for (String day : List.of("2024-01-08", "2024/1/8", "2024.01.08", "2024年1月8日", "20240108"))
            assertThat(new Form.Day().read(day)).isEqualTo(LocalDate.of(2024, 1, 8));
        for (String none : List.of("2024-02-30", "8.1.2024", "昨天", "45000"))
            assertBroken(ImportRule.NOT_A_DATE, () -> new Form.Day().read(none));
        Form relation = ImportKind.RESIDENT.column("relation").form();
        for (String word : List.of("户籍", "registered", "REGISTERED", " Registered "))
            assertThat(relation.read(word)).isEqualTo("REGISTERED");
        assertThat(ImportKind.RESIDENT.column("tags").form().read("老年人、Job seeker, ELDER"))
                .isEqualTo(List.of("ELDER", "JOB_SEEKER"));
        assertThat(new Form.Codes().read("A-1，A-2 A-3")).isEqualTo(List.of("A-1", "A-2", "A-3"));
        assertBroken(ImportRule.CODE_MALFORMED, () -> new Form.Codes().read("A-1,a"));
    }

    /** What templates offer is what is read: every column by its header, every sheet by its name, every sample as a value. */
    @Test
    void whatATemplateOffersIsRead() throws IOException {
        byte[] all = Templates.named("all.xlsx").orElseThrow();
        for (ImportKind kind : ImportKind.values()) {
            byte[] own = Templates.named(kind.templateName() + ".xlsx").orElseThrow();
            byte[] csv = Templates.named(kind.templateName() + ".csv").orElseThrow();
            List<Line> lines = lines(kind, ImportFormat.XLSX, all);
            assertThat(lines(kind, ImportFormat.XLSX, own))
                    .extracting(Line::cells)
                    .isEqualTo(lines.stream().map(Line::cells).toList());
            assertThat(lines(kind, ImportFormat.CSV, csv))
                    .extracting(Line::cells)
                    .isEqualTo(lines.stream().map(Line::cells).toList());
            assertThat(lines).hasSize(1);
            List<ImportFault> faults = new ArrayList<>();
            assertThat(Values.of(kind, lines.getFirst(), faults))
                    .as(faults.toString())
                    .isNotNull();
            assertThat(lines.getFirst().cells()).hasSize((int) kind.columns().stream()
                    .filter(column -> !column.example().isEmpty())
                    .count());
        }
        assertThat(Templates.names()).allMatch(name -> Templates.named(name).isPresent());
        assertThat(Templates.named("all.csv")).isEmpty();
        assertThat(Templates.named("../street.csv")).isEmpty();
    }

    /** The example of a district is the samples, with the staff that a district begins with, and no duties beside theirs. */
    @Test
    void anExampleIsReadWithoutAFault() throws IOException {
        byte[] example = Templates.named("example-990777.xlsx").orElseThrow();
        for (ImportKind kind : ImportKind.values()) {
            List<ImportFault> faults = new ArrayList<>();
            List<Line> lines = lines(kind, ImportFormat.XLSX, example);
            assertThat(lines).allMatch(line -> Values.of(kind, line, faults) != null);
            assertThat(faults).isEmpty();
            assertThat(lines).hasSize(kind == ImportKind.STAFF ? 4 : kind == ImportKind.DUTY ? 0 : 1);
        }
        assertThat(lines(ImportKind.STAFF, ImportFormat.XLSX, example).getLast().cells())
                .containsEntry("username", "grid-990777");
        assertThat(Templates.named("example-99077.xlsx")).isEmpty();
    }

    private interface Doing {
        void run() throws Exception;
    }

    private static void assertBroken(ImportRule rule, Doing doing) {
        Broken broken = catchThrowableOfType(Broken.class, doing::run);
        assertThat(broken).as(rule.name()).isNotNull();
        assertThat(broken.fault().rule()).isEqualTo(rule);
    }

    private List<Line> lines(ImportKind kind, ImportFormat format, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("file"), content);
        try (Source source = Source.open(format, file)) {
            List<Line> lines = new ArrayList<>();
            source.sheet(kind).forEachRemaining(lines::add);
            return lines;
        }
    }

    private static byte[] workbook(String name, Consumer<Worksheet> fill) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", "1.0")) {
            fill.accept(workbook.newWorksheet(name));
        }
        return bytes.toByteArray();
    }
}
