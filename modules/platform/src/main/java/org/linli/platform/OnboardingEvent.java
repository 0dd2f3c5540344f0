package org.linli.platform;

import java.util.UUID;
import org.linli.live.Event;

/** What happens to a district on its way in. */
sealed interface OnboardingEvent extends Event {
    @Override
    default String type() {
        return "Onboarding";
    }

    record OnboardingRequested(UUID id, OnboardingStatus to) implements OnboardingEvent {}

    record OnboardingAdvanced(UUID id, OnboardingStatus from, OnboardingStatus to) implements OnboardingEvent {}

    record OnboardingHindered(UUID id, OnboardingObstacle obstacle) implements OnboardingEvent {}

    record OnboardingRetried(UUID id) implements OnboardingEvent {}

    record OnboardingCancelled(UUID id, OnboardingStatus from, OnboardingStatus to) implements OnboardingEvent {}
}
