package org.linli.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;
import org.linli.tenancy.identity.DistrictState;

/** What operators do to a district. */
sealed interface DistrictEvent extends Event {
    @Override
    default String type() {
        return "District";
    }

    record DistrictSuspended(UUID id, DistrictState from, DistrictState to, String reason) implements DistrictEvent {}

    record DistrictResumed(UUID id, DistrictState from, DistrictState to) implements DistrictEvent {}

    record DistrictLeaving(UUID id, DistrictState from, DistrictState to, String reason) implements DistrictEvent {}

    record DistrictStaying(UUID id, DistrictState from, DistrictState to) implements DistrictEvent {}

    record OrganizationRestoreRequested(UUID id) implements DistrictEvent {}

    record QuotaSet(
            UUID id,
            @Nullable Integer requestsPerSecond,
            @Nullable Integer requestsAtOnce,
            @Nullable Integer costPerSecond,
            @Nullable Long storageBytes,
            @Nullable Integer streams)
            implements DistrictEvent {}
}
