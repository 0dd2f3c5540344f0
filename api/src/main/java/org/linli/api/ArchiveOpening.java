package org.linli.api;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.linli.archive.ArchiveKey;
import org.linli.archive.ArchiveRefused;
import org.linli.archive.ReceiverKey;
import org.linli.archive.SealedArchive;

/** The command {@code open-archive}, for a district that reads its archive with other tools: it needs no settings and no database. */
final class ArchiveOpening {
    private ArchiveOpening() {}

    /**
     * @param key of the district; not an argument, since everybody on the machine sees those
     * @return the exit status: 0 where the zip is there
     */
    static int run(String[] arguments, @Nullable String key, PrintStream out, PrintStream err) throws IOException {
        if (arguments.length != 3 || key == null) {
            err.println("open-archive ARCHIVE ZIP, with the key in the environment as LINLI_ARCHIVE_KEY");
            return 2;
        }
        Path sealed = Path.of(arguments[1]);
        Path zip = Path.of(arguments[2]);
        if (Files.exists(zip)) {
            err.println(zip + " is there already.");
            return 1;
        }
        if (!SealedArchive.is(sealed)) {
            err.println(sealed + (Files.exists(sealed) ? " is no sealed archive." : " is not there."));
            return 1;
        }
        try {
            ArchiveKey opened = SealedArchive.open(sealed, zip, ReceiverKey.of(key));
            out.println("The key of the zip, by which its manifest is checked: " + opened.text());
            return 0;
        } catch (ArchiveRefused | IllegalArgumentException refused) {
            Files.deleteIfExists(zip);
            err.println(refused.getMessage());
            return 1;
        } catch (IOException unfinished) {
            Files.deleteIfExists(zip);
            err.println("This cannot be read or written: " + unfinished.getMessage());
            return 1;
        }
    }
}
