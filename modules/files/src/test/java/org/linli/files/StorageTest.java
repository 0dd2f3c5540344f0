package org.linli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever holds the content, the folder or a bucket of a server that speaks S3, it does so in the same way. */
class StorageTest {
    private static final UUID DISTRICT = UUID.randomUUID();
    private static final String KEY = "key";
    private static final String SECRET = "secret";

    @TempDir
    private static Path folder;

    private static S3Proxy server;

    @BeforeAll
    static void serve() throws Exception {
        TransientNio2BlobStore content = new TransientNio2BlobStore();
        content.createContainer("linli");
        server = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                .blobStore(content)
                .build();
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    static Stream<Storage> storages() throws IOException {
        return Stream.of(
                new FolderStorage(folder.resolve("files")),
                new S3Storage(
                        URI.create("http://127.0.0.1:" + server.getPort()),
                        "us-east-1",
                        "linli",
                        KEY,
                        SECRET,
                        Workshop.in(folder.resolve("work"))));
    }

    @ParameterizedTest
    @MethodSource("storages")
    void whatIsPutIsThereUntilItIsDeletedWithAllThatIsBelow(Storage storage) throws IOException {
        UUID file = UUID.randomUUID();
        String first = Storage.key(DISTRICT, file, "first");
        String second = Storage.key(DISTRICT, file, "second");
        String other = Storage.key(DISTRICT, UUID.randomUUID(), "first");
        byte[] bytes = new byte[3 << 20];
        new Random(1).nextBytes(bytes);

        assertThatThrownBy(() -> storage.get(first)).isInstanceOf(NoSuchFileException.class);
        storage.delete(first);
        put(storage, first, new byte[] {1});
        put(storage, first, bytes);
        put(storage, second, new byte[] {2});
        put(storage, other, new byte[] {3});
        assertThat(got(storage, first)).isEqualTo(bytes);

        storage.delete(second);
        assertThatThrownBy(() -> storage.get(second)).isInstanceOf(NoSuchFileException.class);
        storage.delete(Storage.key(DISTRICT, file));
        assertThatThrownBy(() -> storage.get(first)).isInstanceOf(NoSuchFileException.class);
        assertThat(got(storage, other)).containsExactly(3);
        storage.close();
    }

    private static byte[] got(Storage storage, String key) throws IOException {
        try (InputStream content = storage.get(key)) {
            return content.readAllBytes();
        }
    }

    private static void put(Storage storage, String key, byte[] bytes) throws IOException {
        Path content = storage.incoming();
        Files.write(content, bytes);
        storage.put(key, content);
        Files.deleteIfExists(content);
    }
}
