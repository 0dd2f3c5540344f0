package org.linli.api;

import java.nio.charset.StandardCharsets;
import org.linli.api.PlatformConfiguration.Operators;
import org.linli.archive.Archives;
import org.linli.archive.PlatformKey;
import org.linli.files.Storage;
import org.linli.tenancy.database.DistrictDatabase;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Districts that leave: their archives, and the key that proves they are gone. */
@Configuration(proxyBeanMethods = false)
class ArchiveConfiguration {
    /** Where everybody finds the public half. */
    static final String KEY_AT = "/platform-key.pem";

    /** For how long Keycloak keeps what was changed in it, in our realm. */
    private static final int LEAST_BACKUP_DAYS = 30;

    private static final MediaType PEM = new MediaType("application", "x-pem-file", StandardCharsets.US_ASCII);

    @Bean
    Archives archives() {
        return new Archives();
    }

    @Bean
    RouterFunction<ServerResponse> archiveRoutes(
            DistrictDatabase database,
            Archives archives,
            Storage storage,
            Operators operators,
            Asker asker,
            Budgets budgets,
            Settings settings) {
        return new ArchiveRoutes(database, archives, storage, operators.asker(), asker, budgets, settings.files())
                .routes();
    }

    @Bean
    @ConditionalOnProperty("linli.deletion.key")
    PlatformKey platformKey(Settings settings) {
        if (settings.deletion().backupDays() < LEAST_BACKUP_DAYS)
            throw new CannotStart(
                    "linli.deletion.backup-days has to be %d at least: Keycloak keeps its events so long, and a certificate of a deletion says until when anything is kept."
                            .formatted(LEAST_BACKUP_DAYS),
                    null);
        try {
            return PlatformKey.of(settings.deletion().key());
        } catch (IllegalArgumentException e) {
            throw new CannotStart(
                    "linli.deletion.key has to be 32 random bytes in base64, the same on all servers: "
                            + e.getMessage(),
                    e);
        }
    }

    @Bean
    @ConditionalOnProperty("linli.deletion.key")
    RouterFunction<ServerResponse> platformKeyRoute(PlatformKey key) {
        return RouterFunctions.route()
                .GET(KEY_AT, request -> ServerResponse.ok().contentType(PEM).bodyValue(key.pem()))
                .build();
    }
}
