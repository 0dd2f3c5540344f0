package org.linli.api;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.linli.archive.Certificate;

/** The command {@code verify-certificate}: asks nobody, so anyone can run it anywhere. */
final class CertificateCheck {
    private CertificateCheck() {}

    /** @return the exit code */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 3) {
            err.println(
                    "verify-certificate CERTIFICATE KEY: a file with the certificate, and one with the platform's public key");
            return 2;
        }
        try {
            out.println(Certificate.verified(
                    Files.readString(Path.of(arguments[1])), Files.readString(Path.of(arguments[2]))));
            return 0;
        } catch (IllegalArgumentException refused) {
            err.println(refused.getMessage());
            return 1;
        } catch (IOException unreadable) {
            err.println("This cannot be read as a text: " + unreadable.getMessage());
            return 1;
        }
    }
}
