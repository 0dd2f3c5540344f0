package org.linli.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** A file of separated values: in UTF-8, or in GB18030, as spreadsheets in China write it. */
final class CsvSource implements Source {
    private static final List<Charset> ENCODINGS = List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"));
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

    /** Longer than any cell may be. */
    private static final int MOST_CHARACTERS = 64 * 1024;

    private final Path file;
    private final Charset encoding;
    private final char separator;
    private final List<CsvReader<CsvRecord>> open = new ArrayList<>();

    CsvSource(Path file) throws IOException {
        this.file = file;
        this.encoding = encoding(file);
        this.separator = separator();
    }

    private static Charset encoding(Path file) throws IOException {
        for (Charset encoding : ENCODINGS) if (isIn(encoding, file)) return encoding;
        throw new Broken(ImportRule.ENCODING_UNKNOWN);
    }

    private static boolean isIn(Charset encoding, Path file) throws IOException {
        try (Reader reader = reader(file, encoding)) {
            reader.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException another) {
            return false;
        }
    }

    private static Reader reader(Path file, Charset encoding) throws IOException {
        InputStream content = Files.newInputStream(file);
        return new BufferedReader(new InputStreamReader(
                content,
                encoding.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    /** The one that the first line has most of. */
    private char separator() throws IOException {
        try (BufferedReader reader = new BufferedReader(reader(file, encoding))) {
            char[] head = new char[4096];
            int read = Math.max(reader.read(head), 0);
            String line = new String(head, 0, read).lines().findFirst().orElse("");
            char most = ',';
            for (char each : SEPARATORS) if (count(line, each) > count(line, most)) most = each;
            return most;
        }
    }

    private static long count(String line, char separator) {
        return line.chars().filter(c -> c == separator).count();
    }

    /** It has one, whatever that is. */
    @Override
    public Set<ImportKind> beside(List<ImportKind> kinds) {
        return Set.of();
    }

    @Override
    public Sheet sheet(ImportKind kind) throws IOException {
        CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(MOST_CHARACTERS)
                .ofCsvRecord(reader(file, encoding));
        open.add(reader);
        return new Sheet(kind, new Rows(reader.iterator()));
    }

    /** Rows as a spreadsheet numbers them: a cell with several lines is one row. */
    private static final class Rows implements Iterator<Row> {
        private final Iterator<CsvRecord> records;
        private int number;

        Rows(Iterator<CsvRecord> records) {
            this.records = records;
        }

        @Override
        public boolean hasNext() {
            try {
                return records.hasNext();
            } catch (CsvParseException broken) {
                throw new Broken(new ImportFault(null, number + 1, null, ImportRule.FILE_UNREADABLE));
            }
        }

        @Override
        public Row next() {
            try {
                return new Row(++number, records.next());
            } catch (CsvParseException broken) {
                throw new Broken(new ImportFault(null, number, null, ImportRule.FILE_UNREADABLE));
            }
        }
    }

    private record Row(int number, CsvRecord record) implements Sheet.Raw {
        @Override
        public int size() {
            return record.getFieldCount();
        }

        @Override
        public String text(int index, boolean day) {
            return record.getField(index);
        }
    }

    @Override
    public void close() throws IOException {
        for (CsvReader<CsvRecord> reader : open) reader.close();
    }
}
