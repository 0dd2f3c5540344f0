package org.linli.api;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What a request brings along to say who asks.
 *
 * @param authorization {@code Bearer <token>}, null of a guest
 * @param districts codes that a guest names
 * @param peer who is connected
 * @param forwarded for whom the peer says it asks, if it is a proxy
 */
record Credentials(
        @Nullable String authorization,
        List<String> districts,
        @Nullable InetSocketAddress peer,
        List<String> forwarded) {
    static final String DISTRICT = "X-District";

    static Credentials of(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return new Credentials(
                headers.getFirst(HttpHeaders.AUTHORIZATION),
                headers.getOrEmpty(DISTRICT),
                request.getRemoteAddress(),
                headers.getOrEmpty("X-Forwarded-For"));
    }

    /** The same connection with what its client could not say in headers. */
    Credentials with(@Nullable String authorization, @Nullable String district) {
        return new Credentials(
                authorization == null ? this.authorization : authorization,
                district == null ? districts : List.of(district),
                peer,
                forwarded);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Credentials[%s from %s]".formatted(districts, peer);
    }
}
