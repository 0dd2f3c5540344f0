package org.linli.territory;

import org.jspecify.annotations.Nullable;

/** What a duty makes of a person. */
public enum DutyRole {
    GRID_WORKER("Grid"),
    COMMUNITY_WORKER("Community"),
    STREET_OFFICER("Street");

    private final String level;

    DutyRole(String level) {
        this.level = level;
    }

    /** The type of the places in which it is held, beside the whole district. */
    public String level() {
        return level;
    }

    /** @param type of the territory, null for the whole district */
    boolean heldIn(@Nullable String type) {
        return type == null ? this == STREET_OFFICER : type.equals(level);
    }
}
