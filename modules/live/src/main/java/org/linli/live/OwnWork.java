package org.linli.live;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Role;

/** Nobody approves, verifies or rates the own work, through any hat (DOMAIN.md G10). */
public record OwnWork() implements Refusal {
    /** @throws Refused if it is so */
    public static void check(boolean own) {
        if (own) throw new Refused(new OwnWork());
    }

    /**
     * What benefits a resident is the own of the resident and of the guardian, whether or not the guardian still acts for them.
     *
     * @throws Refused if the caller is one of these
     */
    public static void check(Work work, UUID resident, @Nullable UUID guardian) {
        check(work.owns(resident, Role.RESIDENT) || work.owns(guardian, Role.RESIDENT));
    }
}
