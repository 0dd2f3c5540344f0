package org.linli.tenancy.provisioning;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.keycloak.admin.client.resource.OrganizationGroupsResource;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.admin.client.resource.OrganizationsResource;
import org.keycloak.admin.client.resource.UsersResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/**
 * The organizations of districts. Each step looks first, makes what is missing, and after a refusal looks again, since somebody else may
 * have made it: done twice, or by two at once, it is as done once.
 */
public final class Organizations {
    private static final String CODE = "districtCode";

    /** How long the link of an invitation can be used: a week, in seconds. */
    private static final int INVITATION = 7 * 24 * 3600;

    private static final List<String> FIRST_ACTIONS = List.of("UPDATE_PASSWORD", "VERIFY_EMAIL");

    private final Provisioner provisioner;

    public Organizations(Provisioner provisioner) {
        this.provisioner = provisioner;
    }

    /** Who is to be invited. */
    public record Invited(String username, String email, String name) {}

    /** An account that cannot be taken: it is a part of another district, or somebody else's by its address. */
    public static final class AccountTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        public AccountTaken() {
            super("the account belongs elsewhere", null, false, false);
        }
    }

    /** The organization of a district, with its code as alias; names are unique. */
    public Mono<UUID> ensure(String code, String name) {
        return provisioner.call(() -> found(code).orElseGet(() -> create(code, name)));
    }

    private Optional<UUID> found(String code) {
        return organizations().searchByAttribute(CODE + ":" + code, 0, 2).stream()
                .filter(organization -> organization.getAlias().equals(code))
                .map(organization -> UUID.fromString(organization.getId()))
                .findFirst();
    }

    private UUID create(String code, String name) {
        OrganizationRepresentation organization = new OrganizationRepresentation();
        organization.setAlias(code);
        organization.setName(name);
        organization.singleAttribute(CODE, code);
        try (Response answer = organizations().create(organization)) {
            int status = answer.getStatus();
            if (status == 201 || status == 409 || status == 400)
                return found(code).orElseThrow(() -> new IllegalStateException("the name or the code is taken"));
            throw new IllegalStateException("Keycloak answered " + status);
        }
    }

    /** A group for each role of the staff. */
    public Mono<Set<String>> ensureGroups(UUID organization) {
        return provisioner.call(() -> {
            OrganizationGroupsResource groups = organization(organization).groups();
            Set<String> there = names(groups);
            for (Role role : Role.values()) if (role.staff() && !there.contains(role.name())) add(groups, role);
            return names(groups);
        });
    }

    private static Set<String> names(OrganizationGroupsResource groups) {
        return groups.getAll(null, null, false, 0, 100, true, false).stream()
                .map(GroupRepresentation::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void add(OrganizationGroupsResource groups, Role role) {
        GroupRepresentation group = new GroupRepresentation();
        group.setName(role.name());
        try (Response answer = groups.addTopLevelGroup(group)) {
            int status = answer.getStatus();
            if (status != 201 && status != 409 && status != 400)
                throw new IllegalStateException("Keycloak answered " + status);
        }
    }

    /**
     * An account that is a member of the organization with this role. One that was made for it is invited by mail to choose a password,
     * and again as long as it has not.
     *
     * @return its id, or {@link AccountTaken}
     */
    public Mono<UUID> ensureMember(UUID organization, Invited invited, Role role) {
        return provisioner.call(() -> {
            UserRepresentation account = account(invited);
            Set<UUID> others = provisioner.of(account.getId());
            if (!others.isEmpty() && !others.equals(Set.of(organization))) throw new AccountTaken();
            provisioner.add(organization, account.getId());
            enter(organization, account.getId(), role);
            if (!account.getRequiredActions().isEmpty())
                users().get(account.getId()).executeActionsEmail(account.getRequiredActions(), INVITATION);
            return UUID.fromString(account.getId());
        });
    }

    /** The account as which a client acts, made a member of the organization with this role. */
    public Mono<Void> ensureMember(UUID organization, UUID account, Role role) {
        return provisioner
                .call(() -> {
                    provisioner.add(organization, account.toString());
                    enter(organization, account.toString(), role);
                    return true;
                })
                .then();
    }

    /** Ends the membership of an account, with the roles that it gave. */
    public Mono<Void> removeMember(UUID organization, UUID account) {
        return provisioner
                .call(() -> {
                    try (Response answer = organization(organization).members().removeMember(account.toString())) {
                        int status = answer.getStatus();
                        if (status != 204 && status != 404)
                            throw new IllegalStateException("Keycloak answered " + status);
                    }
                    return true;
                })
                .then();
    }

    /** The account as which a client acts. */
    public Mono<UUID> serviceAccount(String clientId) {
        return provisioner.call(() -> named("service-account-" + clientId)
                .map(account -> UUID.fromString(account.getId()))
                .orElseThrow());
    }

    /** By name and address both, lest the invitation of one go to the account of another. */
    private UserRepresentation account(Invited invited) {
        Optional<UserRepresentation> there = named(invited.username());
        if (there.isEmpty()) {
            create(invited);
            there = named(invited.username());
        }
        return there.filter(account -> invited.email().equalsIgnoreCase(account.getEmail()))
                .orElseThrow(AccountTaken::new);
    }

    private Optional<UserRepresentation> named(String username) {
        return users().searchByUsername(username, true).stream().findFirst();
    }

    private void create(Invited invited) {
        UserRepresentation account = new UserRepresentation();
        account.setUsername(invited.username());
        account.setEmail(invited.email());
        account.setLastName(invited.name().substring(0, 1));
        account.setFirstName(invited.name().substring(1));
        account.setEnabled(true);
        account.setRequiredActions(FIRST_ACTIONS);
        try (Response answer = users().create(account)) {
            int status = answer.getStatus();
            if (status != 201 && status != 409) throw new IllegalStateException("Keycloak answered " + status);
        }
    }

    private void enter(UUID organization, String account, Role role) {
        OrganizationGroupsResource groups = organization(organization).groups();
        String group = groups.getGroupByPath(role.name(), false).getId();
        try {
            groups.group(group).addMember(account);
        } catch (ClientErrorException refused) {
            int status = refused.getResponse().getStatus();
            if (status != 409 && status != 400) throw refused;
            if (organization(organization).members().member(account).groups(0, 100, true).stream()
                    .noneMatch(of -> of.getName().equals(role.name()))) throw refused;
        }
    }

    /** Lets its members log in, or not. */
    public Mono<Void> enable(UUID organization, boolean enabled) {
        return provisioner
                .call(() -> {
                    OrganizationRepresentation now = organization(organization).toRepresentation();
                    if (now.isEnabled() == enabled) return true;
                    now.setEnabled(enabled);
                    try (Response answer = organization(organization).update(now)) {
                        if (answer.getStatus() != 204)
                            throw new IllegalStateException("Keycloak answered " + answer.getStatus());
                    }
                    return true;
                })
                .then();
    }

    /** Its members' accounts stay. */
    public Mono<Void> remove(String code) {
        return provisioner
                .call(() -> {
                    Optional<UUID> organization = found(code);
                    if (organization.isEmpty()) return true;
                    try (Response answer = organization(organization.get()).delete()) {
                        int status = answer.getStatus();
                        if (status != 204 && status != 404)
                            throw new IllegalStateException("Keycloak answered " + status);
                    }
                    return true;
                })
                .then();
    }

    private OrganizationResource organization(UUID id) {
        return organizations().get(id.toString());
    }

    private OrganizationsResource organizations() {
        return provisioner.realm().organizations();
    }

    private UsersResource users() {
        return provisioner.realm().users();
    }
}
