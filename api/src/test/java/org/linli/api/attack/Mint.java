package org.linli.api.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The realm's key in an attacker's hand: it signs whatever it is told to, as Keycloak never would. */
final class Mint implements AutoCloseable {
    private static final String ISSUER = "http://keycloak.test/realms/linli";

    private final RSAKey key;
    private final HttpServer keys;

    Mint() {
        try {
            key = new RSAKeyGenerator(2048).keyID("one").generate();
            keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
        keys.createContext("/certs", exchange -> {
            byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        keys.start();
    }

    /** What a server must be told to trust it. */
    String[] settings(String... more) {
        String[] all = new String[more.length + 2];
        System.arraycopy(more, 0, all, 2, more.length);
        all[0] = "linli.keycloak.issuer=" + ISSUER;
        all[1] = "linli.keycloak.keys-at=http://127.0.0.1:%d/certs"
                .formatted(keys.getAddress().getPort());
        return all;
    }

    /** A token of an account, otherwise as Keycloak makes it, with these claims as well. */
    String token(UUID subject, Map<String, Object> claims) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder all = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(List.of("linli-api"))
                .subject(subject.toString())
                .claim("azp", "linli-web")
                .claim("typ", "Bearer")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
        claims.forEach(all::claim);
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    all.build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        keys.stop(0);
    }
}
