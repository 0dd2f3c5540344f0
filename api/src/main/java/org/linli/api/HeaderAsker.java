package org.linli.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.tenancy.identity.Callers;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Reads who asks from the headers: {@code Authorization}, or for a guest {@code X-District}. */
final class HeaderAsker implements Asker {
    private static final String BEARER = "Bearer ";

    private final Callers callers;
    private final GuestLimit limit;

    HeaderAsker(Callers callers, GuestLimit limit) {
        this.callers = callers;
        this.limit = limit;
    }

    @Override
    public Mono<Caller> of(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        List<String> codes = headers.getOrDefault("X-District", List.of());
        if (codes.size() > 1) return Mono.error(ClientFault.of(ErrorCode.DISTRICT_REQUIRED));
        String code = codes.isEmpty() ? null : codes.getFirst();
        String token;
        try {
            token = bearer(headers.getFirst(HttpHeaders.AUTHORIZATION));
            if (token == null) limit.count(request);
        } catch (ClientFault fault) {
            return Mono.error(fault);
        }
        Mono<Caller> caller = callers.of(token, code);
        return token == null ? caller : caller.doOnError(ClientFault.class, fault -> countBadToken(fault, request));
    }

    /** Guessing tokens is limited as guests are. */
    private void countBadToken(ClientFault fault, ServerHttpRequest request) {
        if (fault.code() == ErrorCode.TOKEN_INVALID) limit.count(request);
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null) return null;
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            throw ClientFault.of(ErrorCode.TOKEN_INVALID);
        return authorization.substring(BEARER.length()).strip();
    }
}
