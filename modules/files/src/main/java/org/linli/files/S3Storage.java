package org.linli.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Content in a bucket of anything that speaks the protocol of Amazon S3. */
public final class S3Storage implements Storage {
    private final S3Client s3;
    private final String bucket;
    private final Workshop workshop;

    /** @param workshop where content lies until it is stored */
    public S3Storage(
            URI endpoint, String region, String bucket, String accessKey, String secretKey, Workshop workshop) {
        this.workshop = workshop;
        this.bucket = bucket;
        s3 = S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .httpClient(UrlConnectionHttpClient.create())
                // Servers other than Amazon's have no name for each bucket, and not all know its newer checksums.
                .forcePathStyle(true)
                // For the answer to whether to go on, the HTTP client of the JDK would wait for seconds.
                .serviceConfiguration(more -> more.expectContinueEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    @Override
    public Path incoming() throws IOException {
        return workshop.file();
    }

    @Override
    public void put(String key, Path content) {
        s3.putObject(request -> request.bucket(bucket).key(key), content);
    }

    @Override
    public InputStream get(String key) throws IOException {
        return get(key, 0);
    }

    @Override
    public InputStream get(String key, long from) throws IOException {
        try {
            return s3.getObject(
                    request -> request.bucket(bucket).key(key).range(from == 0 ? null : "bytes=" + from + "-"));
        } catch (NoSuchKeyException none) {
            throw new NoSuchFileException(key, null, none.getMessage());
        }
    }

    @Override
    public void delete(String key) {
        s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(key))
                .contents()
                .forEach(object ->
                        s3.deleteObject(request -> request.bucket(bucket).key(object.key())));
    }

    @Override
    public void close() {
        s3.close();
        try {
            workshop.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
