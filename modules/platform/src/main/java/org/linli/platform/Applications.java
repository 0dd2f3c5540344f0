package org.linli.platform;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OneTimeCode;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.live.calendar.WorkingTime;
import org.linli.platform.ApplicationEvent.ApplicationConfirmed;
import org.linli.platform.ApplicationEvent.ApplicationDeclined;
import org.linli.platform.ApplicationEvent.ApplicationOpened;
import org.linli.platform.ApplicationEvent.DistrictAppliedFor;
import org.linli.platform.ApplicationLetters.Letter;
import org.linli.platform.ApplicationOutcome.AddressConfirmed;
import org.linli.platform.ApplicationOutcome.ApplicationReceived;
import org.linli.platform.ApplicationOutcome.ApplicationRefused;
import org.linli.platform.ApplicationOutcome.ApplicationStanding;
import org.linli.platform.ApplicationOutcome.ApplicationTurnedDown;
import org.linli.platform.ApplicationOutcome.Confirm;
import org.linli.platform.ApplicationStore.Application;
import org.linli.platform.NewDistrict.NewAdministrator;
import org.linli.platform.OnboardingOutcome.ApplicationAccepted;
import org.linli.platform.OnboardingOutcome.OpenApplication;
import reactor.core.publisher.Mono;

/** Districts that ask to come on board, and what operators answer. */
public final class Applications {
    private final ApplicationStore store = new ApplicationStore();
    private final Onboarding onboarding;

    public Applications(Onboarding onboarding) {
        this.onboarding = onboarding;
    }

    /** The same answer and the same line in the log whether or not a letter goes out, so that nobody learns what is known of an address. */
    @UseCase
    public Mono<ApplicationReceived> applyForDistrict(Work work, NewApplication application) {
        List<ApplicationProblem> problems = application.problems();
        if (!problems.isEmpty()) return Mono.error(new Refused(new ApplicationRefused(problems)));
        UUID id = work.newId();
        return store.add(work, id, application)
                .filter(added -> added > 0)
                .flatMap(added -> work.later(ApplicationLetters.NAME, new ApplicationLetters.Of(id, Letter.CONFIRM)))
                .then(work.append(new DistrictAppliedFor(id)))
                .thenReturn(new ApplicationReceived((int) ApplicationStore.CONFIRMABLE.toHours()));
    }

    @UseCase
    public Mono<Confirm> confirmApplication(Work work, String token) {
        return store.by(work, OneTimeCode.typed(token))
                .switchIfEmpty(NotFound.mono())
                .flatMap(found -> found.status() == ApplicationStatus.SUBMITTED
                        ? confirmed(work, found)
                        : Mono.just(standing(found)));
    }

    private Mono<Confirm> confirmed(Work work, Application found) {
        return store.confirm(work, found.id())
                .flatMap(confirmed -> work.append(
                                new ApplicationConfirmed(found.id(), found.status(), confirmed.status()))
                        .thenReturn(new AddressConfirmed(confirmed.status(), confirmed.problems())));
    }

    @UseCase
    public Mono<ApplicationStanding> checkApplication(Work work, String token) {
        return store.by(work, OneTimeCode.typed(token))
                .switchIfEmpty(NotFound.mono())
                .map(Applications::standing);
    }

    private static ApplicationStanding standing(Application found) {
        return new ApplicationStanding(
                found.code(),
                found.name(),
                found.status(),
                found.problems(),
                found.appliedAt(),
                found.decidedAt(),
                found.reason());
    }

    @UseCase
    public Mono<OpenApplication> openApplication(
            Work work,
            UUID application,
            @Nullable String timeZone,
            @Nullable String cell,
            @Nullable List<String> packages,
            @Nullable List<WorkingTime> workingTimes,
            @Nullable NewAdministrator administrator) {
        return held(work, application, ApplicationStatus.OPENED)
                .flatMap(found ->
                        open(work, found, district(found, timeZone, cell, packages, workingTimes, administrator)));
    }

    /** Who is the first administrator, too, learns of it by the invitation. */
    private Mono<OpenApplication> open(Work work, Application found, NewDistrict district) {
        Mono<Void> told = district.email().equals(found.email())
                ? Mono.empty()
                : work.later(ApplicationLetters.NAME, new ApplicationLetters.Of(found.id(), Letter.OPENED));
        return onboarding
                .begin(work, district)
                .flatMap(begun -> store.open(work, found.id(), begun)
                        .then(work.append(new ApplicationOpened(found.id(), found.status(), ApplicationStatus.OPENED)))
                        .then(told)
                        .thenReturn(new ApplicationAccepted(found.id(), begun)));
    }

    private static NewDistrict district(
            Application asked,
            @Nullable String timeZone,
            @Nullable String cell,
            @Nullable List<String> packages,
            @Nullable List<WorkingTime> workingTimes,
            @Nullable NewAdministrator administrator) {
        return new NewDistrict(
                asked.code(),
                asked.name(),
                timeZone,
                asked.sample(),
                cell,
                administrator == null
                        ? new NewAdministrator("admin-" + asked.code(), asked.email(), asked.contact())
                        : administrator,
                packages,
                workingTimes,
                asked.language());
    }

    @UseCase
    public Mono<ApplicationTurnedDown> declineApplication(Work work, UUID application, String reason) {
        return held(work, application, ApplicationStatus.DECLINED)
                .flatMap(found -> store.decline(work, application, reason)
                        .then(work.append(new ApplicationDeclined(
                                application, found.status(), ApplicationStatus.DECLINED, reason)))
                        .then(work.later(
                                ApplicationLetters.NAME, new ApplicationLetters.Of(application, Letter.DECLINED))))
                .thenReturn(new ApplicationTurnedDown(application));
    }

    private Mono<Application> held(Work work, UUID application, ApplicationStatus to) {
        return store.lock(work, application)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> ApplicationStatus.LIFE.check(found.status(), to));
    }
}
