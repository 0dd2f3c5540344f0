package org.linli.api;

import java.nio.file.Path;
import java.util.List;
import org.linli.archive.ArchiveKey;
import org.linli.archive.Export;
import org.linli.archive.Manifest;
import org.linli.files.Storage;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The command {@code export-district}. As {@link Migration}, not found by the server. */
@EnableConfigurationProperties(Settings.class)
final class DistrictExport {
    @Bean
    static ApplicationRunner export(Settings settings) {
        return arguments -> {
            List<String> given = arguments.getNonOptionArgs();
            if (given.size() != 3) throw new CannotStart("export-district CODE FOLDER", null);
            ArchiveKey key = ArchiveKey.fresh();
            IdentityNumbers numbers =
                    new IdentityNumbers(new AesGcm(), settings.sealing().decode());
            try (Storage storage = FilesConfiguration.storage(settings)) {
                Manifest manifest = new Export(settings.cellsForApp(), storage, numbers)
                        .write(given.get(1), Path.of(given.get(2)), key, written -> System.out.println(written.part()));
                System.out.printf(
                        "%d rows and %d files; %d files were missing%n",
                        manifest.tables().stream()
                                .mapToLong(Manifest.Table::rows)
                                .sum(),
                        manifest.files().size(),
                        manifest.missing().size());
                System.out.println("The key of this archive, which is kept nowhere: " + key.text());
            } catch (IllegalArgumentException refused) {
                throw new CannotStart(refused.getMessage(), refused);
            }
        };
    }
}
