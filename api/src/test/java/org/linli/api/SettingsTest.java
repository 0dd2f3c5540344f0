package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {
    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
    private static final Map<String, String> NEEDED = Map.of(
            "linli.database.host", "db.example",
            "linli.database.password", SECRET,
            "linli.database.migrator.password", SECRET,
            "linli.keycloak.issuer", "https://login.example/realms/linli",
            "linli.sealing.current", "one",
            "linli.sealing.keys.one", SECRET,
            "linli.sealing.index", SECRET,
            "linli.deletion.key", SECRET);
    private static final Map<String, String> BUCKET = Map.of(
            "linli.files.key", SECRET,
            "linli.files.s3.endpoint", "https://s3.example",
            "linli.files.s3.bucket", "linli",
            "linli.files.s3.access-key", "one",
            "linli.files.s3.secret-key", SECRET);

    @Test
    void printedSettingsTellNoSecret() {
        Settings settings = bound(BUCKET);
        assertThat(settings.database().password()).isEqualTo(SECRET);
        assertThat(settings + " " + settings.database().migrator()
                        + settings.database().forApp() + settings.sealing().decode())
                .contains("linli_app@db.example:5432/linli", "linli_migrator", "s3.example")
                .doesNotContain(SECRET);
    }

    @Test
    void filesHaveOnePlaceAndAKey() {
        FilesConfiguration files = new FilesConfiguration();
        FilesConfiguration.storage(bound(BUCKET)).close();
        for (Settings settings : List.of(bound(Map.of()), bound(BUCKET, Map.of("linli.files.folder", "somewhere"))))
            assertThatThrownBy(() -> FilesConfiguration.storage(settings))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("either linli.files.folder")
                    .hasMessageContaining("or linli.files.s3");
        for (String key : List.of("", "c2hvcnQ=", "no base64"))
            assertThatThrownBy(() -> files.addresses(bound(Map.of("linli.files.key", key))))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("linli.files.key");
    }

    @Test
    void theKeyOfThePlatformIsAKey() {
        ArchiveConfiguration archives = new ArchiveConfiguration();
        assertThat(archives.platformKey(bound(Map.of())).pem()).contains("PUBLIC KEY");
        for (String key : List.of("c2hvcnQ=", "no base64"))
            assertThatThrownBy(() -> archives.platformKey(bound(Map.of("linli.deletion.key", key))))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("linli.deletion.key");
    }

    /** Less would make a certificate untrue. */
    @Test
    void backupsAreNotSaidToEndBeforeKeycloaksEvents() {
        ArchiveConfiguration archives = new ArchiveConfiguration();
        archives.platformKey(bound(Map.of("linli.deletion.backup-days", "30")));
        assertThatThrownBy(() -> archives.platformKey(bound(Map.of("linli.deletion.backup-days", "29"))))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("linli.deletion.backup-days");
    }

    @SafeVarargs
    private static Settings bound(Map<String, String>... more) {
        Map<String, String> settings = new HashMap<>(NEEDED);
        for (Map<String, String> one : more) settings.putAll(one);
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("linli", Bindable.of(Settings.class));
    }
}
