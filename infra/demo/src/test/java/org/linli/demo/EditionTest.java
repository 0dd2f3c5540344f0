package org.linli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditionTest {
    @TempDir
    private Path folder;

    @Test
    void anEditionKnowsItsOwnDataAgain() {
        Path data = folder.resolve("data");
        assertThat(new Edition("seal", "index").holds(data)).isTrue();
        assertThat(new Edition("seal", "index").holds(data)).isTrue();
    }

    @Test
    void dataOfAnotherEditionAreNotItsOwn() {
        Path data = folder.resolve("data");
        assertThat(new Edition("seal", "index").holds(data)).isTrue();
        assertThat(new Edition("seal", "another index").holds(data)).isFalse();
    }

    @Test
    void dataThatNobodyHasNotedAreOlder() throws IOException {
        Files.createDirectory(folder.resolve("postgres"));
        assertThat(new Edition("seal", "index").holds(folder)).isFalse();
    }
}
