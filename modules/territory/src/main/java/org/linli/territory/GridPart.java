package org.linli.territory;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.Occupants.Occupant;

/**
 * One of the grids into which a grid is split.
 *
 * @param occupants of the old grid that go here, whatever their compound
 * @param rest whether it takes those whom nothing else places
 */
public record GridPart(
        String code,
        String name,
        @Nullable List<UUID> compounds,
        @Nullable List<Reference> occupants,
        @Nullable Boolean rest) {

    List<UUID> covered() {
        return compounds == null ? List.of() : compounds;
    }

    List<UUID> listed() {
        return occupants == null
                ? List.of()
                : occupants.stream().map(Reference::id).toList();
    }

    boolean takesRest() {
        return Boolean.TRUE.equals(rest);
    }

    boolean lists(Occupant occupant) {
        return listed().contains(occupant.id());
    }

    boolean covers(Occupant occupant) {
        return occupant.compoundId() != null && covered().contains(occupant.compoundId());
    }
}
