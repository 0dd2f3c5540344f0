package org.linli.api;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.tenancy.identity.Callers;
import org.linli.tenancy.identity.Presences;
import org.linli.tenancy.identity.Presences.Presence;
import reactor.core.publisher.Mono;

/** Knows who asks by a bearer token, or a guest by what is asked for. */
final class CredentialsAsker implements Asker {
    private static final String BEARER = "Bearer ";

    /** Asks with the token and the district's code. */
    private interface Question<T> extends BiFunction<@Nullable String, @Nullable String, Mono<T>> {}

    private final Question<Caller> caller;
    private final Question<Presence> presence;
    private final GuestLimit limit;

    private CredentialsAsker(Question<Caller> caller, Question<Presence> presence, GuestLimit limit) {
        this.caller = caller;
        this.presence = presence;
        this.limit = limit;
    }

    /** At the endpoint of districts, where a guest names one. */
    static Asker ofDistricts(Callers callers, Presences presences, GuestLimit limit) {
        return new CredentialsAsker(callers::of, presences::of, limit);
    }

    /** At the operators' endpoint, which belongs to no district. */
    static Asker ofPlatform(Callers callers, Presences presences, GuestLimit limit) {
        return new CredentialsAsker(
                (token, code) -> callers.ofPlatform(token), (token, code) -> presences.ofPlatform(token), limit);
    }

    @Override
    public Mono<Caller> of(Credentials credentials) {
        if (credentials.authorization() == null)
            try {
                limit.count(credentials);
            } catch (ClientFault fault) {
                return Mono.error(fault);
            }
        return asked(credentials, caller).doOnError(ClientFault.class, fault -> countBadToken(fault, credentials));
    }

    /** Was counted when it was asked for. */
    @Override
    public Mono<Presence> stays(Credentials credentials) {
        return asked(credentials, presence);
    }

    private static <T> Mono<T> asked(Credentials credentials, Question<T> question) {
        List<String> codes = credentials.districts();
        if (codes.size() > 1) return Mono.error(ClientFault.of(ErrorCode.DISTRICT_REQUIRED));
        try {
            return question.apply(bearer(credentials.authorization()), codes.isEmpty() ? null : codes.getFirst());
        } catch (ClientFault fault) {
            return Mono.error(fault);
        }
    }

    /** Guessing tokens is limited as guests are. */
    private void countBadToken(ClientFault fault, Credentials credentials) {
        if (fault.code() == ErrorCode.TOKEN_INVALID) limit.count(credentials);
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null) return null;
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            throw ClientFault.of(ErrorCode.TOKEN_INVALID);
        return authorization.substring(BEARER.length()).strip();
    }
}
