package org.linli.platform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.linli.live.ImportTooLong;
import org.linli.live.NotFound;
import org.linli.live.NothingImported;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.live.settings.DistrictSettings;
import org.linli.platform.ApplicationEvent.ApplicationReopened;
import org.linli.platform.OnboardingEvent.OnboardingCancelled;
import org.linli.platform.OnboardingEvent.OnboardingRequested;
import org.linli.platform.OnboardingEvent.OnboardingRetried;
import org.linli.platform.OnboardingOutcome.DistrictRefused;
import org.linli.platform.OnboardingOutcome.DistrictsRefused;
import org.linli.platform.OnboardingOutcome.Onboard;
import org.linli.platform.OnboardingOutcome.OnboardingBegun;
import org.linli.platform.OnboardingOutcome.OnboardingKnown;
import org.linli.platform.OnboardingOutcome.OnboardingPreview;
import org.linli.platform.OnboardingOutcome.OnboardingTakenBack;
import org.linli.platform.OnboardingOutcome.OnboardingTried;
import org.linli.platform.OnboardingOutcome.OnboardingsBegun;
import org.linli.platform.OnboardingStore.Asked;
import org.linli.platform.OnboardingStore.There;
import org.linli.schema.Role;
import org.linli.staff.StaffFailure;
import org.linli.staff.StaffInvitation;
import org.linli.tenancy.provisioning.DirectoryUnreachable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Brings districts on board: what is asked for here, {@link OnboardingSteps} does. */
public final class Onboarding {
    private static final int FAULTS_TOLD = 100;

    private final OnboardingStore store = new OnboardingStore();
    private final DistrictSettings settings;
    private final ApplicationStore applications = new ApplicationStore();
    private final Set<String> cells;
    private final String usualCell;
    private final Function<StaffInvitation, Mono<StaffFailure>> accountCheck;

    /**
     * @param settings knows the packages of the districts' contract
     * @param cells in which districts may live
     * @param usualCell of them, where a district lives whose operator names none
     * @param accountCheck tells why somebody could not have the account that an invitation names
     */
    public Onboarding(
            DistrictSettings settings,
            Set<String> cells,
            String usualCell,
            Function<StaffInvitation, Mono<StaffFailure>> accountCheck) {
        this.settings = settings;
        this.cells = Set.copyOf(cells);
        this.usualCell = usualCell;
        this.accountCheck = accountCheck;
    }

    @UseCase
    public Mono<Onboard> onboardDistrict(Work work, NewDistrict district, boolean dryRun) {
        List<Asked> asked = List.of(Asked.of(1, district, cell(district), work));
        return store.there(work, asked).single().flatMap(there -> {
            Set<DistrictProblem> problems = problems(district, there);
            return dryRun
                    ? foreseen(district)
                            .doOnNext(problems::add)
                            .then(Mono.fromSupplier(() -> preview(district, problems)))
                    : begin(work, district, asked, there).map(OnboardingBegun::new);
        });
    }

    /**
     * Has a district come on board.
     *
     * @throws Refused with {@link OnboardingKnown} or {@link DistrictRefused}
     */
    Mono<UUID> begin(Work work, NewDistrict district) {
        List<Asked> asked = List.of(Asked.of(1, district, cell(district), work));
        return store.there(work, asked).single().flatMap(there -> begin(work, district, asked, there));
    }

    private Mono<UUID> begin(Work work, NewDistrict district, List<Asked> asked, There there) {
        if (there.known() != null || !problems(district, there).isEmpty()) return refused(district, there);
        return request(work, asked)
                .next()
                .switchIfEmpty(store.there(work, asked).single().flatMap(other -> refused(district, other)));
    }

    private Mono<UUID> refused(NewDistrict district, There there) {
        return Mono.error(new Refused(
                there.known() == null
                        ? new DistrictRefused(List.copyOf(problems(district, there)), there.differs())
                        : new OnboardingKnown(there.known())));
    }

    @UseCase
    public Mono<OnboardingsBegun> onboardDistricts(Work work, List<NewDistrict> districts) {
        ImportTooLong.check(districts.size());
        List<Asked> asked = new ArrayList<>();
        for (NewDistrict district : districts) asked.add(Asked.of(asked.size() + 1, district, cell(district), work));
        return store.there(work, asked).collectList().flatMap(there -> {
            List<String> faults = faults(districts, there);
            if (!faults.isEmpty())
                return Mono.error(new Refused(
                        new DistrictsRefused(faults.stream().limit(FAULTS_TOLD).toList())));
            List<Asked> unknown = there.stream()
                    .filter(row -> row.known() == null)
                    .map(row -> asked.get(row.row() - 1))
                    .toList();
            if (unknown.isEmpty()) return Mono.error(new Refused(new NothingImported(districts.size())));
            return request(work, unknown)
                    .count()
                    .map(begun ->
                            new OnboardingsBegun(Math.toIntExact(begun), districts.size() - Math.toIntExact(begun)));
        });
    }

