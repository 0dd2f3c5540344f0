package org.linli.territory;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of the district with all levels above it; with none of them, the whole district.
 *
 * @param streetId null also where the community's street is not known
 * @param grids that lie in it, also those that were split, merged or retired
 */
public record Place(
        @Nullable UUID streetId,
        @Nullable UUID communityId,
        @Nullable UUID gridId,
        List<UUID> grids) {}
