package org.linli.platform;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Preview;
import org.linli.live.Refusal;

/** How what is done with applications ends, beside what every use case may end as. */
public sealed interface ApplicationOutcome {
    /** How {@code confirmApplication} ends. */
    sealed interface Confirm extends ApplicationOutcome {}

    record ApplicationReceived(int hours) implements ApplicationOutcome {}

    record ApplicationRefused(List<ApplicationProblem> problems) implements ApplicationOutcome, Refusal {}

    record AddressConfirmed(ApplicationStatus status, List<ApplicationProblem> problems) implements Confirm {}

    record ApplicationStanding(
            String district,
            String name,
            ApplicationStatus status,
            List<ApplicationProblem> problems,
            OffsetDateTime appliedAt,
            @Nullable OffsetDateTime decidedAt,
            @Nullable String reason)
            implements Confirm, Preview {}

    record ApplicationTurnedDown(UUID applicationId) implements ApplicationOutcome {}
}
