package org.linli.platform;

import java.util.List;
import java.util.UUID;
import org.linli.schema.Statements;
import org.linli.staff.StaffAccounts;
import org.linli.tenancy.cells.Entries;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Organizations;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the directory of accounts let a district's members log in while it is in use, and only then; and once it is, what its staff is to be told meanwhile
 * goes out. It goes by what is when it is done. Where there is no such
 * organization any more, operators are told, and what they restore follows anew.
 */
public final class OrganizationFollows implements Kind {
    static final String NAME = "organization-follows";
    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record Of(UUID district) {}

    private record Standing(UUID organization, boolean active) {}

    private static final String STANDING = """
            select json_build_object('organization', d.kc_org_id, 'active', d.state = 'ACTIVE')
              from district d
             where d.id = $3::uuid and d.kc_org_id is not null""";

    private final DistrictDatabase database;
    private final Organizations organizations;
    private final Entries entries;
    private final StaffAccounts staff;
    private final DirectoryDrifts drifts;

    public OrganizationFollows(
            DistrictDatabase database,
            Organizations organizations,
            Entries entries,
            StaffAccounts staff,
            DirectoryDrifts drifts) {
        this.database = database;
        this.organizations = organizations;
        this.entries = entries;
        this.staff = staff;
        this.drifts = drifts;
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
        Mono<Standing> now = database.read(Statements.NO_DISTRICT, STANDING, List.of(district), false)
                .mapNotNull(json -> JSON.readValue(json, Standing.class));
        return now.flatMap(seen -> organizations
                .enable(seen.organization(), seen.active())
                .delayUntil(there -> now.doOnNext(after -> {
                    if (!after.equals(seen)) throw new IllegalStateException("the district changed meanwhile");
                }))
                .flatMap(there -> there
                        ? tell(district, seen.active())
                        : drifts.found(district, DirectoryDriftKind.ORGANIZATION_MISSING)));
    }

    /** Where the district lives it is known to be in use by then. */
    private Mono<Void> tell(UUID district, boolean active) {
        return active ? entries.carry(district).then(Mono.defer(() -> staff.followDue(district))) : Mono.empty();
    }
}
