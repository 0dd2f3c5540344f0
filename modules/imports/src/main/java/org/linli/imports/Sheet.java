package org.linli.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of one kind, one at a time, with what their cells mean by the header. */
final class Sheet implements Iterator<Line> {
    /** A row before it is known what its cells mean. */
    interface Raw {
        int number();

        int size();

        /**
         * The text of a cell, empty where there is none.
         *
         * @throws Broken where there is an error instead
         */
        String text(int index, boolean day);
    }

    /** A header begins a sheet, at most below a title. */
    private static final int HEADER_WITHIN = 5;

    private static final int MOST_COLUMNS = 200;

    /** Instead of what cannot be read; no cell that is read begins with it. */
    static final String UNREADABLE = "\u0000";

    private static final Pattern BLANKS = Pattern.compile("[\\p{Cntrl}\\u00a0\\u3000\\ufeff\\s]+");

    private final Iterator<? extends Raw> rows;
    private final Map<Integer, Column> columns;
    private @Nullable Line next;

    /** @throws Broken where the columns that have to be there are not */
    Sheet(ImportKind kind, Iterator<? extends Raw> rows) {
        this.rows = rows;
        this.columns = header(kind, rows);
    }

    private static Map<Integer, Column> header(ImportKind kind, Iterator<? extends Raw> rows) {
        for (int i = 0; i < HEADER_WITHIN && rows.hasNext(); i++) {
            Raw row = rows.next();
            Map<Integer, Column> found = new HashMap<>();
            for (int at = 0; at < Math.min(row.size(), MOST_COLUMNS); at++) {
                String header = clean(row.text(at, false));
                for (Column column : kind.columns()) if (column.named(header)) found.put(at, column);
            }
            if (found.size() > 1 || found.size() == kind.columns().size()) return checked(kind, row.number(), found);
        }
        throw new Broken(new ImportFault(kind, null, null, ImportRule.HEADER_MISSING));
    }

    private static Map<Integer, Column> checked(ImportKind kind, int row, Map<Integer, Column> found) {
        for (Column column : kind.columns()) {
            long times = found.values().stream().filter(column::equals).count();
            if (times > 1) throw new Broken(new ImportFault(kind, row, column, ImportRule.COLUMN_TWICE));
            if (times == 0 && column.required())
                throw new Broken(new ImportFault(kind, row, column, ImportRule.COLUMN_MISSING));
        }
        return found;
    }

    @Override
    public boolean hasNext() {
        while (next == null && rows.hasNext()) {
            Raw row = rows.next();
            Map<String, String> cells = new HashMap<>();
            columns.forEach((at, column) -> {
                String text = at < row.size() ? text(row, at, column) : "";
                if (!text.isEmpty()) cells.put(column.key(), text);
            });
            if (!cells.isEmpty()) next = new Line(row.number(), cells);
        }
        return next != null;
    }

    private static String text(Raw row, int at, Column column) {
        try {
            return clean(row.text(at, column.form() instanceof Form.Day));
        } catch (Broken error) {
            return UNREADABLE;
        }
    }

    /** On one line, without space about it. */
    private static String clean(String text) {
        return BLANKS.matcher(text).replaceAll(" ").strip();
    }

    @Override
    public Line next() {
        if (!hasNext() || next == null) throw new NoSuchElementException();
        Line line = next;
        next = null;
        return line;
    }

    /** Goes on behind this row. */
    void skip(int number) {
        while (hasNext() && next != null && next.number() <= number) next();
    }

    /** The next rows of a stage, at most so many. */
    List<Line> next(Stage stage, int most) {
        List<Line> lines = new ArrayList<>();
        while (lines.size() < most && hasNext()) {
            Line line = next();
            if (stage.takes().test(line)) lines.add(line);
        }
        return lines;
    }
}
