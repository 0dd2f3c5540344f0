package org.linli.tenancy.provisioning;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.resource.OrganizationGroupResource;
import org.keycloak.admin.client.resource.OrganizationGroupsResource;
import org.keycloak.admin.client.resource.OrganizationMemberResource;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.admin.client.resource.UsersResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.MemberRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.linli.schema.Language;
import reactor.core.publisher.Mono;

/** Accounts, and in which groups of an organization they are. What is done twice, or by six at once, is as done once. */
public final class Accounts {
    /** What somebody who is invited does first. */
    private static final List<String> INVITED = List.of("UPDATE_PASSWORD", "VERIFY_EMAIL");

    /** For how long the letter that leads to a password is good. */
    public static final Duration INVITATION = Duration.ofDays(7);

    /** As Keycloak names in which language it writes to somebody. */
    private static final String LOCALE = "locale";

    private static final int MOST_GROUPS = 100;
    private static final int PAGE = 100;

    /**
     * An account.
     *
     * @param verified whether its owner has shown that the e-mail address is theirs
     * @param invited whether it has no password of its own yet
     * @param enabled whether anybody can log in with it
     */
    public record Account(
            UUID id,
            String username,
            @Nullable String email,
            @Nullable String name,
            boolean verified,
            boolean invited,
            boolean enabled) {}

    private final Provisioner provisioner;

    public Accounts(Provisioner provisioner) {
        this.provisioner = provisioner;
    }

    /** The account of this username, or where there is none, of this e-mail address; empty where there is neither. */
    public Mono<Account> find(@Nullable String username, @Nullable String email) {
        return provisioner
                .call(() -> Stream.concat(
                                username == null ? Stream.of() : users().searchByUsername(username, true).stream(),
                                email == null ? Stream.of() : users().searchByEmail(email, true).stream())
                        .findFirst()
                        .map(Accounts::account))
                .flatMap(Mono::justOrEmpty);
    }

    /**
     * Makes an account that has no password yet and does nothing before it has one, unless somebody has made it meanwhile; so look
     * afterwards.
     *
     * @param district with which it goes, unless it belongs elsewhere then
     * @param language in which Keycloak writes to it, until its owner chooses another
     * @return false where Keycloak takes no such account
     */
    public Mono<Boolean> create(UUID district, String username, String email, String name, Language language) {
        return provisioner.call(() -> {
            UserRepresentation user = new UserRepresentation();
            user.setUsername(username);
            user.setEmail(email);
            user.setFirstName(name);
            user.setEnabled(true);
            user.singleAttribute(LOCALE, language.tag());
            user.singleAttribute(Provisioner.MADE_FOR, district.toString());
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
     * Whom a letter reaches.
     *
     * @param language in which its owner wants to be written to, where that is one of ours
     * @param invited whether the account has no password of its own yet
     */
    public record Recipient(
            String email, String username, @Nullable Language language, boolean invited) {}

    /** Empty where the account is not there, or has no address. */
    public Mono<Recipient> recipient(UUID account) {
        return provisioner
                .call(() -> {
                    try {
                        return Optional.of(users().get(account.toString()).toRepresentation());
                    } catch (NotFoundException missing) {
                        return Optional.<UserRepresentation>empty();
                    }
                })
                .flatMap(Mono::justOrEmpty)
                .filter(user -> user.getEmail() != null)
                .map(user -> new Recipient(
                        user.getEmail(),
                        user.getUsername(),
                        language(user),
                        account(user).invited()));
    }

    private static @Nullable Language language(UserRepresentation user) {
        String locale = user.firstAttribute(LOCALE);
        return Stream.of(Language.values())
                .filter(language -> language.tag().equals(locale))
                .findFirst()
                .orElse(null);
    }

    /** Whether there is such an account. */
    public Mono<Boolean> has(UUID account) {
        return provisioner.has(account);
    }

    /**
     * Sends the letter that leads to a password, unless the account has one, or is not there, and then on.
     *
     * @param client by which one logs in there
     * @param on where the last page leads, if the realm lets it
     * @return whether it was sent; {@link LetterUnsent} where it could not be
     */
    public Mono<Boolean> invite(UUID account, String client, URI on) {
        return provisioner.call(() -> {
            UserResource user = users().get(account.toString());
            try {
                if (!account(user.toRepresentation()).invited()) return false;
            } catch (NotFoundException missing) {
                return false;
            }
            try {
                write(user, client, on);
            } catch (InternalServerErrorException unsent) {
                throw new LetterUnsent(unsent);
            }
            return true;
        });
    }

    private void write(UserResource user, String client, URI on) {
        int seconds = (int) INVITATION.toSeconds();
        try {
            user.executeActionsEmail(client, on.toString(), seconds, INVITED);
        } catch (BadRequestException unfit) {
            // The realm leads nobody there; whoever is invited has to get in all the same.
            user.executeActionsEmail(INVITED, seconds);
        }
    }

    /** The groups of the organization in which the account is; none where it is no member. */
    public Mono<Set<String>> groups(UUID organization, UUID account) {
        return provisioner.call(() -> {
            try {
                return member(organization, account).groups(0, MOST_GROUPS, true).stream()
                        .map(GroupRepresentation::getName)
                        .collect(Collectors.toSet());
            } catch (NotFoundException noMember) {
                return Set.<String>of();
            }
        });
    }

    /** Puts a member into a group of the organization, unless it is in it. */
    public Mono<Void> enter(UUID organization, String group, UUID account) {
        return provisioner
                .call(() -> {
                    OrganizationGroupResource entered = group(organization, group);
                    try {
                        entered.addMember(account.toString());
                    } catch (ClientErrorException refused) {
                        int status = refused.getResponse().getStatus();
                        if ((status != 400 && status != 409) || !in(organization, group, account)) throw refused;
                    }
                    return true;
                })
                .then();
    }

    /** Takes an account out of a group of the organization, if it is in it. */
    public Mono<Void> leave(UUID organization, String group, UUID account) {
        return provisioner
                .call(() -> {
                    if (!in(organization, group, account)) return true;
                    try {
                        group(organization, group).removeMember(account.toString());
                    } catch (ClientErrorException refused) {
                        if (in(organization, group, account)) throw refused;
                    }
                    return true;
                })
                .then();
    }

    private boolean in(UUID organization, String group, UUID account) {
        try {
            return member(organization, account).groups(0, MOST_GROUPS, true).stream()
                    .anyMatch(one -> one.getName().equals(group));
        } catch (NotFoundException noMember) {
            return false;
        }
    }

    /** Who is in these groups of the organization, by group. Who joins or leaves meanwhile may be missed. */
    public Mono<Map<String, List<Account>>> in(UUID organization, Set<String> names) {
        return provisioner.call(() -> {
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
            page.stream().map(Accounts::account).forEach(all::add);
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
                actions.contains("UPDATE_PASSWORD"),
                !Boolean.FALSE.equals(user.isEnabled()));
    }

    private OrganizationGroupResource group(UUID organization, String name) {
        OrganizationGroupsResource groups = groups(organization);
        return groups.group(groups.getGroupByPath(name, false).getId());
    }

    private OrganizationGroupsResource groups(UUID organization) {
        return organization(organization).groups();
    }

    private OrganizationMemberResource member(UUID organization, UUID account) {
        return organization(organization).members().member(account.toString());
    }

    private OrganizationResource organization(UUID id) {
        return provisioner.realm().organizations().get(id.toString());
    }

    private UsersResource users() {
        return provisioner.realm().users();
    }
}
