package org.linli.tenancy.provisioning;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.ServerErrorException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.OrganizationMembersResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.UserRepresentation;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Keycloak's admin API, with the least rights that do: the one class that knows its client, which blocks. Never in a transaction. */
public final class Provisioner implements AutoCloseable {
    private static final String CLIENT = "linli-provisioner";

    /** What an account says of the district for which it was made; by it, it is found when that leaves. */
    static final String MADE_FOR = "madeFor";

    /** Roles that are no district's. */
    private static final Set<String> PLATFORM = Set.of(Role.PLATFORM_ADMIN.name(), Role.CITY_VIEWER.name());

    /** Of a district that nobody but Keycloak knows the accounts of. */
    private static final Dissolution UNOPENED = new Dissolution() {
        @Override
        public Set<UUID> elsewhere(Set<UUID> accounts) {
            return Set.of();
        }

        @Override
        public void going(UUID account) {}

        @Override
        public @Nullable UUID unsettled() {
            return null;
        }

        @Override
        public void settle(boolean gone) {}

        @Override
        public boolean late() {
            return false;
        }
    };

    /** Members that are looked at in one go. */
    private static final int PAGE = 100;

    private static final JsonMapper JSON = new JsonMapper();

    private final String realm;
    private final Keycloak keycloak;
    private final Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    /** @param issuer the realm's address, as in {@code http://keycloak/realms/linli} */
    public Provisioner(URI issuer, String secret) {
        realm = Directory.realm(issuer);
        keycloak = Directory.as(CLIENT, secret, issuer);
    }

    /** The account as which this client acts. */
    String subject() {
        String claims = keycloak.tokenManager().getAccessTokenString().split("\\.", -1)[1];
        return JSON.readTree(Base64.getUrlDecoder().decode(claims)).path("sub").stringValue();
    }

    /** The organizations that the account is a member of. */
    public Mono<Set<UUID>> of(UUID account) {
        return call(() -> of(account.toString()));
    }

    /** Whether the account is no member of the organization; not if there is no such account any more. */
    public Mono<Boolean> lacks(UUID organization, UUID account) {
        return call(() -> {
            try {
                return !of(account.toString()).contains(organization);
            } catch (NotFoundException gone) {
                return false;
            }
        });
    }

    /** Whether there is such an account. */
    public Mono<Boolean> has(UUID account) {
        return call(() -> {
            try {
                realm().users().get(account.toString()).toRepresentation();
                return true;
            } catch (NotFoundException gone) {
                return false;
            }
        });
    }

    Set<UUID> of(String account) {
        return realm().organizations().members().getOrganizations(account, true).stream()
                .map(organization -> UUID.fromString(organization.getId()))
                .collect(Collectors.toSet());
    }

    /** Makes the account a member of the organization, unless it is one. */
    public Mono<Void> join(UUID organization, UUID account) {
        return Mono.<Void>fromRunnable(() -> add(organization, account.toString()))
                .subscribeOn(threads);
    }

