package org.linli.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.linli.archive.ArchiveImport;
import org.linli.archive.ArchiveRefused;
import org.linli.files.Storage;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The command {@code import-district}. As {@link Migration}, not found by the server. */
@EnableConfigurationProperties(Settings.class)
final class DistrictImport {
    /** @param key of the archive, or of the district that it is sealed for; not an argument, since everybody on the machine sees those */
    @Bean
    static ApplicationRunner read(Settings settings, @Value("${linli.archive-key:}") String key) {
        return arguments -> {
            List<String> given = arguments.getNonOptionArgs();
            List<String> digest = Objects.requireNonNullElse(arguments.getOptionValues("digest"), List.of());
            if (given.size() < 2 || given.size() > 3 || digest.size() > 1 || key.isBlank())
                throw new CannotStart(
                        "import-district ARCHIVE [ORGANIZATION] [--digest=SHA-256], with the key in the environment as LINLI_ARCHIVE_KEY",
                        null);
            IdentityNumbers numbers =
                    new IdentityNumbers(new AesGcm(), settings.sealing().decode());
            try (Storage storage = FilesConfiguration.storage(settings)) {
                ArchiveImport.Brought brought = new ArchiveImport(
                                settings.database().forMigrator(), storage, numbers)
                        .read(
                                Path.of(given.get(1)),
                                key,
                                digest.isEmpty() ? null : digest.getFirst(),
                                given.size() == 3 ? UUID.fromString(given.get(2)) : null);
                System.out.printf(
                        "%s %s is here, suspended until an operator resumes it; its archive has the digest %s%n",
                        brought.code(), brought.name(), brought.digest());
            } catch (ArchiveRefused | IllegalArgumentException refused) {
                throw new CannotStart(refused.getMessage(), refused);
            }
        };
    }
}
