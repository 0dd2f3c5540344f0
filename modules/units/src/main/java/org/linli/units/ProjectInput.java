package org.linli.units;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.TerritoryRefusal.CodeMalformed;

/** What its owner says of a project; see the type of the same name in the contract. */
public record ProjectInput(
        String code,
        String title,
        ProjectKind kind,
        @Nullable UUID street,
        @Nullable String description,
        LocalDate startsOn,
        @Nullable LocalDate endsOn,
        int pointsPerHour) {
    /** Points for an hour, at most. */
    private static final int MOST_POINTS = 1000;

    /** Whose it shall be: null for the whole district. */
    @Nullable
    Reference owner() {
        return street == null ? null : new Reference("Street", street);
    }

    /** @throws Refused over the code, or naming the first argument that does not fit the others */
    void check() {
        CodeMalformed.check(code);
        if (endsOn != null && !endsOn.isAfter(startsOn)) throw new Refused(new ProjectUnfit("endsOn"));
        if (pointsPerHour > MOST_POINTS) throw new Refused(new ProjectUnfit("pointsPerHour"));
    }
}
