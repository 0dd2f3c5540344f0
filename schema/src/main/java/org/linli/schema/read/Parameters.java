package org.linli.schema.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.linli.schema.Caller;
import org.linli.schema.Quota;
import org.linli.schema.Role;

/**
 * The parameters of a statement. The first two belong to the guard around it: the district, which every table reference
 * binds, and a nonce. Roles fold to constants, so a statement is compiled once per set of roles; ids and grids are bound.
 */
final class Parameters implements ReadModel.Filling {
    private static final int OF_THE_GUARD = 2;
    private static final String DISTRICT = "$1";

    private final Set<Role> roles;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    Parameters(Set<Role> roles) {
        this.roles = roles;
    }

    List<Slot> slots() {
        return slots;
    }

    /** The placeholder of a value, the same one for the same key. */
    String bind(String key, String type, Slot slot) {
        int number = numbers.computeIfAbsent(key + "::" + type, k -> {
            slots.add(slot);
            return slots.size() + OF_THE_GUARD;
        });
        return "$" + number + "::" + type;
    }

    @Override
    public String parameter(String name) {
        return switch (name) {
            case "district" -> DISTRICT;
            case "subject" ->
                bind(":subject", "uuid", request -> request.caller().subject());
            case "locale" -> bind(":locale", "text", Request::locale);
            case "positions" ->
                bind(
                        ":positions",
                        "bigint[]",
                        request -> Objects.requireNonNull(request.span()).positions());
            case "quota" -> bind(":quota", "bigint[]", request -> figures(request.caller()));
            case "zone" -> bind(":zone", "text", request -> zone(request.caller()));
            case "roles" ->
                bind(
                        ":roles",
                        "text[]",
                        request -> request.caller().roles().stream()
                                .map(Role::name)
                                .sorted()
                                .toArray(String[]::new));
            default -> throw new IllegalStateException("No read model can ask for :" + name + ".");
        };
    }

    @Override
    public String hasRole(List<Role> any) {
        return String.valueOf(any.stream().anyMatch(roles::contains));
    }

    @Override
    public String sees(String column, List<Role> any) {
        List<Role> held = any.stream().filter(roles::contains).toList();
        if (held.stream().anyMatch(role -> !role.territorial())) return "true";
        if (held.isEmpty()) return "false";
        return column + " = any("
                + bind("grids:" + held, "uuid[]", request -> request.caller().gridsOf(held)) + ")";
    }

    @Override
    public String isOwn(String column, List<Role> any) {
        return any.stream().noneMatch(roles::contains) ? "false" : column + " = any(" + own(any) + ")";
    }

    @Override
    public String own(List<Role> any) {
        List<Role> held = any.stream().filter(roles::contains).toList();
        if (held.isEmpty()) return "'{}'::uuid[]";
        return bind("own:" + held, "uuid[]", request -> request.caller().ownOf(held));
    }

    /** What the caller's district may take, in the order in which the contract tells it. */
    private static Long[] figures(Caller caller) {
        Quota quota = Objects.requireNonNull(caller.district()).quota();
        return new Long[] {
            (long) quota.requestsPerSecond(),
            (long) quota.requestsAtOnce(),
            quota.costPerSecond(),
            quota.storageBytes(),
            (long) quota.streams()
        };
    }

    private static String zone(Caller caller) {
        return caller.district() == null ? "UTC" : caller.district().zone().getId();
    }
}
