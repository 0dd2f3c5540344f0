package org.linli.tenancy.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/**
 * Verifies access tokens without asking Keycloak. Signing keys are fetched every five minutes, used for an hour when
 * Keycloak is down, and fetched out of turn for an unknown key id at most twice in ten seconds. What was verified once is
 * remembered until it expires. Verification and fetches run on virtual threads.
 */
public final class Tokens implements AutoCloseable {
    /** Tokens issued longer ago are expired whatever they say, so that revocations need not be kept for ever. */
    static final Duration OLDEST = Duration.ofDays(1);

    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final int LONGEST = 16_384;
    private static final int FETCH_MILLIS = 2_000;

    private final String issuer;
    private final String audience;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final JWKSource<SecurityContext> keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Cache<ByteBuffer, Token> verified;

    /**
     * @param issuer what {@code iss} must be
     * @param keysAt where the issuer's JWKS is, by the way this server can reach it
     * @param audience what {@code aud} must contain
     */
    public Tokens(URI issuer, URI keysAt, String audience, Clock clock) {
        this.issuer = issuer.toString();
        this.audience = audience;
        this.clock = clock;
        this.keys = keys(keysAt);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        // Claims are judged below, where an expired token can be told from a wrong one.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        this.verified = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(100_000)
                .expireAfter(Expiry.<ByteBuffer, Token>creating(
                        (digest, token) -> Duration.between(clock.instant(), token.expiresAt.plus(SKEW))))
                .build();
    }

    private JWKSource<SecurityContext> keys(URI address) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            address.toURL(), new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, 1 << 20))
                    .cache(Duration.ofMinutes(5).toMillis(), 3 * FETCH_MILLIS)
                    .refreshAheadCache(Duration.ofMinutes(1).toMillis(), null, threads, false, null, false)
                    .rateLimited(Duration.ofSeconds(10).toMillis())
                    .outageTolerant(Duration.ofHours(1).toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * @return the token's claims, or {@link ErrorCode#TOKEN_EXPIRED}, {@link ErrorCode#TOKEN_INVALID}, or
     *     {@link ErrorCode#UNAVAILABLE} when no signing key could be fetched yet
     */
    Mono<Token> verify(String bearer) {
        if (bearer.length() > LONGEST) return Mono.error(invalid());
        ByteBuffer digest = digest(bearer);
        Token known = verified.getIfPresent(digest);
        if (known != null) return Mono.just(known).map(this::unexpired);
        return Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> verified(bearer), threads))
                .doOnNext(token -> verified.put(digest, token));
    }

    private Token verified(String bearer) {
        try {
            JWTClaimsSet claims = processor.process(bearer, null);
            if (!issuer.equals(claims.getIssuer()) || !claims.getAudience().contains(audience)) throw invalid();
            // An ID token of the same realm may well name this audience.
            if (claims.getClaim("typ") instanceof String kind && !kind.equals("Bearer")) throw invalid();
            return unexpired(token(claims));
        } catch (RateLimitReachedException e) {
            // With keys at hand, the one that may not be fetched now is most likely made up.
            throw keysAreThere() ? invalid() : ClientFault.of(ErrorCode.UNAVAILABLE);
        } catch (KeySourceException e) {
            throw ClientFault.of(ErrorCode.UNAVAILABLE);
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** Whether tokens can be verified now. May fetch keys; blocks. */
    public boolean keysAreThere() {
        try {
            return !keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null)
                    .isEmpty();
        } catch (KeySourceException e) {
            return false;
        }
    }

    /** The token, or {@link ErrorCode#TOKEN_EXPIRED} thrown: what was verified once ends all the same. */
    Token unexpired(Token token) {
        Instant now = clock.instant();
        if (now.isAfter(token.expiresAt.plus(SKEW)) || now.isAfter(token.issuedAt.plus(OLDEST)))
            throw ClientFault.of(ErrorCode.TOKEN_EXPIRED);
        if (token.issuedAt.isAfter(now.plus(SKEW))) throw invalid();
        return token;
    }

    private static Token token(JWTClaimsSet claims) throws ParseException {
        if (claims.getSubject() == null || claims.getIssueTime() == null || claims.getExpirationTime() == null)
            throw invalid();
        return new Token(
                UUID.fromString(claims.getSubject()),
                claims.getStringClaim("azp"),
                claims.getIssueTime().toInstant(),
                claims.getExpirationTime().toInstant(),
                memberships(claims.getJSONObjectClaim("organization")),
                ofPlatform(claims));
    }

    /** The roles that hold for the realm, and only where they were asked for by the operators' own client. */
    private static Set<Role> ofPlatform(JWTClaimsSet claims) throws ParseException {
        Set<Role> held = EnumSet.noneOf(Role.class);
        Map<String, Object> realm = claims.getJSONObjectClaim("realm_access");
        if (Platform.CLIENT.equals(claims.getStringClaim("azp"))
                && realm != null
                && realm.get("roles") instanceof Collection<?> roles)
            for (Role role : Role.values()) if (role.ofPlatform() && roles.contains(role.name())) held.add(role);
        return Collections.unmodifiableSet(held);
    }

    /** District roles come from the groups of the organization only: {@code realm_access} holds for no district. */
    private static List<Token.Membership> memberships(@Nullable Map<String, Object> organizations) {
        if (organizations == null) return List.of();
        var memberships = new ArrayList<Token.Membership>();
        organizations.forEach((code, entry) -> {
            if (!(entry instanceof Map<?, ?> organization)) throw invalid();
            UUID id = organization.get("id") instanceof String text ? UUID.fromString(text) : null;
            memberships.add(new Token.Membership(code, id, staffRoles(organization.get("groups"))));
        });
        return List.copyOf(memberships);
    }

    private static Set<Role> staffRoles(@Nullable Object groups) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (groups instanceof Collection<?> paths)
            for (Role role : Role.values()) if (role.staff() && paths.contains("/" + role)) roles.add(role);
        return roles;
    }

    private static ClientFault invalid() {
        return ClientFault.of(ErrorCode.TOKEN_INVALID);
    }

    /** Tokens are remembered by this, so that none can be taken out of the memory. */
    static ByteBuffer digest(String bearer) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(bearer.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
