package org.linli.api.archive;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.GroupRepresentation;
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

    /** With a group, and with the text in whatever takes one. */
    UUID organization(String alias, String text) {
        OrganizationRepresentation organization = new OrganizationRepresentation();
        organization.setName(text + alias);
        organization.setAlias(alias);
        organization.setDescription(text);
        organization.singleAttribute("note", text);
        UUID id;
        try (Response made = realm().organizations().create(organization)) {
            id = UUID.fromString(CreatedResponseUtil.getCreatedId(made));
        }
        GroupRepresentation group = new GroupRepresentation();
        group.setName(text);
        realm().organizations()
                .get(id.toString())
                .groups()
                .addTopLevelGroup(group)
                .close();
        return id;
    }

    UUID member(String username, String name, UUID... organizations) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(username + "-" + UUID.randomUUID());
        user.setLastName(name);
        user.setEnabled(true);
        user.singleAttribute("locale", name);
        UUID account;
        try (Response made = realm().users().create(user)) {
            account = UUID.fromString(CreatedResponseUtil.getCreatedId(made));
        }
        join(account, organizations);
        return account;
    }

    void join(UUID account, UUID... organizations) {
        for (UUID organization : organizations)
            realm().organizations()
                    .get(organization.toString())
                    .members()
                    .addMember(account.toString())
                    .close();
    }

    /** Deletes what other tests had made for a district of the same id. */
    void forget(UUID district) {
        for (UserRepresentation user : realm().users().searchByAttributes("madeFor:" + district))
            delete(UUID.fromString(user.getId()));
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

    /** Ends all memberships of an account. */
    void leave(UUID account) {
        for (UUID organization : Objects.requireNonNull(organizations(account)))
            realm().organizations()
                    .get(organization.toString())
                    .members()
                    .removeMember(account.toString())
                    .close();
    }

    /** For which district an account was made; null where it does not say. */
    @Nullable
    String madeFor(UUID account) {
        return realm().users().get(account.toString()).toRepresentation().firstAttribute("madeFor");
    }

    void delete(UUID account) {
        realm().users().delete(account.toString()).close();
    }

    @Override
    public void close() {
        keycloak.close();
    }
}
