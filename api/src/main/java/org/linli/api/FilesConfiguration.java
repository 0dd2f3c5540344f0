package org.linli.api;

import java.io.IOException;
import java.nio.file.Path;
import org.linli.files.Downloads;
import org.linli.files.FolderStorage;
import org.linli.files.S3Storage;
import org.linli.files.SignedAddresses;
import org.linli.files.Storage;
import org.linli.files.Uploads;
import org.linli.files.Workshop;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Districts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Where pictures and documents lie, and how they come and go. */
@Configuration(proxyBeanMethods = false)
class FilesConfiguration {
    @Bean
    static Storage storage(Settings settings) {
        String folder = settings.files().folder();
        Settings.Files.S3 s3 = settings.files().s3();
        if (folder.isBlank() == (s3 == null))
            throw new CannotStart(
                    "Files need one place: set either linli.files.folder, a folder that all servers share, or linli.files.s3"
                            + " with endpoint, region, bucket, access-key and secret-key.",
                    null);
        if (s3 != null)
            return new S3Storage(
                    s3.endpoint(), s3.region(), s3.bucket(), s3.accessKey(), s3.secretKey(), workshop(settings));
        try {
            return new FolderStorage(Path.of(folder));
        } catch (IOException e) {
            throw new CannotStart("The folder %s cannot hold files: %s".formatted(folder, e), e);
        }
    }

    /** @throws CannotStart where the folder is somebody else's, or cannot be written */
    @Bean
    static Workshop workshop(Settings settings) {
        String given = settings.files().work();
        Path all = given.isBlank()
                ? Path.of(System.getProperty("java.io.tmpdir"), "linli-" + System.getProperty("user.name"))
                : Path.of(given);
        try {
            return Workshop.in(all);
        } catch (IOException e) {
            throw new CannotStart("The folder %s cannot be worked in: %s".formatted(all, e), e);
        }
    }

    @Bean
    SignedAddresses addresses(Settings settings) {
        try {
            return new SignedAddresses(settings.files().key());
        } catch (IllegalArgumentException e) {
            throw new CannotStart(
                    "linli.files.key has to be 32 random bytes in base64, the same on all servers: " + e.getMessage(),
                    e);
        }
    }

    @Bean
    RouterFunction<ServerResponse> fileRoutes(
            DistrictDatabase database,
            SignedAddresses addresses,
            Storage storage,
            Districts districts,
            Budgets budgets,
            Settings settings) {
        return new FileRoutes(
                        new Uploads(database, addresses, storage),
                        new Downloads(database, addresses, storage),
                        districts,
                        budgets,
                        new GuestLimit(settings.guests().ofFiles()),
                        settings.guests().filesAtOnce(),
                        settings.files().patience())
                .routes();
    }

    @Bean
    RouterFunction<ServerResponse> templateRoutes() {
        return new TemplateRoutes().routes();
    }
}
