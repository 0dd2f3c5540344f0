package org.linli.tenancy.identity;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;

/**
 * What an account holds in a district by rows: duties, and the roles that follow from records of its own.
 *
 * @param withheld staff roles that were taken away, whatever a token says: the directory of accounts may not have followed yet
 */
record Standing(Set<Held> held, Set<Role> withheld) {
    /**
     * @param entity the record that gives a role from rows
     * @param grids the leaf grids of a duty
     * @param validFrom first day in the district's time zone, null for always
     * @param validTo first day on which it no longer holds, null for never
     */
    record Held(
            Role role,
            @Nullable UUID entity,
            @Nullable Set<UUID> grids,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo) {

        boolean on(LocalDate day) {
            return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || day.isBefore(validTo));
        }
    }

    /**
     * A duty counts only for an account whose token carries its role too: a row alone makes nobody staff. Nor does the token
     * alone: a role that needs a territory is held only while a duty gives one.
     */
    Caller caller(UUID subject, District district, @Nullable String client, Set<Role> inToken, LocalDate day) {
        Set<Role> staffRoles = new HashSet<>(inToken);
        staffRoles.removeAll(withheld);
        Set<Role> roles = EnumSet.of(Role.GUEST, Role.ACCOUNT);
        staffRoles.stream().filter(role -> !role.territorial()).forEach(roles::add);
        Map<Role, Set<UUID>> grids = new EnumMap<>(Role.class);
        Map<Role, Set<UUID>> own = new EnumMap<>(Role.class);
        for (Held one : held) {
            Role role = one.role;
            if (!one.on(day) || (role.staff() && !staffRoles.contains(role))) continue;
            roles.add(role);
            if (role.territorial() && one.grids != null) of(grids, role).addAll(one.grids);
            if (role.fromRows() && one.entity != null) of(own, role).add(one.entity);
        }
        return new Caller(subject, district, client, roles, grids, own);
    }

    /** Whether anything is held on this day or a later one. */
    boolean lasts(LocalDate day) {
        return held.stream().anyMatch(one -> one.validTo == null || day.isBefore(one.validTo));
    }

    private static Set<UUID> of(Map<Role, Set<UUID>> map, Role role) {
        return map.computeIfAbsent(role, none -> new HashSet<>());
    }
}
