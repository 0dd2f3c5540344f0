package org.linli.tenancy.provisioning;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.ServerErrorException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.OrganizationGroupResource;
import org.keycloak.admin.client.resource.OrganizationGroupsResource;
import org.keycloak.admin.client.resource.OrganizationMembersResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.admin.client.resource.UsersResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.MemberRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Keycloak's admin API, with the least rights that do: the one class that knows its client, which blocks. Never in a transaction. */
public final class Provisioner implements AutoCloseable {
    private static final String CLIENT = "linli-provisioner";

    /** What somebody who is invited does first. */
    private static final List<String> INVITED = List.of("UPDATE_PASSWORD", "VERIFY_EMAIL");

    private static final Duration INVITATION = Duration.ofDays(3);
    private static final int MOST_GROUPS = 100;
    private static final int PAGE = 100;

    /**
     * An account.
     *
     * @param verified whether its owner has shown that the e-mail address is theirs
     * @param invited whether it has no password of its own yet
     */
    public record Account(
            UUID id,
            String username,
            @Nullable String email,
            @Nullable String name,
            boolean verified,
            boolean invited) {}

    private final String realm;
    private final Keycloak keycloak;
    private final Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    /** @param issuer the realm's address, as in {@code http://keycloak/realms/linli} */
    public Provisioner(URI issuer, String secret) {
        String path = issuer.toString();
        int end = path.lastIndexOf("/realms/");
        realm = path.substring(end + "/realms/".length());
        keycloak = KeycloakBuilder.builder()
                .serverUrl(path.substring(0, end))
                .realm(realm)
                .grantType(OAuth2Constants.CLIENT_CREDENTIALS)
                .clientId(CLIENT)
                .clientSecret(secret)
                .build();
    }

    /** The organizations that the account is a member of. */
    public Mono<Set<UUID>> of(UUID account) {
        return call(() -> realm().organizations().members().getOrganizations(account.toString(), true).stream()
                .map(organization -> UUID.fromString(organization.getId()))
                .collect(Collectors.toSet()));
    }

    /** Makes the account a member of the organization, unless it is one. */
    public Mono<Void> join(UUID organization, UUID account) {
        return run(() -> add(organization, account));
    }

    /** Of six who add the same one at once, some are told 409 and some 400: what counts is whether it is there (Keycloak 26.7.3). */
    private void add(UUID organization, UUID account) {
        OrganizationMembersResource members = members(organization);
        try (Response answer = members.addMember(account.toString())) {
            int status = answer.getStatus();
            if (status == 201 || status == 204 || status == 409) return;
            if (status != 400) throw new IllegalStateException("Keycloak answered " + status);
        }
        members.member(account.toString()).toRepresentation();
    }

    /**
     * Ends the membership, unless the account is of the staff: that is for whoever made it so, and its groups would be lost.
     *
     * @return whether the account is no member any more
     */
    public Mono<Boolean> leave(UUID organization, UUID account) {
        return call(() -> remove(organization, account));
    }

    private boolean remove(UUID organization, UUID account) {
        OrganizationMembersResource members = members(organization);
        try {
            if (!members.member(account.toString()).groups(0, 1, true).isEmpty()) return false;
        } catch (NotFoundException noMember) {
            return true;
        }
        try (Response answer = members.removeMember(account.toString())) {
            int status = answer.getStatus();
            if (status == 204 || status == 404) return true;
            throw new IllegalStateException("Keycloak answered " + status);
        }
    }

    /** The account of this username, or where there is none, of this e-mail address; empty where there is neither. */
    public Mono<Account> find(@Nullable String username, @Nullable String email) {
        return call(() -> {
            Account named = username == null ? null : only(users().searchByUsername(username, true));
            return named != null || email == null ? named : only(users().searchByEmail(email, true));
        });
    }

    private static @Nullable Account only(List<UserRepresentation> found) {
        return found.stream().findFirst().map(Provisioner::account).orElse(null);
    }

