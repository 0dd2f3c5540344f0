package org.linli.api;

import java.io.IOException;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server. With the name of a command as its first argument it does that instead, and ends. */
@SpringBootApplication
public class LinliServer {
    private static final String VERIFY = "verify-certificate";
    private static final String OPEN = "open-archive";

    private static final Map<String, Class<?>> COMMANDS = Map.of(
            "migrate", Migration.class,
            "export-district", DistrictExport.class,
            "import-district", DistrictImport.class);

    public static void main(String[] arguments) throws IOException {
        String first = arguments.length > 0 ? arguments[0] : "";
        Class<?> command = COMMANDS.get(first);
        if (first.equals(VERIFY)) System.exit(CertificateCheck.run(arguments, System.out, System.err));
        else if (first.equals(OPEN))
            System.exit(ArchiveOpening.run(arguments, System.getenv("LINLI_ARCHIVE_KEY"), System.out, System.err));
        else if (command == null) SpringApplication.run(LinliServer.class, arguments);
        else run(command, arguments);
    }

    private static void run(Class<?> command, String[] arguments) {
        SpringApplication application = new SpringApplication(command);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(arguments).close();
    }
}
