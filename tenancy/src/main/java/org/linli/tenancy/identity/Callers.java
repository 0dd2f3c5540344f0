package org.linli.tenancy.identity;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.tenancy.identity.Districts.Registered;
import org.linli.tenancy.identity.Token.Membership;
import reactor.core.publisher.Mono;

/** Who asks. Everything it needs is remembered for seconds, so that an ordinary request asks neither Keycloak nor PostgreSQL. */
public final class Callers {
    private final Tokens tokens;
    private final Revocations revocations;
    private final Districts districts;
    private final Standings standings;
    private final Clock clock;
    private final Map<District, Caller> guests = new ConcurrentHashMap<>();

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
     *     {@link ErrorCode#DISTRICT_SUSPENDED}, {@link ErrorCode#UNAVAILABLE}
     */
    public Mono<Caller> of(@Nullable String token, @Nullable String code) {
        if (token != null) return tokens.verify(token).flatMap(verified -> account(verified, code));
        if (code == null) return Mono.error(ClientFault.of(ErrorCode.DISTRICT_REQUIRED));
        return districts.active(code).map(district -> guests.computeIfAbsent(district, Caller::guest));
    }

    private Mono<Caller> account(Token token, @Nullable String code) {
        if (token.memberships.size() > 1) return Mono.error(ClientFault.of(ErrorCode.SEVERAL_DISTRICTS));
        if (token.memberships.isEmpty())
            return unrevoked(token, null).map(account -> Caller.applicant(account.subject, account.client));
        Membership membership = token.memberships.getFirst();
        if (code != null && !code.equals(membership.code()))
            return Mono.error(ClientFault.of(ErrorCode.DISTRICT_UNKNOWN, code));
        return districts.registered(membership.code()).flatMap(registered -> member(token, membership, registered));
    }

    private Mono<Caller> member(Token token, Membership membership, Registered registered) {
        District district = registered.district();
        // A code can be given to a new organization; members of the old one are not its members.
        if (!registered.organization().equals(membership.organization()))
            return Mono.error(ClientFault.of(ErrorCode.DISTRICT_UNKNOWN, membership.code()));
        return unrevoked(token, district.id())
                .flatMap(account -> standings.of(district.id(), account.subject))
                .map(standing -> token.caller(
                        district, membership.roles(), standing, LocalDate.ofInstant(clock.instant(), district.zone())));
    }

    private Mono<Token> unrevoked(Token token, @Nullable UUID district) {
        return revocations.revokes(token, district).map(revoked -> {
            if (revoked) throw ClientFault.of(ErrorCode.TOKEN_INVALID);
            return token;
        });
    }
}
