package org.linli.territory;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refusal;
import org.linli.live.Refused;

/** What the territory refuses, beside what every module does. */
public sealed interface TerritoryRefusal extends Refusal {
    record CodeTaken(String taken) implements TerritoryRefusal {}

    record CodeMalformed(String given) implements TerritoryRefusal {
        private static final Pattern CODE = Pattern.compile("[0-9A-Z-]{1,24}");

        /** @throws Refused unless it is a code */
        public static void check(String code) {
            if (!CODE.matcher(code).matches()) throw new Refused(new CodeMalformed(code));
        }
    }

    /** @param inUse how much of it is at work, lives there or is paired with it */
    record PlaceInUse(int inUse) implements TerritoryRefusal {
        static void check(int inUse) {
            if (inUse > 0) throw new Refused(new PlaceInUse(inUse));
        }
    }

    record PlaceRetired(OffsetDateTime retiredAt) implements TerritoryRefusal {
        /** @param retiredAt null of a place in which something new may be */
        static void check(@Nullable OffsetDateTime retiredAt) {
            if (retiredAt != null) throw new Refused(new PlaceRetired(retiredAt));
        }
    }

    record GridOccupied(int occupants) implements TerritoryRefusal {}

    record GridNotActive(GridStatus status) implements TerritoryRefusal {
        /** @throws Refused unless something new can be recorded in a grid of this state */
        public static void check(GridStatus status) {
            if (status != GridStatus.ACTIVE) throw new Refused(new GridNotActive(status));
        }

        /** @throws Refused unless a grid of this state is at work, or will be */
        static void checkOver(GridStatus status) {
            if (status.over()) throw new Refused(new GridNotActive(status));
        }
    }

    record OccupantsUnplaced(int unplaced) implements TerritoryRefusal {}

    record TwoGridsNeeded() implements TerritoryRefusal {
        static void check(int grids) {
            if (grids < 2) throw new Refused(new TwoGridsNeeded());
        }
    }

    record DifferentCommunities() implements TerritoryRefusal {
        static void check(Collection<?> communities) {
            Set<?> different = new HashSet<>(communities);
            if (different.size() > 1) throw new Refused(new DifferentCommunities());
        }
    }

    record OtherTerritory(DutyRole role) implements TerritoryRefusal {}

    record AlreadyOnDuty(UUID dutyId) implements TerritoryRefusal {}

    record DatesRefused(LocalDate earliest, @Nullable LocalDate latest) implements TerritoryRefusal {}
}