    /**
     * Makes an account that has no password yet and does nothing before it has one, unless somebody has made it meanwhile; so look
     * afterwards.
     *
     * @return false where Keycloak takes no such account
     */
    public Mono<Boolean> create(String username, String email, String name) {
        return call(() -> {
            UserRepresentation user = new UserRepresentation();
            user.setUsername(username);
            user.setEmail(email);
            user.setFirstName(name);
            user.setEnabled(true);
            user.setRequiredActions(INVITED);
            try (Response answer = users().create(user)) {
                int status = answer.getStatus();
                if (status == 201 || status == 409) return true;
                if (status == 400) return false;
                throw new IllegalStateException("Keycloak answered " + status);
            }
        });
    }

    /**
     * Sends the letter that leads to a password, unless the account has one.
     *
     * @return whether it was sent
     */
    public Mono<Boolean> invite(UUID account) {
        return call(() -> {
            UserResource user = users().get(account.toString());
            if (!account(user.toRepresentation()).invited()) return false;
            user.executeActionsEmail(INVITED, (int) INVITATION.toSeconds());
            return true;
        });
    }

    /** The account as which a client acts. */
    public Mono<UUID> serviceAccount(String client) {
        return find("service-account-" + client, null).map(Account::id);
    }

    /** Ends the membership of an account, with the roles that it gave. */
    public Mono<Void> dismiss(UUID organization, UUID account) {
        return run(() -> expel(organization, account));
    }

    /** The groups of the organization in which the account is; none where it is no member. */
    public Mono<Set<String>> groups(UUID organization, UUID account) {
        return call(() -> {
            try {
                return members(organization).member(account.toString()).groups(0, MOST_GROUPS, true).stream()
                        .map(GroupRepresentation::getName)
                        .collect(Collectors.toSet());
            } catch (NotFoundException noMember) {
                return Set.<String>of();
            }
        });
    }

    /** Puts a member into a group of the organization, unless it is in it. */
    public Mono<Void> enter(UUID organization, String group, UUID account) {
        return run(() -> {
            OrganizationGroupResource entered = group(organization, group);
            try {
                entered.addMember(account.toString());
            } catch (ClientErrorException refused) {
                int status = refused.getResponse().getStatus();
                if ((status != 400 && status != 409) || !in(organization, group, account)) throw refused;
            }
        });
    }

    /** Takes an account out of a group of the organization, if it is in it. */
    public Mono<Void> leave(UUID organization, String group, UUID account) {
        return run(() -> {
            if (!in(organization, group, account)) return;
            try {
                group(organization, group).removeMember(account.toString());
            } catch (ClientErrorException refused) {
                if (in(organization, group, account)) throw refused;
            }
        });
    }

    private boolean in(UUID organization, String group, UUID account) {
        try {
            return members(organization).member(account.toString()).groups(0, MOST_GROUPS, true).stream()
                    .anyMatch(one -> one.getName().equals(group));
        } catch (NotFoundException noMember) {
            return false;
        }
    }

    /** Who is in these groups of the organization, by group. Who joins or leaves meanwhile may be missed. */
    public Mono<Map<String, List<Account>>> in(UUID organization, Set<String> names) {
        return call(() -> {
            OrganizationGroupsResource groups = groups(organization);
            Map<String, List<Account>> all = new HashMap<>();
            for (GroupRepresentation group : groups.getAll(null, null, false, 0, MOST_GROUPS, true, false))
                if (names.contains(group.getName())) all.put(group.getName(), everybody(groups.group(group.getId())));
            return all;
        });
    }

    private static List<Account> everybody(OrganizationGroupResource group) {
        List<Account> all = new ArrayList<>();
        for (int first = 0; ; first += PAGE) {
            List<MemberRepresentation> page = group.getMembers(first, PAGE, true);
            page.stream().map(Provisioner::account).forEach(all::add);
            if (page.size() < PAGE) return all;
        }
    }

    private static Account account(UserRepresentation user) {
        // As Chinese names are written: the family's first.
        String name = Stream.of(user.getLastName(), user.getFirstName())
                .filter(Objects::nonNull)
                .collect(Collectors.joining());
        List<String> actions = Objects.requireNonNullElse(user.getRequiredActions(), List.of());
        return new Account(
                UUID.fromString(user.getId()),
                user.getUsername(),
                user.getEmail(),
                name.isBlank() ? null : name,
                Boolean.TRUE.equals(user.isEmailVerified()),
                actions.contains("UPDATE_PASSWORD"));
    }

