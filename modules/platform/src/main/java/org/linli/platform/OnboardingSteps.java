package org.linli.platform;

import static java.util.Objects.requireNonNull;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.live.calendar.CalendarSettings;
import org.linli.live.settings.DistrictSettings;
import org.linli.platform.OnboardingEvent.OnboardingAdvanced;
import org.linli.platform.OnboardingEvent.OnboardingHindered;
import org.linli.platform.OnboardingStore.Way;
import org.linli.staff.FirstAdministrator;
import org.linli.staff.FirstAdministrator.Connected;
import org.linli.staff.StaffFailure;
import org.linli.staff.StaffLetter;
import org.linli.tenancy.cells.Entries;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Organizations;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings a district on board, step by step. What a step does in the directory of accounts comes before the row says so, and is done by looking
 * first; so whoever comes after one that died goes on from where it was, and there is one district in the end.
 */
public final class OnboardingSteps implements Kind {
    static final String NAME = "onboard";
    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record Of(UUID onboarding) {}

    /** The administrator cannot have the account. */
    static final class AccountTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final AccountFailure why;

        AccountTaken(StaffFailure why) {
            super("the administrator cannot have the account: " + why, null, false, false);
            this.why = AccountFailure.of(why);
        }

        AccountFailure why() {
            return why;
        }
    }

    private final DistrictDatabase database;
    private final Entries entries;
    private final Organizations organizations;
    private final FirstAdministrator administrators;
    private final SampleFilling samples;
    private final OnboardingStore store = new OnboardingStore();
    private final DistrictSettings settings = new DistrictSettings(Map.of());
    private final CalendarSettings calendar = new CalendarSettings();

    public OnboardingSteps(
            DistrictDatabase database,
            Entries entries,
            Organizations organizations,
            FirstAdministrator administrators,
            SampleFilling samples) {
        this.database = database;
        this.entries = entries;
        this.organizations = organizations;
        this.administrators = administrators;
        this.samples = samples;
    }

    @Override
    public Lane lane() {
        return Lane.DIRECTORY;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID onboarding = JSON.treeToValue(job.payload(), Of.class).onboarding();
        Mono<Way> way = Work.onPlatform(database, work -> store.way(work, onboarding));
        // What was taken back in full is no more.
        return way.flatMap(this::step)
                .defaultIfEmpty(OnboardingStatus.CANCELLED)
                .repeat()
                .takeUntil(status -> status == OnboardingStatus.READY || status == OnboardingStatus.CANCELLED)
                .then();
    }

    /** @return how far it is afterwards */
    private Mono<OnboardingStatus> step(Way way) {
        return carried(way)
                .then(Mono.defer(() -> done(way)))
                .onErrorResume(failure -> hindered(way, failure).then(Mono.error(failure)));
    }

    /** What is in the registry is in the district's cell, too, before anything refers to it there. */
    private Mono<Void> carried(Way way) {
        return way.status() == OnboardingStatus.CANCELLED ? Mono.empty() : entries.carry(way.targetId());
    }

    private Mono<OnboardingStatus> done(Way way) {
        return switch (way.status()) {
            case REQUESTED -> advance(way, OnboardingStatus.REGISTERED);
            case REGISTERED ->
                organizations
                        .ensure(way.code(), way.name())
                        .flatMap(organization -> advance(way, OnboardingStatus.ORGANIZED, organization, null));
            case ORGANIZED ->
                organizations
                        .ensureGroups(requireNonNull(way.kcOrgId()))
                        .flatMap(groups -> advance(way, OnboardingStatus.GROUPED));
            case GROUPED ->
                speak(way)
                        .then(administrators.ensure(
                                way.targetId(),
                                way.id(),
                                way.administrator(),
                                way.requestedBy(),
                                way.applied() ? StaffLetter.OPENED : StaffLetter.INVITED))
                        .flatMap(connected -> staffed(way, connected));
            case STAFFED -> configure(way).then(advance(way, OnboardingStatus.CONFIGURED));
            case CONFIGURED ->
                way.sample()
                        ? samples.fill(way.targetId()).then(advance(way, OnboardingStatus.FILLED))
                        : advance(way, OnboardingStatus.READY);
            case FILLED -> advance(way, OnboardingStatus.READY);
            case READY -> Mono.just(OnboardingStatus.READY);
            case CANCELLED -> takeBack(way);
        };
    }

    private Mono<OnboardingStatus> staffed(Way way, Connected connected) {
        return connected.failure() == null
                ? advance(way, OnboardingStatus.STAFFED, null, connected.mailedAt())
                : Mono.error(new AccountTaken(connected.failure()));
    }

    /** Before anybody is invited, since the letter is written in it. */
    private Mono<Void> speak(Way way) {
        return in(way, work -> settings.begin(work, way.language()));
    }

    /** In the new district itself; what it has said meanwhile, or before this node came to it, stays. */
    private Mono<Void> configure(Way way) {
        return in(
                way,
                work -> settings.begin(work, way.packages(), way.language())
                        .then(calendar.begin(work, way.workingTimes())));
    }

    private Mono<Void> in(Way way, Function<Work, Mono<Void>> step) {
        return Work.ofPlatform(database, way.targetId(), step);
    }

    private Mono<OnboardingStatus> advance(Way way, OnboardingStatus to) {
        return advance(way, to, null, null);
    }

    private Mono<OnboardingStatus> advance(
            Way way, OnboardingStatus to, @Nullable UUID organization, @Nullable OffsetDateTime mailedAt) {
        return Work.onPlatform(
                database,
                work -> record(work, way, to, organization)
                        .flatMap(touched -> store.advance(work, way, to, organization, mailedAt))
                        .flatMap(moved -> moved == 0
                                // Somebody cancelled it meanwhile, or another node has gone on from here: the next look
                                // tells.
                                ? Mono.error(new IllegalStateException("the onboarding moved meanwhile"))
                                : work.append(new OnboardingAdvanced(way.id(), way.status(), to))
                                        .thenReturn(to)));
    }

    private Mono<Long> record(Work work, Way way, OnboardingStatus to, @Nullable UUID organization) {
        return switch (to) {
            case REGISTERED -> store.register(work, way);
            case ORGANIZED -> store.organize(work, way, requireNonNull(organization));
            case READY -> store.open(work, way);
            default -> Mono.just(0L);
        };
    }

    /** Only who is registered has the code, and so anything under it; whoever is not may have left it to another one by now. */
    private Mono<OnboardingStatus> takeBack(Way way) {
        Mono<Long> gone = way.registeredId() == null
                ? Work.onPlatform(database, work -> store.forget(work, way))
                : organizations
                        .remove(way.code(), way.targetId())
                        .then(entries.forget(way.targetId(), way.cell()))
                        .then(Work.onPlatform(database, work -> store.unregister(work, way)));
        return gone.thenReturn(OnboardingStatus.CANCELLED);
    }

    private Mono<Void> hindered(Way way, Throwable failure) {
        OnboardingObstacle obstacle = OnboardingObstacle.of(failure);
        AccountFailure account = AccountFailure.of(failure);
        if (obstacle == way.obstacle() && account == way.accountFailure()) return Mono.empty();
        return Work.onPlatform(
                        database,
                        work -> store.hinder(work, way, obstacle, account)
                                .filter(hindered -> hindered > 0)
                                .flatMap(hindered -> work.append(new OnboardingHindered(way.id(), obstacle))))
                .then();
    }
}
