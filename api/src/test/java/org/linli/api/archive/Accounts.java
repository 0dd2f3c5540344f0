package org.linli.api.archive;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Organizations and accounts that a test makes in Keycloak. */
final class Accounts implements AutoCloseable {
    private final Keycloak keycloak;

    Accounts(URI issuer, String secret) {
        String path = issuer.toString();
        keycloak = KeycloakBuilder.builder()
                .serverUrl(path.substring(0, path.indexOf("/realms/")))
                .realm("linli")
                .grantType(OAuth2Constants.CLIENT_CREDENTIALS)
                .clientId("linli-provisioner")
                .clientSecret(secret)
                .build();
    }

    private RealmResource realm() {
        return keycloak.realm("linli");
    }

    UUID organization(String alias) {
        OrganizationRepresentation organization = new OrganizationRepresentation();
        organization.setName("区 " + alias);
        organization.setAlias(alias);
        try (Response made = realm().organizations().create(organization)) {
            return UUID.fromString(CreatedResponseUtil.getCreatedId(made));
        }
    }

    UUID member(String username, String name, UUID... organizations) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(username + "-" + UUID.randomUUID());
        user.setLastName(name);
        user.setEnabled(true);
        UUID account;
        try (Response made = realm().users().create(user)) {
            account = UUID.fromString(CreatedResponseUtil.getCreatedId(made));
        }
        for (UUID organization : organizations)
            realm().organizations()
                    .get(organization.toString())
                    .members()
                    .addMember(account.toString())
                    .close();
        return account;
    }

    /** Null where there is no such account. */
    @Nullable
    List<UUID> organizations(UUID account) {
        try {
            realm().users().get(account.toString()).toRepresentation();
        } catch (NotFoundException gone) {
            return null;
        }
        return realm().organizations().members().getOrganizations(account.toString(), true).stream()
                .map(organization -> UUID.fromString(organization.getId()))
                .toList();
    }

    /** How many accounts have the text in their names. */
    int named(String text) {
        return realm().users().search(text, 0, 1).size();
    }

    void delete(UUID account) {
        realm().users().delete(account.toString()).close();
    }

    @Override
    public void close() {
        keycloak.close();
    }
}