    private Flux<UUID> request(Work work, List<Asked> asked) {
        return store.request(work, asked)
                .map(OnboardingStore.Id::id)
                .collectList()
                .filter(ids -> !ids.isEmpty())
                .delayUntil(ids -> store.begin(work, ids)
                        .then(work.append(ids.stream()
                                .map(id -> new OnboardingRequested(id, OnboardingStatus.REQUESTED))
                                .toList())))
                .flatMapIterable(ids -> ids);
    }

    private List<String> faults(List<NewDistrict> districts, List<There> there) {
        List<String> faults = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (There row : there) {
            NewDistrict district = districts.get(row.row() - 1);
            Set<DistrictProblem> problems =
                    row.known() == null ? problems(district, row) : EnumSet.noneOf(DistrictProblem.class);
            if (!codes.add(district.code())) problems.add(DistrictProblem.CODE_TAKEN);
            if (!names.add(district.name())) problems.add(DistrictProblem.NAME_TAKEN);
            problems.forEach(problem -> faults.add(row.row() + " " + problem));
        }
        return faults;
    }

    private String cell(NewDistrict district) {
        return district.cell() == null ? usualCell : district.cell();
    }

    private Set<DistrictProblem> problems(NewDistrict district, There there) {
        Set<DistrictProblem> problems = district.problems();
        if (!cells.contains(cell(district))) problems.add(DistrictProblem.CELL_UNKNOWN);
        if (district.packages() != null && !settings.complete(district.packages()))
            problems.add(DistrictProblem.PACKAGE_NEEDED);
        if (there.codeTaken()) problems.add(DistrictProblem.CODE_TAKEN);
        if (there.nameTaken()) problems.add(DistrictProblem.NAME_TAKEN);
        return problems;
    }

    /** What the directory of accounts knows. Nobody waits for this one meanwhile, since a dry run holds no row. */
    private Mono<DistrictProblem> foreseen(NewDistrict district) {
        return accountCheck
                .apply(district.invitation())
                .map(taken -> DistrictProblem.ACCOUNT_TAKEN)
                .onErrorResume(DirectoryUnreachable.class, unknown -> Mono.just(DistrictProblem.DIRECTORY_UNREACHABLE));
    }

    private OnboardingPreview preview(NewDistrict district, Set<DistrictProblem> problems) {
        return new OnboardingPreview(
                OnboardingStatus.steps(district.invented()),
                Arrays.stream(Role.values()).filter(Role::staff).toList(),
                district.packages() == null ? settings.all() : district.packages(),
                List.copyOf(problems));
    }

    @UseCase
    public Mono<OnboardingTried> retryOnboarding(Work work, UUID onboarding) {
        return store.lock(work, onboarding)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(held -> OnboardingStatus.LIFE.check(held.status(), next(held.status())))
                .flatMap(held -> store.hurry(work, onboarding).then(work.append(new OnboardingRetried(onboarding))))
                .thenReturn(new OnboardingTried(onboarding));
    }

    @UseCase
    public Mono<OnboardingTakenBack> cancelOnboarding(Work work, UUID onboarding) {
        return store.lock(work, onboarding)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(held -> OnboardingStatus.LIFE.check(held.status(), OnboardingStatus.CANCELLED))
                .flatMap(held -> store.cancel(work, onboarding)
                        .then(store.hurry(work, onboarding))
                        .then(work.append(
                                new OnboardingCancelled(onboarding, held.status(), OnboardingStatus.CANCELLED))))
                .then(applications
                        .reopen(work, onboarding)
                        .flatMap(asked -> work.append(new ApplicationReopened(
                                asked.id(), ApplicationStatus.OPENED, ApplicationStatus.CONFIRMED))))
                .thenReturn(new OnboardingTakenBack(onboarding));
    }

    /** The step that comes next; of what is over, the last one, which does not follow. */
    private static OnboardingStatus next(OnboardingStatus from) {
        return OnboardingStatus.LIFE.after(from).stream()
                .filter(status -> status != OnboardingStatus.CANCELLED)
                .findFirst()
                .orElse(OnboardingStatus.READY);
    }
}
