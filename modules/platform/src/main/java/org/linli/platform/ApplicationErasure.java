package org.linli.platform;

import java.time.Duration;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.provisioning.Accounts;
import reactor.core.publisher.Mono;

/** Erases applications that nobody confirmed in time, those that are long over, and who was invited as an administrator, or was the first one, long ago. */
public final class ApplicationErasure implements Kind {
    private final DistrictDatabase database;
    private final ApplicationStore applications = new ApplicationStore();
    private final AdministratorStore administrators = new AdministratorStore();
    private final OnboardingStore onboardings = new OnboardingStore();

    public ApplicationErasure(DistrictDatabase database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "erase-applications";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public boolean ofPlatform() {
        return true;
    }

    @Override
    public Mono<Void> run(Job job) {
        return Work.onPlatform(
                        database,
                        work -> applications
                                .erase(work)
                                .then(administrators.erase(work, ApplicationStore.KEPT))
                                .then(onboardings.forgetAdministrators(work, Accounts.INVITATION)))
                .then();
    }
}
