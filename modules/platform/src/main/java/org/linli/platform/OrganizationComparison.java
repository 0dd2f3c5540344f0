package org.linli.platform;

import static org.linli.platform.DirectoryDriftKind.GROUPS_MISSING;
import static org.linli.platform.DirectoryDriftKind.ORGANIZATION_CLOSED;
import static org.linli.platform.DirectoryDriftKind.ORGANIZATION_MISSING;
import static org.linli.platform.DirectoryDriftKind.ORGANIZATION_OPEN;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Organizations;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Compares a district's organization with the registry, has it follow that, and tells operators what was found. */
public final class OrganizationComparison implements Kind {
    private static final JsonMapper JSON = new JsonMapper();

    private record Standing(UUID organization, boolean active) {}

    /** What is not settled yet, as a district on its way in or out, is not compared. */
    private static final String STANDING = """
            select json_build_object('organization', d.kc_org_id, 'active', d.state = 'ACTIVE')
              from district d
             where d.id = $3::uuid and d.kc_org_id is not null and d.state in ('ACTIVE', 'SUSPENDED')
               and not exists (select from job j
                                where j.kind in ('organization-follows', 'restore-organization') and j.done_at is null and j.payload ->> 'district' = d.id::text)""";

    private final DistrictDatabase database;
    private final Organizations organizations;
    private final DirectoryDrifts drifts;

    public OrganizationComparison(DistrictDatabase database, Organizations organizations, DirectoryDrifts drifts) {
        this.database = database;
        this.organizations = organizations;
        this.drifts = drifts;
    }

    @Override
    public String name() {
        return "compare-organization";
    }

    @Override
    public Lane lane() {
        return Lane.COMPARISON;
    }

    @Override
    public Duration every() {
        return Duration.ofDays(1);
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID district = job.districtId();
        return standing(district).flatMap(standing -> compare(district, standing));
    }

    private Mono<Standing> standing(UUID district) {
        return database.read(Statements.NO_DISTRICT, STANDING, List.of(district), false)
                .mapNotNull(json -> JSON.readValue(json, Standing.class));
    }

    private Mono<Void> compare(UUID district, Standing standing) {
        return organizations
                .enabled(standing.organization())
                .flatMap(enabled -> drifts.over(district, ORGANIZATION_MISSING)
                        .thenMany(Flux.concat(
                                state(district, standing, enabled),
                                organizations
                                        .lacksGroups(standing.organization())
                                        .filter(lacks -> lacks)
                                        .flatMap(lacks -> organizations.ensureGroups(standing.organization()))
                                        .map(groups -> GROUPS_MISSING)))
                        .concatMap(kind -> drifts.found(district, kind))
                        .then(Mono.just(true)))
                .switchIfEmpty(Mono.defer(
                        () -> drifts.found(district, ORGANIZATION_MISSING).thenReturn(false)))
                .then();
    }

    /** Unless the district was suspended or resumed while it was looked at. */
    private Mono<DirectoryDriftKind> state(UUID district, Standing standing, boolean enabled) {
        if (enabled == standing.active()) return Mono.empty();
        return standing(district)
                .filter(standing::equals)
                .flatMap(same -> organizations.enable(standing.organization(), standing.active()))
                .then(Mono.just(enabled ? ORGANIZATION_OPEN : ORGANIZATION_CLOSED));
    }
}