    /** Of six who add the same one at once, some are told 409 and some 400: what counts is whether it is there (Keycloak 26.7.3). */
    void add(UUID organization, String account) {
        OrganizationMembersResource members = members(organization);
        try (Response answer = members.addMember(account)) {
            int status = answer.getStatus();
            if (status == 201 || status == 204 || status == 409) return;
            if (status != 400) throw new IllegalStateException("Keycloak answered " + status);
        }
        members.member(account).toRepresentation();
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

    /** Ends the membership of an account, with the roles that it gave. */
    public Mono<Void> dismiss(UUID organization, UUID account) {
        return run(() -> expel(organization, account));
    }

    /** What is to be known when the organization of a district is dissolved; it may block. */
    public interface Dissolution {
        /** Of these accounts those that belong elsewhere, whatever Keycloak knows of that. */
        Set<UUID> elsewhere(Set<UUID> accounts) throws Exception;

        /** Writes down that an account is deleted next, which counts it. */
        void going(UUID account) throws Exception;

        /** The account that was written down last, of which nobody has told whether it is gone; null where there is none. */
        @Nullable
        UUID unsettled() throws Exception;

        /** Tells whether that one is gone; where it is not, it does not count. */
        void settle(boolean gone) throws Exception;

        /** Whether it is to be left as it is, to go on another time. */
        boolean late();
    }

    /**
     * Deletes the accounts that are members of this organization only, then those that were made for its district and are members of none, and then the
     * organization, which ends the others' memberships. Whoever serves the platform stays. What is gone already is no error.
     *
     * @return whether it is gone; not if it was late
     */
    public Mono<Boolean> dissolve(UUID district, UUID organization, Dissolution dissolution) {
        return call(() -> {
            UUID last = dissolution.unsettled();
            if (last != null) dissolution.settle(!exists(last));
            return emptied(organization, dissolution)
                    && forsaken(district, organization, dissolution)
                    && deleted(organization);
        });
    }

    private boolean emptied(UUID organization, Dissolution dissolution) throws Exception {
        while (true) {
            Set<UUID> accounts = page(organization);
            if (accounts.isEmpty()) return true;
            Set<UUID> kept = dissolution.elsewhere(accounts);
            for (UUID account : accounts) {
                if (dissolution.late()) return false;
                if (kept.contains(account) || !deleted(organization, account, dissolution))
                    expel(organization, account);
            }
        }
    }

    /** Whoever was invited and never became a member, or lost the last role, has an account that only this district had made. */
    private boolean forsaken(UUID district, UUID organization, Dissolution dissolution) throws Exception {
        for (int first = 0; ; ) {
            Set<UUID> accounts = madeFor(district, first);
            if (accounts.isEmpty()) return true;
            Set<UUID> kept = dissolution.elsewhere(accounts);
            for (UUID account : accounts) {
                if (dissolution.late()) return false;
                boolean gone = !kept.contains(account) && deleted(organization, account, dissolution);
                if (!gone && !disowned(account)) first++;
            }
        }
    }

    /** Deletes the accounts that were made for a district that has no organization any more and never opened, if they are members of none. */
    Mono<Void> forsake(UUID district) {
        return call(() -> forsaken(district, district, UNOPENED)).then();
    }

    private Set<UUID> madeFor(UUID district, int first) {
        return realm().users().searchByAttributes(first, PAGE, null, true, MADE_FOR + ":" + district).stream()
                .map(account -> UUID.fromString(account.getId()))
                .collect(Collectors.toSet());
    }

    /** It says no longer for which district it was made; false where Keycloak refuses that. */
    private boolean disowned(UUID account) {
        UserResource user = realm().users().get(account.toString());
        try {
            UserRepresentation now = user.toRepresentation();
            now.getAttributes().remove(MADE_FOR);
            user.update(now);
            return true;
        } catch (ClientErrorException refused) {
            return refused.getResponse().getStatus() == 404;
        }
    }

    private boolean deleted(UUID organization, UUID account, Dissolution dissolution) throws Exception {
        if (!belongsOnlyTo(organization, account)) return false;
        dissolution.going(account);
        boolean gone = delete(account);
        dissolution.settle(gone);
        return gone;
    }

    private boolean exists(UUID account) {
        try {
            realm().users().get(account.toString()).toRepresentation();
            return true;
        } catch (NotFoundException gone) {
            return false;
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
        return of(account.toString()).stream().allMatch(organization::equals) && !servesPlatform(account);
    }

    /** By a role of the whole realm. */
    private boolean servesPlatform(UUID account) {
        return realm().users().get(account.toString()).roles().realmLevel().listEffective().stream()
                .anyMatch(role -> PLATFORM.contains(role.getName()));
    }

    /** Whoever may not be deleted by this client, such as an operator, is left alone. */
    private boolean delete(UUID account) {
        try (Response answer = realm().users().delete(account.toString())) {
            int status = answer.getStatus();
            if (status == 204 || status == 404) return true;
            if (status == 403) return false;
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
        try (Response answer =
                realm().organizations().get(organization.toString()).delete()) {
            int status = answer.getStatus();
            if (status == 204 || status == 404) return true;
            throw new IllegalStateException("Keycloak answered " + status);
        }
    }

    private OrganizationMembersResource members(UUID organization) {
        return realm().organizations().get(organization.toString()).members();
    }

    RealmResource realm() {
        return keycloak.realm(realm);
    }

    Mono<Void> run(Runnable asking) {
        return call(() -> {
                    asking.run();
                    return true;
                })
                .then();
    }

    /** On a thread that may wait. */
    <T> Mono<T> call(Callable<T> asking) {
        return Mono.fromCallable(asking)
                .onErrorMap(Provisioner::unreachable, DirectoryUnreachable::new)
                .subscribeOn(threads);
    }

    private static boolean unreachable(Throwable failure) {
        return failure instanceof ProcessingException || failure instanceof ServerErrorException;
    }

    @Override
    public void close() {
        threads.dispose();
        keycloak.close();
    }
}
