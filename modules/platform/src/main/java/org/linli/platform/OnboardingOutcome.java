package org.linli.platform;

import java.util.List;
import java.util.UUID;
import org.linli.live.Preview;
import org.linli.live.Refusal;
import org.linli.schema.Role;

/** How what is done with districts on their way in ends, beside what every use case may end as. */
public sealed interface OnboardingOutcome {
    /** How {@code onboardDistrict} ends. */
    sealed interface Onboard extends OnboardingOutcome {}

    /** How {@code openApplication} ends. */
    sealed interface OpenApplication extends OnboardingOutcome {}

    record ApplicationAccepted(UUID applicationId, UUID onboardingId) implements OpenApplication {}

    record OnboardingBegun(UUID onboardingId) implements Onboard {}

    record OnboardingKnown(UUID onboardingId) implements Onboard, OpenApplication, Refusal {}

    record OnboardingPreview(
            List<OnboardingStatus> steps, List<Role> roles, List<String> packages, List<DistrictProblem> problems)
            implements Onboard, Preview {}

    /** @param differs from what was asked for before under the same code, by the names of fields */
    record DistrictRefused(List<DistrictProblem> problems, List<String> differs)
            implements Onboard, OpenApplication, Refusal {}

    record OnboardingsBegun(int begun, int known) implements OnboardingOutcome {}

    /** @param faults each as the row's number from 1 and the problem */
    record DistrictsRefused(List<String> faults) implements OnboardingOutcome, Refusal {}

    record OnboardingTried(UUID onboardingId) implements OnboardingOutcome {}

    record OnboardingTakenBack(UUID onboardingId) implements OnboardingOutcome {}
}
