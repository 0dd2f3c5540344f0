package org.linli.residents;

import java.util.UUID;

/** What is answered when something was done about a resident. */
public sealed interface ResidentOutcome {
    record DistrictJoined(UUID residentId) implements ResidentOutcome {}

    record ResidentRegistered(UUID residentId) implements ResidentOutcome {}

    record ResidentsImported(UUID batchId, int imported, int known) implements ResidentOutcome {}

    record ChildRegistered(UUID residentId) implements ResidentOutcome {}

    record GuardianLinked(UUID residentId) implements ResidentOutcome {}

    record IdentityVerified(UUID residentId) implements ResidentOutcome {}

    record ResidenceVerified(UUID residentId) implements ResidentOutcome {}

    record ResidentActivated(UUID residentId) implements ResidentOutcome {}

    record ResidentChanged(UUID residentId) implements ResidentOutcome {}

    record ResidentMoved(UUID residentId) implements ResidentOutcome {}

    record ResidentSuspended(UUID residentId) implements ResidentOutcome {}

    record ResidentResumed(UUID residentId) implements ResidentOutcome {}

    record ResidentErased(UUID residentId) implements ResidentOutcome {}

    record ConsentGiven(UUID consentId) implements ResidentOutcome {}

    record ConsentWithdrawn(UUID consentId) implements ResidentOutcome {}

    record IdentityNumberRevealed(UUID residentId, String identityNumber) implements ResidentOutcome {
        /** Without the number, which belongs into no log. */
        @Override
        public String toString() {
            return "IdentityNumberRevealed[" + residentId + "]";
        }
    }
}
