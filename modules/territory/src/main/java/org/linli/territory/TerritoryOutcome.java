package org.linli.territory;

import java.util.UUID;

/** What is answered when the territory was changed. */
public sealed interface TerritoryOutcome {
    record StreetCreated(UUID streetId) implements TerritoryOutcome {}

    record CommunityCreated(UUID communityId) implements TerritoryOutcome {}

    record CompoundCreated(UUID compoundId) implements TerritoryOutcome {}

    /** @param placeType in the contract */
    record PlaceRenamed(UUID placeId, String placeType) implements TerritoryOutcome {}

    /** @param placeType in the contract */
    record PlaceGivenUp(UUID placeId, String placeType) implements TerritoryOutcome {}

    record CommunityMoved(UUID communityId) implements TerritoryOutcome {}

    record GridCreated(UUID gridId) implements TerritoryOutcome {}

    record GridActivated(UUID gridId) implements TerritoryOutcome {}

    record CompoundsCovered(UUID gridId) implements TerritoryOutcome {}

    record GridRetired(UUID gridId) implements TerritoryOutcome {}

    /** @param moved how many residents and merchants went to new grids */
    record GridSplit(UUID gridId, int moved) implements TerritoryOutcome {}

    /** @param moved how many residents and merchants went to the new grid */
    record GridsMerged(UUID gridId, int moved) implements TerritoryOutcome {}

    record DutyProposed(UUID dutyId) implements TerritoryOutcome {}

    record DutiesConfirmed(int duties) implements TerritoryOutcome {}

    record DutyEnded(UUID dutyId) implements TerritoryOutcome {}
}
