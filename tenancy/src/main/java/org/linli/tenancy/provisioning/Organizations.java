package org.linli.tenancy.provisioning;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.keycloak.admin.client.resource.OrganizationGroupsResource;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.admin.client.resource.OrganizationsResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.MemberRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/**
 * The organizations of districts. Each step looks first, makes what is missing, and after a refusal looks again, since somebody else may
 * have made it: done twice, or by two at once, it is as done once.
 */
public final class Organizations {
    private static final String CODE = "districtCode";
    private static final int PAGE = 100;

    private final Provisioner provisioner;

    public Organizations(Provisioner provisioner) {
        this.provisioner = provisioner;
    }

    /** The organization of a district, with its code as alias; names are unique. {@link OrganizationTaken} where another one has either. */
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
                return found(code).orElseThrow(OrganizationTaken::new);
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

    /** Whether its members can log in; empty where there is no such organization. */
    public Mono<Boolean> enabled(UUID organization) {
        return provisioner
                .call(() -> {
                    try {
                        return Optional.of(
                                organization(organization).toRepresentation().isEnabled());
                    } catch (NotFoundException missing) {
                        return Optional.<Boolean>empty();
                    }
                })
                .flatMap(Mono::justOrEmpty);
    }

    /** Who is in it, a page at a time; whoever joins or leaves meanwhile may be missed. Empty where there is no such organization. */
    public Mono<Members> members(UUID organization) {
        return provisioner
                .call(() -> {
                    try {
                        return Optional.of(all(organization));
                    } catch (NotFoundException missing) {
                        return Optional.<Members>empty();
                    }
                })
                .flatMap(Mono::justOrEmpty);
    }

    private Members all(UUID organization) {
        LongStream.Builder all = LongStream.builder();
        for (int first = 0; ; first += PAGE) {
            List<MemberRepresentation> page =
                    organization(organization).members().list(first, PAGE);
            for (MemberRepresentation member : page) all.add(Members.brief(UUID.fromString(member.getId())));
            if (page.size() < PAGE) return new Members(all.build().sorted().toArray());
        }
    }

    /** Accounts at eight bytes each, however many they are. */
    public static final class Members {
        private final long[] sorted;

        private Members(long[] sorted) {
            this.sorted = sorted;
        }

        /** Keycloak's ids are random. */
        private static long brief(UUID account) {
            return account.getMostSignificantBits() ^ account.getLeastSignificantBits();
        }

        public boolean has(UUID account) {
            return Arrays.binarySearch(sorted, brief(account)) >= 0;
        }
    }

    /** Whether a role of the staff has no group. */
    public Mono<Boolean> lacksGroups(UUID organization) {
        return provisioner.call(() -> {
            Set<String> there = names(organization(organization).groups());
            return Arrays.stream(Role.values()).anyMatch(role -> role.staff() && !there.contains(role.name()));
        });
    }

    /**
     * Lets its members log in, or not.
     *
     * @return whether there is such an organization
     */
    public Mono<Boolean> enable(UUID organization, boolean enabled) {
        return provisioner.call(() -> {
            OrganizationRepresentation now;
            try {
                now = organization(organization).toRepresentation();
            } catch (NotFoundException missing) {
                return false;
            }
            if (now.isEnabled() == enabled) return true;
            now.setEnabled(enabled);
            try (Response answer = organization(organization).update(now)) {
                int status = answer.getStatus();
                if (status != 204) throw new IllegalStateException("Keycloak answered " + status);
            }
            return true;
        });
    }

    /**
     * Of a district that never opened. Its members' accounts stay, but for those that were made for it and belong nowhere else: whoever asks for
     * the district anew may name the same person again.
     */
    public Mono<Void> remove(String code, UUID district) {
        return provisioner
                .run(() -> found(code).ifPresent(this::delete))
                .then(Mono.defer(() -> provisioner.forsake(district)));
    }

    private void delete(UUID organization) {
        try (Response answer = organization(organization).delete()) {
            int status = answer.getStatus();
            if (status != 204 && status != 404) throw new IllegalStateException("Keycloak answered " + status);
        }
    }

    private OrganizationResource organization(UUID id) {
        return organizations().get(id.toString());
    }

    private OrganizationsResource organizations() {
        return provisioner.realm().organizations();
    }
}
