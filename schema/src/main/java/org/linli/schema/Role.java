package org.linli.schema;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Who a caller can be (DOMAIN.md section 6). The same words stand in the SDL, in tokens and in read models. */
public enum Role {
    /** Nobody in particular: a request without a token. A field open to guests is open to everybody of the district. */
    GUEST(Source.NONE),
    /** Any signed-in account, even one that belongs to no district yet. */
    ACCOUNT(Source.NONE),
    RESIDENT(Source.ROWS),
    VOLUNTEER(Source.ROWS),
    SERVING_MEMBER(Source.ROWS),
    UNIT_CONTACT(Source.ROWS),
    PROPERTY_MANAGER(Source.ROWS),
    MERCHANT(Source.ROWS),
    GRID_WORKER(Source.DUTY),
    COMMUNITY_WORKER(Source.DUTY),
    STREET_OFFICER(Source.DUTY),
    DEPARTMENT_OFFICER(Source.TOKEN),
    DISTRICT_OFFICER(Source.TOKEN),
    DISTRICT_ADMIN(Source.TOKEN),
    AUDITOR(Source.TOKEN),
    INTEGRATOR(Source.TOKEN),
    /** Runs the platform, at its own endpoint; in no district. */
    PLATFORM_ADMIN(Source.REALM),
    /** Sees figures over the districts of the platform, at its endpoint, and nothing else; in no district. */
    CITY_VIEWER(Source.REALM);

    /**
     * Who has a part in the district's life: everybody but guests and mere accounts, and those who run, audit or connect the
     * platform. Read models say {@code has_part()}, the SDL says {@code part: true}.
     */
    public static final Set<Role> PART = Collections.unmodifiableSet(EnumSet.range(RESIDENT, DISTRICT_OFFICER));

    private enum Source {
        NONE,
        ROWS,
        DUTY,
        TOKEN,
        REALM
    }

    private final Source source;

    Role(Source source) {
        this.source = source;
    }

    /** Their names, in order, as messages tell them. */
    public static String names(Set<Role> roles) {
        return roles.stream().map(Role::name).sorted().collect(Collectors.joining(", "));
    }

    /** Whether the role holds only inside the territory of a current duty. */
    public boolean territorial() {
        return source == Source.DUTY;
    }

    /** Whether the role is a group of the district's organization in Keycloak, so that a token can carry it. */
    public boolean staff() {
        return source == Source.DUTY || source == Source.TOKEN;
    }

    /** Whether it is a role of the realm, which tokens carry for the platform's endpoint only. */
    public boolean ofPlatform() {
        return source == Source.REALM;
    }

    /** Whether the role follows from rows of the district (a resident's account link, a merchant's contact). */
    public boolean fromRows() {
        return source == Source.ROWS;
    }
}
