package org.linli.tenancy.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A realm with a key of its own, to make tokens that Keycloak never would, and to count who fetches its keys. */
final class Realm implements AutoCloseable {
    static final URI ISSUER = URI.create("http://keycloak.test/realms/linli");

    private final HttpServer server;
    final AtomicInteger fetches = new AtomicInteger();
    private static final RSAKey ONE = newKey("one");
    private static final RSAKey TWO = newKey("two");
    private static final RSAKey FORGER = newKey("forger");

    private volatile RSAKey key = ONE;
    private volatile @Nullable CountDownLatch frozen;

    Realm() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/certs", exchange -> {
            fetches.incrementAndGet();
            CountDownLatch waiting = frozen;
            try {
                if (waiting != null) waiting.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI keysAt() {
        return URI.create(
                "http://127.0.0.1:%d/certs".formatted(server.getAddress().getPort()));
    }

    /** From now on requests for keys get no answer. */
    void freeze() {
        frozen = new CountDownLatch(1);
    }

    void thaw() {
        CountDownLatch waiting = frozen;
        frozen = null;
        if (waiting != null) waiting.countDown();
    }

    /** From now on another key signs, and the old one is gone. */
    void rotate() {
        key = TWO;
    }

    /** Claims as Keycloak gives them to the grid worker of 平城区, changed by {@code changes}; null removes one. */
    static Map<String, @Nullable Object> claims(UUID subject, Instant now, Map<String, ?> organization) {
        var claims = new HashMap<String, @Nullable Object>();
        claims.put("iss", ISSUER.toString());
        claims.put("aud", List.of("linli-api"));
        claims.put("sub", subject.toString());
        claims.put("azp", "linli-web");
        claims.put("typ", "Bearer");
        claims.put("iat", Date.from(now));
        claims.put("exp", Date.from(now.plusSeconds(300)));
        claims.put("organization", organization);
        return claims;
    }

    static Map<String, ?> organization(UUID id, String... groups) {
        return Map.of("id", id.toString(), "groups", List.of(groups));
    }

    String signed(Map<String, @Nullable Object> claims) {
        return signed(claims, key, key.getKeyID());
    }

    /** Says to be signed by the key of that id, but is not. */
    String forged(Map<String, @Nullable Object> claims, String keyId) {
        return signed(claims, FORGER, keyId);
    }

    static String unsigned(Map<String, @Nullable Object> claims) {
        return new PlainJWT(set(claims)).serialize();
    }

    /** Signed with the public key as if it were a shared secret: the oldest trick of all. */
    String confused(Map<String, @Nullable Object> claims) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(key.getKeyID())
                            .build(),
                    set(claims));
            jwt.sign(new MACSigner(key.toPublicKey().getEncoded()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(Map<String, @Nullable Object> claims, RSAKey key, String keyId) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(JOSEObjectType.JWT)
                    .keyID(keyId)
                    .build();
            var jwt = new SignedJWT(header, set(claims));
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWTClaimsSet set(Map<String, @Nullable Object> claims) {
        var set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        return set.build();
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        thaw();
        server.stop(0);
    }
}
