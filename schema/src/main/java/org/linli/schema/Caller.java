package org.linli.schema;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, in which district, and what that person may see: all that a compiled read needs to know of a request.
 *
 * @param subject the account in Keycloak, null for a guest
 * @param district the one district of the request, null for an account that belongs to none yet
 * @param client the frontend or integration that carries the request ({@code azp}), null for a guest
 * @param roles every role held, {@link Role#GUEST} always among them when there is a district
 * @param grids per territorial role the leaf grids of its current duties
 * @param own per role from rows the ids of the caller's own records (as RESIDENT the resident, as MERCHANT the merchant)
 */
public record Caller(
        @Nullable UUID subject,
        @Nullable District district,
        @Nullable String client,
        Set<Role> roles,
        Map<Role, Set<UUID>> grids,
        Map<Role, Set<UUID>> own) {

    public Caller {
        roles = Set.copyOf(roles);
        grids = Map.copyOf(grids);
        own = Map.copyOf(own);
    }

    /** A request without a token that names a district. */
    public static Caller guest(District district) {
        return new Caller(null, district, null, EnumSet.of(Role.GUEST), Map.of(), Map.of());
    }

    /** A signed-in account that belongs to no district yet. */
    public static Caller applicant(UUID subject, @Nullable String client) {
        return new Caller(subject, null, client, EnumSet.of(Role.ACCOUNT), Map.of(), Map.of());
    }

    public boolean isAny(Collection<Role> any) {
        for (Role role : any) if (roles.contains(role)) return true;
        return false;
    }

    /** The leaf grids in which the caller holds one of these roles. */
    public UUID[] gridsOf(Collection<Role> any) {
        return union(grids, any);
    }

    /** The caller's own records under one of these roles. */
    public UUID[] ownOf(Collection<Role> any) {
        return union(own, any);
    }

    private static UUID[] union(Map<Role, Set<UUID>> map, Collection<Role> any) {
        Set<UUID> all = new LinkedHashSet<>();
        for (Role role : any) all.addAll(map.getOrDefault(role, Set.of()));
        return all.toArray(UUID[]::new);
    }
}
