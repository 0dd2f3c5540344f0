package org.linli.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server. With the argument {@code migrate} it brings the database to this build's schema instead, and ends. */
@SpringBootApplication
public class LinliServer {
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("migrate")) migrate(arguments);
        else SpringApplication.run(LinliServer.class, arguments);
    }

    private static void migrate(String[] arguments) {
        SpringApplication command = new SpringApplication(Migration.class);
        command.setWebApplicationType(WebApplicationType.NONE);
        command.run(arguments).close();
    }
}
