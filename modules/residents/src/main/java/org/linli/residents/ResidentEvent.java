package org.linli.residents;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** What happens to a resident. */
sealed interface ResidentEvent extends Event {
    @Override
    default String type() {
        return "Resident";
    }

    record ResidentRecorded(UUID id, ResidentStatus to) implements ResidentEvent {}

    /** From an earlier register. */
    record ResidentImported(UUID id, ResidentStatus to) implements ResidentEvent {}

    record ResidentStatusMoved(
            UUID id,
            ResidentStatus from,
            ResidentStatus to,
            @Nullable String reason) implements ResidentEvent {}

    /** The resident lives in another grid from here on; what happened before keeps the old one. */
    record ResidentRegrouped(
            UUID id, UUID fromGrid, UUID toGrid, @Nullable String reason) implements ResidentEvent {}

    /**
     * The account is this person from here on.
     *
     * @param joinedAs the record that the account made when it joined
     */
    record AccountLinked(UUID id, UUID joinedAs) implements ResidentEvent {}

    /** Which of them are others now, not what they are. */
    record ResidentEdited(UUID id, boolean name, boolean phone, boolean tags) implements ResidentEvent {}

    record GuardianMoved(UUID id, @Nullable UUID before, UUID after) implements ResidentEvent {}

    record ConsentRecorded(UUID id, UUID consentId, ConsentKind kind) implements ResidentEvent {}

    record ConsentRevoked(UUID id, UUID consentId, ConsentKind kind) implements ResidentEvent {}

    record IdentityNumberOpened(UUID id, String reason) implements ResidentEvent {}
}
