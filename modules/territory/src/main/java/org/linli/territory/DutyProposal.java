package org.linli.territory;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.TerritoryRefusal.DatesRefused;
import org.linli.territory.TerritoryRefusal.OtherTerritory;

/**
 * A duty that is asked for.
 *
 * @param territory null for the whole district
 * @param validTo the day after the last day, null while no end is set
 */
public record DutyProposal(
        UUID account,
        String personName,
        DutyRole role,
        @Nullable String position,
        @Nullable Reference territory,
        LocalDate validFrom,
        @Nullable LocalDate validTo) {

    void check(LocalDate today) {
        checkTerritory();
        checkDays(today);
    }

    void checkTerritory() {
        if (!role.heldIn(territory == null ? null : territory.type())) throw new Refused(new OtherTerritory(role));
    }

    /** Nobody was on duty yesterday who was not then. */
    void checkDays(LocalDate today) {
        if (validFrom.isBefore(today) || (validTo != null && !validTo.isAfter(validFrom)))
            throw new Refused(new DatesRefused(today, null));
    }

    @Nullable
    UUID in(String type) {
        return territory != null && territory.type().equals(type) ? territory.id() : null;
    }
}
