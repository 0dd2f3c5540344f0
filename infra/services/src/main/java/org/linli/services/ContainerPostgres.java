package org.linli.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL in a container: the official image, or one that understands the same variables. */
final class ContainerPostgres {
    private ContainerPostgres() {}

    static Server server(Path folder, int port, boolean throwaway, Login superuser) {
        var command = new ArrayList<>(List.of("postgres"));
        Postgres.settings(throwaway).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        var container = ContainerServer.container(Setting.of("linli.postgres.image", "postgres:18"))
                .withEnv("POSTGRES_PASSWORD", superuser.password())
                .withEnv("POSTGRES_INITDB_ARGS", String.join(" ", Postgres.INITDB))
                .withEnv("PGPORT", Integer.toString(port))
                .withCommand(command.toArray(String[]::new));
        return throwaway
                ? ContainerServer.throwaway(container)
                : ContainerServer.persistent(container, folder, "/var/lib/postgresql");
    }
}
