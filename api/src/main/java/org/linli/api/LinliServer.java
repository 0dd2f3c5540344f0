package org.linli.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server. Started with the argument {@code migrate} it brings the database to this build's schema and ends. */
@SpringBootApplication
public class LinliServer {
    public static void main(String[] arguments) {
        SpringApplication.run(LinliServer.class, arguments);
    }
}
