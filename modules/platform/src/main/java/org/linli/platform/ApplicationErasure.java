package org.linli.platform;

import java.time.Duration;
import org.linli.live.PlatformRound;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Kind;

/** Erases applications that nobody confirmed in time, those that are long over, and who was invited as an administrator, or was the first one, long ago. */
public final class ApplicationErasure {
    private ApplicationErasure() {}

    public static Kind of(DistrictDatabase database) {
        ApplicationStore applications = new ApplicationStore();
        AdministratorStore administrators = new AdministratorStore();
        OnboardingStore onboardings = new OnboardingStore();
        return new PlatformRound(
                database,
                "erase-applications",
                Duration.ofHours(1),
                work -> applications
                        .erase(work)
                        .then(administrators.erase(work, ApplicationStore.KEPT))
                        .then(onboardings.forgetAdministrators(work, ApplicationStore.KEPT))
                        .then());
    }
}
