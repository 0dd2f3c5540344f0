package org.linli.tenancy.provisioning;

import java.util.List;
import java.util.UUID;
import org.linli.schema.Statements;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Makes the account of a person who joined a district a member of its organization, so that its tokens carry the district. */
public final class Membership implements Kind {
    public static final String NAME = "member";

    /** What a job of this kind says. */
    public record Member(UUID subject) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ORGANIZATION = "select to_json(d.kc_org_id) from district d where d.id = $3::uuid";

    private final Statements statements;
    private final Provisioner provisioner;

    public Membership(Statements statements, Provisioner provisioner) {
        this.statements = statements;
        this.provisioner = provisioner;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID subject = JSON.treeToValue(job.payload(), Member.class).subject();
        return statements
                .read(Statements.NO_DISTRICT, ORGANIZATION, List.of(job.districtId()), false)
                .map(json -> JSON.readValue(json, UUID.class))
                .flatMap(organization -> provisioner.join(organization, subject));
    }
}
