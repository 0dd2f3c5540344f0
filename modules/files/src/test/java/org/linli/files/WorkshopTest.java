package org.linli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkshopTest {
    @TempDir
    private Path all;

    @Test
    void whatADeadServerLeftGoesAndWhatALivingOneHasStays() throws IOException {
        Path left = Files.createDirectories(all.resolve("server-1/archive/tables"));
        Files.writeString(left.resolve("resident.ndjson"), "{}");
        Workshop living = Workshop.in(all);
        Path file = living.file();
        try (Workshop next = Workshop.in(all)) {
            assertThat(all.resolve("server-1")).doesNotExist();
            assertThat(file).exists();
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(next.folder("x").getParent())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(all)))
                .isEqualTo("rwx------");
        living.close();
        assertThat(file).doesNotExist();
    }
}
