package org.linli.platform;

import java.util.List;
import org.linli.live.Transitions;

/** How far a district is on its way in: what the last step that is done has made. */
enum OnboardingStatus {
    REQUESTED,
    REGISTERED,
    ORGANIZED,
    GROUPED,
    STAFFED,
    CONFIGURED,
    FILLED,
    READY,
    CANCELLED;

    private static final List<OnboardingStatus> STEPS =
            List.of(REGISTERED, ORGANIZED, GROUPED, STAFFED, CONFIGURED, FILLED, READY);

    static final Transitions<OnboardingStatus> LIFE = Transitions.of(OnboardingStatus.class)
            .step(REQUESTED, REGISTERED, CANCELLED)
            .step(REGISTERED, ORGANIZED, CANCELLED)
            .step(ORGANIZED, GROUPED, CANCELLED)
            .step(GROUPED, STAFFED, CANCELLED)
            .step(STAFFED, CONFIGURED, CANCELLED)
            .step(CONFIGURED, FILLED, READY, CANCELLED)
            .step(FILLED, READY, CANCELLED);

    /** In order, of a sample or of one that fills itself. */
    static List<OnboardingStatus> steps(boolean sample) {
        return STEPS.stream().filter(step -> sample || step != FILLED).toList();
    }
}
