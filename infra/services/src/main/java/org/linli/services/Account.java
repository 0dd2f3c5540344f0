package org.linli.services;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Who runs the servers: ourselves, or {@code nobody} when we are root, since PostgreSQL refuses root. */
final class Account {
    static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private Account() {}

    /** The command, run under the account. setpriv (util-linux) replaces itself, so the process id is the server's own. */
    static List<String> command(List<String> command) {
        if (!ROOT) return command;
        return Stream.concat(
                        Stream.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "--"),
                        command.stream())
                .toList();
    }

    /** Gives the folder and all in it to the account. */
    static Path own(Path folder) {
        if (ROOT) Program.run("chown", "-R", "nobody:65534", folder.toString());
        return folder;
    }
}
