package org.linli.demo;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.linli.live.Played;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;

/**
 * What people of a district did, with when and who they were. Records have ids that can be said by heart: number of the table, code of the
 * district, number of the row. Who has no account in the demo acts by an account that nobody can log in to.
 */
final class Script {
    private static final String CLIENT = "linli-demo";

    final District district;
    private final @Nullable Instant made;
    private final List<Played> played = new ArrayList<>();

    /** What happened before, in order. */
    Script(District district) {
        this(district, null);
    }

    /** @param made of what is made now: no other script has this moment, so nothing that it makes was there before */
    Script(District district, @Nullable Instant made) {
        this.district = district;
        this.made = made;
    }

    /** Of a record that was there before. */
    UUID id(String table, int n) {
        return UUID.fromString("01900000-%s-7000-%s".formatted(table, tail(n)));
    }

    /** Of a record that this script makes. */
    UUID made(String table, int n) {
        if (made == null) return id(table, n);
        String moment = "%012x".formatted(made.toEpochMilli());
        return UUID.fromString(
                "%s-%s-7%s-%s".formatted(moment.substring(0, 8), moment.substring(8), table.substring(1), tail(n)));
    }

    private String tail(int n) {
        return "8000-%s%06d".formatted(district.code(), n);
    }

    /** A moment of the district, as {@code 2024-01-08 09:00}. */
    OffsetDateTime at(String moment) {
        return LocalDateTime.parse(moment.replace(' ', 'T')).atZone(zone()).toOffsetDateTime();
    }

    ZoneId zone() {
        return district.zone();
    }

    // Who acts.

    /** One of the demo's accounts. */
    UUID account(int n) {
        return UUID.fromString("01900000-0000-4000-9000-%s%06d".formatted(district.code(), n));
    }

    private UUID nobody(String kind, int n) {
        return UUID.fromString("01900000-0000-4000-%s-%s%06d".formatted(kind, district.code(), n));
    }

    /** The account of a worker without one in the demo, as its duty names it. */
    UUID worker(int n) {
        return nobody("9100", n);
    }

    Caller onDuty(UUID account, Role role, int... grids) {
        Set<UUID> area = IntStream.of(grids).mapToObj(n -> id("0004", n)).collect(Collectors.toSet());
        return caller(account, Set.of(role), Map.of(role, area), Map.of());
    }

    Caller office(UUID account, Role role) {
        return caller(account, Set.of(role), Map.of(), Map.of());
    }

    /** @param account of the demo; null for nobody's */
    Caller resident(int n, @Nullable UUID account) {
        return owner(account == null ? nobody("9200", n) : account, Role.RESIDENT, id("0010", n));
    }

    /** @param account of the demo; null for nobody's */
    Caller merchant(int n, @Nullable UUID account) {
        return owner(account == null ? nobody("9300", n) : account, Role.MERCHANT, id("0020", n));
    }

    /** @param account of the demo; null for nobody's */
    Caller contact(int unit, @Nullable UUID account) {
        return owner(account == null ? nobody("9400", unit) : account, Role.UNIT_CONTACT, id("0030", unit));
    }

    Caller volunteer(int n, UUID account) {
        return owner(account, Role.VOLUNTEER, id("0034", n));
    }

    Caller newcomer(UUID account) {
        return caller(account, Set.of(Role.ACCOUNT), Map.of(), Map.of());
    }

    private Caller owner(UUID account, Role role, UUID own) {
        return caller(account, Set.of(role), Map.of(), Map.of(role, Set.of(own)));
    }

    private Caller caller(UUID account, Collection<Role> roles, Map<Role, Set<UUID>> grids, Map<Role, Set<UUID>> own) {
        Map<Role, Set<UUID>> all = new EnumMap<>(Role.class);
        all.putAll(own);
        Set<Role> held = EnumSet.of(Role.GUEST, Role.ACCOUNT);
        held.addAll(roles);
        return new Caller(account, district, CLIENT, held, grids, all);
    }

    // What they did.

    /** @param arguments name and value in turn; what is null is not given */
    void play(OffsetDateTime at, Caller by, String useCase, List<UUID> ids, @Nullable Object... arguments) {
        play(at, by, useCase, ids, List.of(), arguments);
    }

    void play(
            OffsetDateTime at,
            Caller by,
            String useCase,
            List<UUID> ids,
            List<String> codes,
            @Nullable Object... arguments) {
        played.add(new Played(by, useCase, given(arguments), at, ids, codes));
    }

    /** Name and value in turn; what is null is not given. */
    static Map<String, Object> given(@Nullable Object... arguments) {
        Map<String, Object> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            Object value = arguments[i + 1];
            if (value != null) given.put((String) Objects.requireNonNull(arguments[i]), value);
        }
        return given;
    }

    /** In the order in which it happened. */
    List<Played> inOrder() {
        return played.stream().sorted(Comparator.comparing(Played::at)).toList();
    }

    /** The same of what was not taken before. */
    List<Played> take() {
        List<Played> taken = inOrder();
        played.clear();
        return taken;
    }
}
