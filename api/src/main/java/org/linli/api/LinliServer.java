package org.linli.api;

import org.linli.tenancy.Migrations;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The server. With the argument {@code migrate} it brings the database to this build's schema instead, and ends. */
@SpringBootApplication
public class LinliServer {
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("migrate")) migrate(arguments);
        else SpringApplication.run(LinliServer.class, arguments);
    }

    private static void migrate(String[] arguments) {
        SpringApplication command = new SpringApplication(SettingsOnly.class);
        command.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = command.run(arguments)) {
            Settings.Database database = context.getBean(Settings.class).database();
            Settings.Database.Migrator migrator = database.migrator();
            Migrations.migrate(database.jdbcUrl(), migrator.user(), migrator.password());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Settings.class)
    static class SettingsOnly {}
}
