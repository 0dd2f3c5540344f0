package org.linli.territory;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.territory.TerritoryRefusal.GridNotActive;
import org.linli.territory.TerritoryRefusal.PlaceRetired;

/**
 * A place as a file names it.
 *
 * @param within the place above it, where that is known
 * @param retiredAt null of a place in which something new may be
 * @param status of a grid
 */
public record Coded(
        String code,
        UUID id,
        @Nullable UUID within,
        @Nullable OffsetDateTime retiredAt,
        @Nullable GridStatus status) {

    /** @throws org.linli.live.Refused unless something new may be there */
    void checkOpen() {
        PlaceRetired.check(retiredAt);
        if (status != null) GridNotActive.check(status);
    }
}
