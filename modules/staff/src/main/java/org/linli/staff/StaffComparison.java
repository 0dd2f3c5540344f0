package org.linli.staff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.linli.live.Work;
import org.linli.staff.StaffComparisonStore.Difference;
import org.linli.staff.StaffComparisonStore.Found;
import org.linli.staff.StaffComparisonStore.Newcomer;
import org.linli.staff.StaffComparisonStore.Register;
import org.linli.staff.StaffEvent.DriftMoved;
import org.linli.staff.StaffEvent.StaffMoved;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Accounts;
import org.linli.tenancy.provisioning.Accounts.Account;
import reactor.core.publisher.Mono;

/**
 * Compares who is in the groups of a district's organization with the register, and takes over what it finds the first time. What was taken away there ends
 * here at once, whatever a token says that was issued before. Nothing is judged that was decided while it looked, and each difference is looked at once more by itself, since pages of a list may miss somebody.
 * An account that was not there when the directory was to follow, and has come since, is seen to by {@link StaffAccounts}.
 */
public final class StaffComparison implements Kind {
    private static final Set<String> ROLES =
            Arrays.stream(StaffRole.values()).map(StaffRole::name).collect(Collectors.toSet());

    private final DistrictDatabase database;
    private final Accounts accounts;
    private final StaffComparisonStore store = new StaffComparisonStore();

    public StaffComparison(DistrictDatabase database, Accounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    @Override
    public Lane lane() {
        return Lane.COMPARISON;
    }

    @Override
    public String name() {
        return "compare-staff";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(15);
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID district = job.districtId();
        return in(district, store::register)
                .flatMap(register -> found(register.organization())
                        .delayUntil(found -> register.kept() ? Mono.empty() : in(district, work -> adopt(work, found)))
                        .flatMap(found -> differences(district, register, found)
                                .flatMap(differences -> in(district, work -> record(work, found, differences)))))
                .then(come(district));
    }

    private Mono<Void> come(UUID district) {
        return in(district, work -> store.awaited(work).collectList())
                .flatMapIterable(awaited -> awaited)
                .filterWhen(awaited -> accounts.has(awaited.subject()), 1)
                .concatMap(come -> in(district, work -> StaffAccounts.follow(work, come.id())))
                .then();
    }

    private Mono<List<Difference>> differences(UUID district, Register register, List<Found> found) {
        return in(
                        district,
                        work -> store.differences(work, found, register.at()).collectList())
                .flatMapIterable(differences -> differences)
                .filterWhen(difference -> still(register.organization(), difference))
                .delayUntil(difference -> repair(register.organization(), difference))
                .collectList();
    }

    private <T> Mono<T> in(UUID district, Function<Work, Mono<T>> step) {
        return Work.ofPlatform(database, district, step);
    }

    private Mono<List<Found>> found(UUID organization) {
        return accounts.in(organization, ROLES).map(groups -> {
            List<Found> found = new ArrayList<>();
            groups.forEach(
                    (role, accounts) -> accounts.forEach(account -> found.add(of(account, StaffRole.valueOf(role)))));
            return found;
        });
    }

    private static Found of(Account account, StaffRole role) {
        String name = Objects.requireNonNullElse(account.name(), account.username());
        return new Found(account.id(), role, name, account.username(), account.email(), account.enabled());
    }

    /** What was there before the register is as good as given. */
    private Mono<Void> adopt(Work work, List<Found> found) {
        return store.keep(work)
                .then(know(work, found))
                .then(store.adopt(work, found))
                .then();
    }

    /** Whoever is not in the register yet comes into it, without any role. */
    private Mono<Void> know(Work work, List<Found> found) {
        Map<UUID, Newcomer> all = new LinkedHashMap<>();
        for (Found one : found)
            all.computeIfAbsent(
                    one.subject(),
                    subject -> new Newcomer(work.newId(), subject, one.name(), one.username(), one.email()));
        return store.add(work, List.copyOf(all.values()))
                .map(added -> new StaffMoved(added.id(), null, StaffStatus.CONNECTED))
                .collectList()
                .flatMap(work::append);
    }

    private Mono<Boolean> still(UUID organization, Difference difference) {
        return accounts.groups(organization, difference.subject())
                .map(groups ->
                        groups.contains(difference.role().name()) != (difference.kind() == StaffDriftKind.MISSING));
    }

    private Mono<Void> repair(UUID organization, Difference difference) {
        return difference.kind() == StaffDriftKind.LINGERING
                ? accounts.leave(organization, difference.role().name(), difference.subject())
                : Mono.empty();
    }

    private Mono<Void> record(Work work, List<Found> found, List<Difference> differences) {
        return know(work, found)
                .thenMany(store.end(work, differences))
                .map(drift -> new DriftMoved(
                        drift.id(), drift.role(), drift.kind(), StaffDriftStatus.REPORTED, drift.status()))
                .collectList()
                .flatMap(work::append)
                .thenMany(store.report(work, differences))
                .delayUntil(drift -> drift.kind().takes() ? store.revoke(work, drift.id()) : Mono.empty())
                .map(drift -> new DriftMoved(drift.id(), drift.role(), drift.kind(), null, drift.status()))
                .collectList()
                .flatMap(work::append);
    }
}
