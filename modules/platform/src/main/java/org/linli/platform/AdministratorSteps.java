package org.linli.platform;

import static java.util.Objects.requireNonNull;
import static org.linli.platform.AdministratorInvitationStatus.CONNECTED;
import static org.linli.platform.AdministratorInvitationStatus.FAILED;
import static org.linli.platform.AdministratorInvitationStatus.REGISTERED;

import java.util.UUID;
import org.linli.live.Work;
import org.linli.platform.AdministratorEvent.AdministratorInvitationHindered;
import org.linli.platform.AdministratorEvent.AdministratorInvitationMoved;
import org.linli.platform.AdministratorStore.Reached;
import org.linli.platform.AdministratorStore.Way;
import org.linli.staff.FirstAdministrator;
import org.linli.staff.FirstAdministrator.Connected;
import org.linli.staff.FirstAdministrator.Named;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings an administrator whom an operator invites into the district: into its register, where the letter is due from then on, and then into the directory of
 * accounts, which sends it. An account that the person cannot have ends it; the operator asks anew.
 */
public final class AdministratorSteps implements Kind {
    static final String NAME = "invite-administrator";
    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record Of(UUID invitation) {}

    private final DistrictDatabase database;
    private final FirstAdministrator administrators;
    private final AdministratorStore store = new AdministratorStore();

    public AdministratorSteps(DistrictDatabase database, FirstAdministrator administrators) {
        this.database = database;
        this.administrators = administrators;
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
        UUID invitation = JSON.treeToValue(job.payload(), Of.class).invitation();
        Mono<Way> way = Work.onPlatform(database, work -> store.way(work, invitation));
        return way.flatMap(this::step)
                .defaultIfEmpty(FAILED)
                .repeat()
                .takeUntil(AdministratorInvitationStatus::over)
                .then();
    }

    /** @return how far it is afterwards */
    private Mono<AdministratorInvitationStatus> step(Way way) {
        if (way.status().over()) return Mono.just(way.status());
        return reached(way)
                .flatMap(reached -> advance(way, reached))
                .onErrorResume(
                        failure -> hindered(way, OnboardingObstacle.of(failure)).then(Mono.error(failure)));
    }

    private Mono<Reached> reached(Way way) {
        return way.status() == REGISTERED
                ? administrators
                        .connect(way.targetId(), requireNonNull(way.memberId()), way.requestedBy())
                        .map(AdministratorSteps::connected)
                : administrators
                        .name(way.targetId(), way.id(), way.invitation(), way.requestedBy())
                        .map(AdministratorSteps::registered);
    }

    private static Reached registered(Named named) {
        AccountFailure failure = named.apart()
                ? AccountFailure.ROLES_EXCLUDE_EACH_OTHER
                : named.failure() == null ? null : AccountFailure.of(named.failure());
        return new Reached(failure == null ? REGISTERED : FAILED, named.member(), failure, null);
    }

    private static Reached connected(Connected connected) {
        return connected.failure() == null
                ? new Reached(CONNECTED, null, null, connected.mailedAt())
                : new Reached(FAILED, null, AccountFailure.of(connected.failure()), null);
    }

    private Mono<AdministratorInvitationStatus> advance(Way way, Reached reached) {
        return Work.onPlatform(
                database,
                work -> store.advance(work, way, reached)
                        .flatMap(moved -> moved == 0
                                ? Mono.error(new IllegalStateException("the invitation moved meanwhile"))
                                : work.append(new AdministratorInvitationMoved(
                                                way.id(), way.status(), reached.status()))
                                        .thenReturn(reached.status())));
    }

    private Mono<Void> hindered(Way way, OnboardingObstacle obstacle) {
        if (obstacle == way.obstacle()) return Mono.empty();
        return Work.onPlatform(
                        database,
                        work -> store.hinder(work, way, obstacle)
                                .filter(hindered -> hindered > 0)
                                .flatMap(hindered ->
                                        work.append(new AdministratorInvitationHindered(way.id(), obstacle))))
                .then();
    }
}
