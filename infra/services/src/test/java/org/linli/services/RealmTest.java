package org.linli.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a real installation imports brings nobody and no secret along. */
class RealmTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final JsonNode realm = MAPPER.readTree(Folders.resource("realm.json"));

    @Test
    void nobodyCanSignIn() {
        assertThat(realm.path("users").findValuesAsString("username"))
                .containsExactly(
                        "service-account-linli-provisioner",
                        "service-account-linli-registrar",
                        "service-account-linli-observer");
        assertThat(realm.findValues("credentials")).isEmpty();
        assertThat(realm.has("organizations")).isFalse();
    }

    @Test
    void everySecretIsTheOperators() {
        assertThat(realm.findValuesAsString("secret")).isNotEmpty().allMatch(secret -> secret.matches("\\$\\{\\w+}"));
    }

    /** An import without a thought would take the placeholder for the secret. */
    @Test
    void aClientWithASecretIsOffUntilItIsSwitchedOn() {
        for (JsonNode client : realm.path("clients"))
            if (client.has("secret"))
                assertThat(client.path("enabled").asString()).endsWith(":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirectUris", "webOrigins"})
    void noAddressIsAssumed(String list) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode found : realm.findValues(list)) found.forEach(address -> addresses.add(address.asString()));
        assertThat(addresses).isNotEmpty().allMatch(address -> address.matches("\\$\\{[A-Z_2,]+(:\\+)?}|\\+"));
    }
}
