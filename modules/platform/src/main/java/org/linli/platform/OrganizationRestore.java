package org.linli.platform;

import static org.linli.platform.DirectoryDriftKind.ORGANIZATION_MISSING;

import java.util.List;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.platform.Rejoining.Place;
import org.linli.staff.StaffAccounts;
import org.linli.tenancy.cells.Entries;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Organizations;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a district's organization anew, and has everybody who has a part in the district find it again: by jobs of their own, the staff first. Tokens of before
 * name the organization that is gone, and so are of no use. Each step looks first, and done once more all is as done once.
 */
public final class OrganizationRestore implements Kind {
    static final String NAME = "restore-organization";

    /** Whose standings are asked for together. */
    private static final int AT_ONCE = 200;

    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record Of(UUID district) {}

    private final DistrictDatabase database;
    private final Organizations organizations;
    private final Entries entries;
    private final StaffAccounts staff;
    private final Rejoining rejoining;
    private final ClaimedMembers members;
    private final DriftStore drifts = new DriftStore();
    private final DistrictStore districts = new DistrictStore();

    public OrganizationRestore(
            DistrictDatabase database,
            Organizations organizations,
            Entries entries,
            StaffAccounts staff,
            Rejoining rejoining) {
        this.database = database;
        this.organizations = organizations;
        this.entries = entries;
        this.staff = staff;
        this.rejoining = rejoining;
        this.members = new ClaimedMembers(database);
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
        UUID district = JSON.treeToValue(job.payload(), Of.class).district();
        return rejoining
                .place(district)
                .flatMap(place -> restore(place)
                        .onErrorResume(failure -> hindered(district, failure).then(Mono.error(failure))));
    }

    private Mono<Void> restore(Place place) {
        return organizations
                .ensure(place.code(), place.name())
                .delayUntil(organizations::ensureGroups)
                .flatMap(organization -> registered(place, organization))
                .then(Mono.defer(() -> entries.carry(place.id())))
                .then(Mono.defer(() -> staff.followAnew(place.id())))
                .thenMany(Flux.defer(() -> members.of(place.id())))
                .concatMap(page -> join(place, page))
                .then(Mono.defer(() -> rejoining.compare(place.id())))
                .then(Mono.defer(() -> repaired(place.id())));
    }

    /** From here on tokens have to name this one. Whether its members can log in, the next job knows. */
    private Mono<Void> registered(Place place, UUID organization) {
        return Work.onPlatform(
                database,
                work -> districts
                        .organize(work, place.id(), organization)
                        .then(work.later(OrganizationFollows.NAME, new OrganizationFollows.Of(place.id()))));
    }

    /** Those who have a part in the district; of the staff as such, the register knows. */
    private Mono<Void> join(Place place, List<UUID> page) {
        return Flux.fromIterable(page)
                .filterWhen(account -> rejoining.lasts(place, account), AT_ONCE)
                .collectList()
                .filter(those -> !those.isEmpty())
                .flatMap(those -> rejoining.rejoin(place.id(), those));
    }

    private Mono<Void> repaired(UUID district) {
        return Work.onPlatform(
                database,
                work -> drifts.repaired(work, district)
                        .flatMap(drift -> work.append(new DirectoryDriftMoved(
                                drift.id(),
                                ORGANIZATION_MISSING,
                                DirectoryDriftStatus.REPORTED,
                                DirectoryDriftStatus.REPAIRED))));
    }

    private Mono<Void> hindered(UUID district, Throwable failure) {
        OnboardingObstacle obstacle = OnboardingObstacle.of(failure);
        return Work.onPlatform(
                database,
                work -> drifts.hinder(work, district, obstacle)
                        .flatMap(drift -> work.append(new DirectoryDriftHindered(drift.id(), obstacle))));
    }
}
