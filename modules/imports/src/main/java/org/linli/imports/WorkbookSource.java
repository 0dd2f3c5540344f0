package org.linli.imports;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.jspecify.annotations.Nullable;

/** A workbook of Office Open XML, of which a row at a time is in memory, beside the texts that its rows share. */
final class WorkbookSource implements Source {
    private static final long MEBIBYTE = 1024L * 1024;

    /** What 200,000 people take unpacked, and of that the texts that rows share; a file that unpacks to more is none of ours. */
    private static final long MOST_UNPACKED = 400 * MEBIBYTE;

    private static final long MOST_SHARED = 96 * MEBIBYTE;

    private final ReadableWorkbook workbook;
    private final List<Stream<?>> open = new ArrayList<>();

    WorkbookSource(Path file) throws IOException {
        this.workbook = readable(file);
    }

    private static ReadableWorkbook readable(Path file) throws IOException {
        try {
            return new ReadableWorkbook(file.toFile());
        } catch (IOException | RuntimeException broken) {
            throw new Broken(ImportRule.FILE_UNREADABLE);
        }
    }

    /**
     * Unpacks a file into nothing, since what it says of its size is worth nothing.
     *
     * @throws Broken where it is too large, or no package
     */
    static void measure(Path file) throws IOException {
        long left = MOST_UNPACKED;
        byte[] buffer = new byte[64 * 1024];
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                long most = entry.getName().endsWith("sharedStrings.xml") ? Math.min(MOST_SHARED, left) : left;
                long size = 0;
                try (InputStream content = zip.getInputStream(entry)) {
                    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                        size += read;
                        if (size > most) throw new Broken(ImportRule.FILE_TOO_LARGE);
                    }
                }
                left -= size;
            }
        } catch (java.util.zip.ZipException broken) {
            throw new Broken(ImportRule.FILE_UNREADABLE);
        }
    }

    @Override
    public Set<ImportKind> beside(List<ImportKind> kinds) {
        Set<ImportKind> others = EnumSet.allOf(ImportKind.class);
        kinds.forEach(others::remove);
        others.removeIf(kind -> !hasRows(kind));
        return others;
    }

    /** What cannot be read is no rows: nobody has asked for them. */
    private boolean hasRows(ImportKind kind) {
        try {
            return sheet(kind).hasNext();
        } catch (IOException | Broken none) {
            return false;
        }
    }

    @Override
    public Sheet sheet(ImportKind kind) throws IOException {
        var sheet = workbook.getSheets()
                .filter(each -> kind.named(each.getName()))
                .findFirst()
                .orElseThrow(() -> new Broken(new ImportFault(kind, null, null, ImportRule.SHEET_MISSING)));
        Stream<org.dhatim.fastexcel.reader.Row> rows = read(kind, sheet::openStream);
        open.add(rows);
        return new Sheet(kind, new Rows(kind, rows.iterator()));
    }

    private record Rows(ImportKind kind, Iterator<org.dhatim.fastexcel.reader.Row> rows) implements Iterator<Row> {
        @Override
        public boolean hasNext() {
            return read(kind, rows::hasNext);
        }

        @Override
        public Row next() {
            return new Row(read(kind, rows::next));
        }
    }

    /** Much of what is broken is found out late, and told by exceptions that nobody declares. */
    private static <T> T read(ImportKind kind, Callable<T> what) {
        try {
            return what.call();
        } catch (Exception broken) {
            throw new Broken(new ImportFault(kind, null, null, ImportRule.FILE_UNREADABLE));
        }
    }

    private record Row(org.dhatim.fastexcel.reader.Row row) implements Sheet.Raw {
        @Override
        public int number() {
            return row.getRowNum();
        }

        @Override
        public int size() {
            return row.getCellCount();
        }

        @Override
        public String text(int index, boolean day) {
            Cell cell = row.getOptionalCell(index).orElse(null);
            if (cell == null || cell.getType() == CellType.EMPTY) return "";
            if (cell.getType() == CellType.ERROR) throw new Broken(ImportRule.CELL_UNREADABLE);
            @Nullable Object value = cell.getValue();
            if (value instanceof BigDecimal number)
                return day ? day(cell) : number.stripTrailingZeros().toPlainString();
            return value == null ? "" : value.toString();
        }

        private static String day(Cell cell) {
            try {
                return cell.asDate().toLocalDate().toString();
            } catch (ExcelReaderException | DateTimeException none) {
                return cell.getText();
            }
        }
    }

    @Override
    public void close() throws IOException {
        open.forEach(Stream::close);
        workbook.close();
    }
}
