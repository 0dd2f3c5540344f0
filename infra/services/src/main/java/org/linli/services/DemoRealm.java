package org.linli.services;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The realm as demo and tests have it: {@code realm.json}, which is everybody's, with the districts, accounts and clients of
 * {@code demo.json}, whose passwords and secrets stand there to be read, and with settings for this machine alone.
 */
final class DemoRealm {
    /** What an operator sets before the import, since {@code realm.json} has no secret and no address of its own. */
    static final Map<String, String> SETTINGS = Map.of(
            "LINLI_WEB_REDIRECT", "http://localhost/*",
            "LINLI_WEB_REDIRECT_2", "http://127.0.0.1/*",
            // Frontends in development run on any port, which an origin has to name.
            "LINLI_WEB_ORIGIN", "*",
            "LINLI_CONSOLE_REDIRECT", "http://localhost/*",
            "LINLI_PROVISIONER_ENABLED", "true",
            "LINLI_PROVISIONER_SECRET", "linli-provisioner-dev-secret",
            "LINLI_REGISTRAR_ENABLED", "true",
            "LINLI_REGISTRAR_SECRET", "linli-registrar-dev-secret",
            "LINLI_OBSERVER_ENABLED", "true",
            "LINLI_OBSERVER_SECRET", "linli-observer-dev-secret");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private DemoRealm() {}

    /** One file: Keycloak's import takes users from a second one, but no clients and no organizations. */
    static String json() {
        ObjectNode realm = read("realm.json");
        read("demo.json")
                .forEachEntry((list, more) -> realm.withArrayProperty(list).addAll((ArrayNode) more));
        return MAPPER.writeValueAsString(realm);
    }

    private static ObjectNode read(String name) {
        return (ObjectNode) MAPPER.readTree(Folders.resource(name));
    }
}
