package org.linli.archive;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is in an archive.
 *
 * @param format of the archive, see infra/archive.md
 * @param schema the last migration of the database it was taken from
 * @param missing files whose content was not in the storage, or was not what it should have been
 * @param omitted what does not travel
 */
public record Manifest(
        int format,
        String schema,
        Instant madeAt,
        District district,
        List<Table> tables,
        List<File> files,
        List<UUID> missing,
        List<Omitted> omitted) {
    static final int FORMAT = 1;
    static final String NAME = "manifest.json";

    /** Of the manifest, under the archive's key; in hexadecimal. */
    static final String MAC = "manifest.mac";

    public record District(UUID id, String code, String name) {}

    public record Omitted(String table, String why) {}

    /** A part of an archive. */
    sealed interface Part permits Table, File {
        String path();

        long bytes();

        /** In hexadecimal. */
        String sha256();
    }

    /** The rows of a table, each in a line of its own. */
    public record Table(String table, long rows, long bytes, String sha256) implements Part {
        @Override
        public String path() {
            return "tables/" + table + ".ndjson";
        }
    }

    /** The content of a file. */
    public record File(UUID file, long bytes, String sha256) implements Part {
        @Override
        public String path() {
            return "files/" + file + "/" + sha256;
        }
    }
}
