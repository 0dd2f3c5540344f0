package org.linli.tenancy.identity;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.tenancy.identity.Districts.Registered;
import org.linli.tenancy.identity.Token.Membership;
import reactor.core.publisher.Mono;

/**
 * Who asks. What a request is found to be serves the next ones for a second, so that an ordinary request asks neither
 * Keycloak nor PostgreSQL nor each of the memories below; what the clock decides is judged at each use.
 */
public final class Callers {
    /** Adds to the ages of what it is found from: in all 2 s for districts, the clients that they grant, and revocations, 5 s for standings. */
    private static final Duration AGE = Duration.ofSeconds(1);

    /** @param token the bearer token's digest, null without one */
    private record Question(
            @Nullable ByteBuffer token, @Nullable String code, boolean platform) {}

    private final Tokens tokens;
    private final Revocations revocations;
    private final Districts districts;
    private final Standings standings;
    private final Clock clock;
    private final Map<District, Caller> guests = new ConcurrentHashMap<>();
    private final Fresh<Question, Supplier<Caller>> found = new Fresh<>(AGE, 100_000);

    /** @param clock whose instant decides the day on which duties are judged, in the district's time zone */
    public Callers(Tokens tokens, Revocations revocations, Districts districts, Standings standings, Clock clock) {
        this.tokens = tokens;
        this.revocations = revocations;
        this.districts = districts;
        this.standings = standings;
        this.clock = clock;
    }

    /**
     * The caller of a request, the same object as long as nothing about the caller changes.
     *
     * @param token the bearer token, null if there is none
     * @param code the header {@code X-District}: makes a request without a token a guest's; with a token it may only repeat
     *     the token's district
     * @return or a {@link ClientFault}: {@link ErrorCode#DISTRICT_REQUIRED} with neither, {@link ErrorCode#TOKEN_EXPIRED},
     *     {@link ErrorCode#TOKEN_INVALID} (also when revoked), {@link ErrorCode#SEVERAL_DISTRICTS} in the token,
     *     {@link ErrorCode#DISTRICT_UNKNOWN} (also when the two name different ones),
     *     {@link ErrorCode#DISTRICT_SUSPENDED}, {@link ErrorCode#DISTRICT_NOT_LIVE} to a guest, {@link ErrorCode#CLIENT_NOT_GRANTED} in the token's district,
     *     {@link ErrorCode#UNAVAILABLE}
     */
    public Mono<Caller> of(@Nullable String token, @Nullable String code) {
        ByteBuffer digest = token == null ? null : Tokens.digest(token);
        return found.get(
                        new Question(digest, code, false),
                        question -> token == null
                                ? guest(code)
                                : tokens.verify(token).flatMap(account -> account(account, code)))
                .map(Supplier::get);
    }

    /**
     * The caller of a request to the platform: an operator or a viewer of cities, or without a token a guest.
     *
     * @return or a {@link ClientFault}: {@link ErrorCode#OPERATORS_ONLY}, and as of {@link #of}
     */
    public Mono<Caller> ofPlatform(@Nullable String token) {
        ByteBuffer digest = token == null ? null : Tokens.digest(token);
        return found.get(
                        new Question(digest, null, true),
                        question -> token == null
                                ? districts.platform().map(Registered::district).map(this::supplied)
                                : tokens.verify(token).flatMap(this::operator))
                .map(Supplier::get);
    }

    private Mono<Supplier<Caller>> guest(@Nullable String code) {
        if (code == null) return Mono.error(ClientFault.of(ErrorCode.DISTRICT_REQUIRED));
        return districts.registered(code).map(Registered::forEverybody).map(this::supplied);
    }

    private Supplier<Caller> supplied(District district) {
        Caller guest = guest(district);
        return () -> guest;
    }

    Registered registered(Districts.Row row) {
        return districts.registered(row);
    }

    /** Whoever names the district, the same object as long as nothing about it changes. */
    Caller guest(District district) {
        return guests.computeIfAbsent(district, Caller::guest);
    }

    private Mono<Supplier<Caller>> operator(Token token) {
        if (token.ofPlatform.isEmpty()) return Mono.error(ClientFault.of(ErrorCode.OPERATORS_ONLY));
        return districts.platform().flatMap(platform -> member(token, Platform.membership(token.ofPlatform), platform));
    }

    private Mono<Supplier<Caller>> account(Token token, @Nullable String code) {
        if (token.memberships.size() > 1) return Mono.error(ClientFault.of(ErrorCode.SEVERAL_DISTRICTS));
        if (token.memberships.isEmpty()) {
            Caller applicant = Caller.applicant(token.subject, token.client);
            return unrevoked(token, null).map(account -> () -> {
                tokens.unexpired(token);
                return applicant;
            });
        }
        Membership membership = token.memberships.getFirst();
        if (code != null && !code.equals(membership.code()))
            return Mono.error(ClientFault.of(ErrorCode.DISTRICT_UNKNOWN, code));
        return districts.registered(membership.code()).flatMap(registered -> member(token, membership, registered));
    }

    private Mono<Supplier<Caller>> member(Token token, Membership membership, Registered registered) {
        District district = registered.district();
        return unrevoked(token, district.id())
                .flatMap(account -> standings.of(district.id(), account.subject))
                .map(standing -> () -> member(token, membership, registered, standing));
    }

    /** A member of a district by a token that is not revoked, as the clock has it. */
    Caller member(Token token, Membership membership, Registered registered, Standing standing) {
        District district = registered.district();
        // A code can be given to a new organization; members of the old one are not its members.
        if (!Objects.equals(registered.organization(), membership.organization()))
            throw ClientFault.of(ErrorCode.DISTRICT_UNKNOWN, membership.code());
        registered.admit(token);
        tokens.unexpired(token);
        LocalDate today = LocalDate.ofInstant(clock.instant(), district.zone());
        return token.caller(district, membership.roles(), standing, today);
    }

    private Mono<Token> unrevoked(Token token, @Nullable UUID district) {
        return revocations.revokes(token, district).map(revoked -> {
            if (revoked) throw ClientFault.of(ErrorCode.TOKEN_INVALID);
            return token;
        });
    }
}
