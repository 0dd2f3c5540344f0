package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {
    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";

    @Test
    void printedSettingsTellNoSecret() {
        Settings settings = new Binder(new MapConfigurationPropertySource(Map.of(
                        "linli.database.host", "db.example",
                        "linli.database.password", SECRET,
                        "linli.database.migrator.password", SECRET,
                        "linli.keycloak.issuer", "https://login.example/realms/linli",
                        "linli.sealing.current", "one",
                        "linli.sealing.keys.one", SECRET,
                        "linli.sealing.index", SECRET)))
                .bindOrCreate("linli", Bindable.of(Settings.class));
        assertThat(settings.database().password()).isEqualTo(SECRET);
        assertThat(settings + " " + settings.database().migrator()
                        + settings.database().forApp() + settings.sealing().decode())
                .contains("linli_app@db.example:5432/linli", "linli_migrator")
                .doesNotContain(SECRET);
    }
}
