package org.linli.territory;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** What happens to the territory and to the duties in it. */
sealed interface TerritoryEvent extends Event {
    record PlaceCreated(String type, UUID id, String code) implements TerritoryEvent {}

    record PlaceNamed(String type, UUID id, String before, String after) implements TerritoryEvent {}

    record PlaceClosed(String type, UUID id, String reason) implements TerritoryEvent {}

    /** @param before null where it was not known */
    record CommunityReassigned(UUID id, @Nullable UUID before, UUID after) implements TerritoryEvent {
        @Override
        public String type() {
            return "Community";
        }
    }

    /**
     * @param predecessors the grids it comes from
     * @param successors the grids it went into
     */
    record GridMoved(
            UUID id,
            @Nullable GridStatus from,
            GridStatus to,
            @Nullable String reason,
            List<UUID> predecessors,
            List<UUID> successors)
            implements TerritoryEvent {
        GridMoved(UUID id, @Nullable GridStatus from, GridStatus to, @Nullable String reason) {
            this(id, from, to, reason, List.of(), List.of());
        }

        @Override
        public String type() {
            return "Grid";
        }
    }

    /** A grid covers other compounds than before. */
    record CoverageChanged(UUID id, List<UUID> added, List<UUID> removed) implements TerritoryEvent {
        @Override
        public String type() {
            return "Grid";
        }
    }

    /** @param validTo null while no end is set */
    record DutyMoved(
            UUID id,
            @Nullable DutyStatus from,
            DutyStatus to,
            @Nullable String reason,
            @Nullable LocalDate validTo) implements TerritoryEvent {
        @Override
        public String type() {
            return "Duty";
        }
    }
}
