package org.linli.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** What happens to an administrator's invitation by operators. */
sealed interface AdministratorEvent extends Event {
    @Override
    default String type() {
        return "AdministratorInvitation";
    }

    record AdministratorInvitationMoved(
            UUID id, @Nullable AdministratorInvitationStatus from, AdministratorInvitationStatus to)
            implements AdministratorEvent {}

    record AdministratorInvitationHindered(UUID id, OnboardingObstacle obstacle) implements AdministratorEvent {}
}
