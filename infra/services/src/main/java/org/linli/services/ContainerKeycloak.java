package org.linli.services;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.testcontainers.images.builder.Transferable;

/** Keycloak in a container: the official image, or one laid out like it. It builds itself and imports the realm at its first start. */
final class ContainerKeycloak {
    private ContainerKeycloak() {}

    static Server server(Path folder, int port, boolean throwaway) {
        var container = ContainerServer.container(
                        Setting.of("linli.keycloak.image", "keycloak/keycloak:" + EmbeddedKeycloak.VERSION))
                .withEnv("JAVA_OPTS", EmbeddedKeycloak.JAVA_OPTS)
                .withEnv(DemoRealm.SETTINGS)
                .withCopyToContainer(Transferable.of(DemoRealm.json()), "/opt/keycloak/data/import/realm.json")
                .withCommand(Stream.of(
                                Stream.of("start", "--import-realm"),
                                EmbeddedKeycloak.BUILD.stream(),
                                EmbeddedKeycloak.runtime(port).stream())
                        .flatMap(arguments -> arguments)
                        .toArray(String[]::new));
        return throwaway
                ? ContainerServer.throwaway(container)
                : ContainerServer.persistent(container, folder, "/opt/keycloak/data");
    }
}
