package org.linli.tenancy.provisioning;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.client.jaxrs.internal.ResteasyClientBuilderImpl;
import org.keycloak.OAuth2Constants;
import org.keycloak.admin.client.JacksonProvider;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;

/** How Keycloak is reached: as a service client of ours, and never longer than its patience. */
final class Directory {
    private static final int CONNECTIONS = 10;
    private static final int CONNECT_SECONDS = 3;
    private static final int ANSWER_SECONDS = 20;

    private Directory() {}

    /** @param issuer the realm's address, as in {@code http://keycloak/realms/linli} */
    static String realm(URI issuer) {
        String path = issuer.toString();
        return path.substring(path.lastIndexOf("/realms/") + "/realms/".length());
    }

    static Keycloak as(String client, String secret, URI issuer) {
        String path = issuer.toString();
        return KeycloakBuilder.builder()
                .serverUrl(path.substring(0, path.lastIndexOf("/realms/")))
                .realm(realm(issuer))
                .grantType(OAuth2Constants.CLIENT_CREDENTIALS)
                .clientId(client)
                .clientSecret(secret)
                .resteasyClient(new ResteasyClientBuilderImpl()
                        .connectionPoolSize(CONNECTIONS)
                        .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                        .register(JacksonProvider.class, 100)
                        .build())
                .build();
    }
}
