package org.linli.staff;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a district can make of a person who works for it. Each is a group of the district's organization in Keycloak. */
public enum StaffRole {
    GRID_WORKER,
    COMMUNITY_WORKER,
    STREET_OFFICER,
    DEPARTMENT_OFFICER,
    DISTRICT_OFFICER,
    DISTRICT_ADMIN,
    AUDITOR;

    /** Running the system, its security and its audit are never one person's (三员分立, DOMAIN.md section 6). */
    private static final Set<StaffRole> APART = EnumSet.of(DISTRICT_ADMIN, DISTRICT_OFFICER, AUDITOR);

    /** Whether it opens people's data or the trails of those who see them, so that a second person has to confirm it. */
    boolean confirmed() {
        return this != DISTRICT_ADMIN;
    }

    /** Whether a district cannot go on without anybody who has it. */
    boolean indispensable() {
        return this == DISTRICT_ADMIN || this == DISTRICT_OFFICER;
    }

    /** One of these that nobody has together with this one. */
    Optional<StaffRole> excludedBy(Collection<StaffRole> others) {
        if (!APART.contains(this)) return Optional.empty();
        return others.stream()
                .filter(other -> !other.equals(this) && APART.contains(other))
                .findFirst();
    }
}
