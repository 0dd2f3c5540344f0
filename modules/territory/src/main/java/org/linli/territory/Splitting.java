package org.linli.territory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.territory.Occupants.Occupant;
import org.linli.territory.TerritoryRefusal.OccupantsUnplaced;

/** The rule of who goes where when a grid is split. */
final class Splitting {
    private Splitting() {}

    /**
     * Everybody of the grid in exactly one of its parts: the one that lists them, else the only one that covers their
     * compound, else the one that takes the rest.
     *
     * @throws Refused where that leaves somebody over, or a part lists somebody who is not in the grid
     */
    static Map<GridPart, List<UUID>> place(List<GridPart> parts, List<Occupant> occupants) {
        List<UUID> there = occupants.stream().map(Occupant::id).toList();
        if (!parts.stream().allMatch(part -> there.containsAll(part.listed()))) throw new Refused(new NotFound());
        Map<GridPart, List<UUID>> placed = new LinkedHashMap<>();
        for (GridPart part : parts) placed.put(part, new ArrayList<>());
        int unplaced = 0;
        for (Occupant occupant : occupants) {
            GridPart part = part(parts, occupant);
            if (part == null) unplaced++;
            else placed.getOrDefault(part, new ArrayList<>()).add(occupant.id());
        }
        if (unplaced > 0) throw new Refused(new OccupantsUnplaced(unplaced));
        return placed;
    }

    private static @Nullable GridPart part(List<GridPart> parts, Occupant occupant) {
        for (GridPart part : parts) if (part.lists(occupant)) return part;
        List<GridPart> covering =
                parts.stream().filter(part -> part.covers(occupant)).toList();
        if (covering.size() == 1) return covering.getFirst();
        return parts.stream().filter(GridPart::takesRest).findFirst().orElse(null);
    }
}
