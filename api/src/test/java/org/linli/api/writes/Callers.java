package org.linli.api.writes;

import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.linli.schema.Caller;
import org.linli.schema.Role;

/** A caller of the fixture with one hat more: G10 holds through all of them. */
final class Callers {
    private Callers() {}

    /** Who also holds this role over these own records. */
    static Caller with(Caller caller, Role role, UUID... own) {
        EnumSet<Role> roles = EnumSet.of(role);
        roles.addAll(caller.roles());
        Map<Role, Set<UUID>> owned = new EnumMap<>(Role.class);
        owned.putAll(caller.own());
        owned.put(role, Set.of(own));
        return new Caller(caller.subject(), caller.district(), caller.client(), roles, caller.grids(), owned);
    }

    /** The same hats, worn by this account. */
    static Caller as(int account, Caller caller) {
        return new Caller(
                id(HERE, "account", account),
                caller.district(),
                caller.client(),
                caller.roles(),
                caller.grids(),
                caller.own());
    }

    /** Who also holds this territorial role in these grids. */
    static Caller inGrids(Caller caller, Role role, int... numbers) {
        EnumSet<Role> roles = EnumSet.of(role);
        roles.addAll(caller.roles());
        Map<Role, Set<UUID>> grids = new EnumMap<>(Role.class);
        grids.putAll(caller.grids());
        grids.put(
                role, Arrays.stream(numbers).mapToObj(n -> id(HERE, "grid", n)).collect(Collectors.toSet()));
        return new Caller(caller.subject(), caller.district(), caller.client(), roles, grids, caller.own());
    }
}
