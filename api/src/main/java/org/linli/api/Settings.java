package org.linli.api;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an operator sets, under {@code linli} in application.yml or the environment.
 *
 * @param keycloak who signs the tokens
 * @param corsOrigins origins whose pages may call the API, as patterns: {@code https://*.example.gov.cn}
 * @param bodyLimit the largest request body that is read
 * @param districtsOnPages codes of the districts that GraphiQL offers
 */
@ConfigurationProperties("linli")
record Settings(
        Keycloak keycloak,
        @DefaultValue List<String> corsOrigins,
        @DefaultValue("64KB") DataSize bodyLimit,
        @DefaultValue Guests guests,
        @DefaultValue List<String> districtsOnPages) {

    /**
     * @param issuer address of the realm as tokens carry it and browsers reach it
     * @param webClient the public client with which the pages log in
     */
    record Keycloak(URI issuer, @DefaultValue("linli-web") String webClient) {}

    /**
     * @param perMinute how many requests without a token one address may send in a minute
     * @param burst how many of these at once
     * @param trustedProxies networks (CIDR) of our own proxies; only their X-Forwarded-For is believed
     */
    record Guests(
            @DefaultValue("300") int perMinute,
            @DefaultValue("100") int burst,
            @DefaultValue List<String> trustedProxies) {}
}