    private OrganizationGroupResource group(UUID organization, String name) {
        OrganizationGroupsResource groups =
                realm().organizations().get(organization.toString()).groups();
        return groups.group(groups.getGroupByPath(name, false).getId());
    }

    private OrganizationGroupsResource groups(UUID organization) {
        return realm().organizations().get(organization.toString()).groups();
    }

    private UsersResource users() {
        return realm().users();
    }

    RealmResource realm() {
        return keycloak.realm(realm);
    }

    /** On a thread that may wait. */
    <T> Mono<T> call(Callable<@Nullable T> asking) {
        return Mono.fromCallable(asking)
                .onErrorMap(Provisioner::unreachable, DirectoryUnreachable::new)
                .subscribeOn(threads);
    }

    Mono<Void> run(Runnable asking) {
        return this.<Void>call(() -> {
            asking.run();
            return null;
        });
    }

    private static boolean unreachable(Throwable failure) {
        return failure instanceof ProcessingException || failure instanceof ServerErrorException;
    }

    /** What is to be known when an organization is dissolved; it may block. */
    public interface Dissolution {
        /** Of these accounts those that belong elsewhere, whatever Keycloak knows of that. */
        Set<UUID> elsewhere(Set<UUID> accounts) throws Exception;

        /** One account is deleted. */
        void deleted() throws Exception;

        /** Whether it is to be left as it is, to go on another time. */
        boolean late();
    }

    /**
     * Deletes the accounts that are members of this organization only, and then the organization, which ends the others' memberships. What is gone
     * already is no error.
     *
     * @return whether it is gone; not if it was late
     */
    public Mono<Boolean> dissolve(UUID organization, Dissolution dissolution) {
        return call(() -> emptied(organization, dissolution) && deleted(organization));
    }

    private boolean emptied(UUID organization, Dissolution dissolution) throws Exception {
        while (true) {
            Set<UUID> accounts = page(organization);
            if (accounts.isEmpty()) return true;
            Set<UUID> kept = dissolution.elsewhere(accounts);
            for (UUID account : accounts) {
                if (dissolution.late()) return false;
                if (!kept.contains(account) && belongsOnlyTo(organization, account) && delete(account))
                    dissolution.deleted();
                else expel(organization, account);
            }
        }
    }

    private Set<UUID> page(UUID organization) {
        try {
            return members(organization).list(0, PAGE).stream()
                    .map(member -> UUID.fromString(member.getId()))
                    .collect(Collectors.toSet());
        } catch (NotFoundException gone) {
            return Set.of();
        }
    }

    private boolean belongsOnlyTo(UUID organization, UUID account) {
        return realm().organizations().members().getOrganizations(account.toString(), true).stream()
                .allMatch(other -> other.getId().equals(organization.toString()));
    }

    /** Whoever may not be deleted by this client, such as an operator, is left alone. */
    private boolean delete(UUID account) {
        try (Response answer = realm().users().delete(account.toString())) {
            int status = answer.getStatus();
            if (status == 204) return true;
            if (status == 403 || status == 404) return false;
            throw new IllegalStateException("Keycloak answered " + status);
        }
    }

    private void expel(UUID organization, UUID account) {
        try (Response answer = members(organization).removeMember(account.toString())) {
            int status = answer.getStatus();
            if (status != 204 && status != 404) throw new IllegalStateException("Keycloak answered " + status);
        }
    }

    private boolean deleted(UUID organization) {
        try (Response answer = realm()
                .organizations()
                .get(organization.toString())
                .delete()) {
            int status = answer.getStatus();
            if (status == 204 || status == 404) return true;
            throw new IllegalStateException("Keycloak answered " + status);
        }
    }

    private OrganizationMembersResource members(UUID organization) {
        return realm().organizations().get(organization.toString()).members();
    }

    @Override
    public void close() {
        threads.dispose();
        keycloak.close();
    }
}
