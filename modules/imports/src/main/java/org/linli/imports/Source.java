package org.linli.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A file that is read. It blocks. Whatever is wrong with the file as a whole is {@link Broken}. */
interface Source extends AutoCloseable {
    /** A file of people is no bigger; where it is, it is something else. */
    int MOST_ROWS = 200_000;

    static Source open(ImportFormat format, Path file) throws IOException {
        return format == ImportFormat.XLSX ? new WorkbookSource(file) : new CsvSource(file);
    }

    /** The rows of a kind from the first on, however often that is asked. */
    Sheet sheet(ImportKind kind) throws IOException;

    /** The kinds of which it has rows beside these. */
    Set<ImportKind> beside(List<ImportKind> kinds);

    @Override
    void close() throws IOException;
}
