package org.linli.tenancy.provisioning;

import jakarta.ws.rs.NotFoundException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes an account that has a part in the district a member of its organization, so that its tokens carry the district, and ends the
 * membership of one that has none any more. It goes by what is when it is done, so jobs may come late, twice or in any order. An account that
 * belongs elsewhere does not become a member, and is tried again until it has left there. One that is not in the directory is told of, and left to the
 * comparisons that come round by themselves.
 */
public final class Membership implements Kind {
    public static final String NAME = "member";

    /** What a job of this kind says. */
    public record Member(UUID subject) {}

    /** There is no such account in the directory. */
    public static final class AccountMissing extends RuntimeException {
        private static final long serialVersionUID = 1;

        AccountMissing(Throwable answer) {
            super("there is no such account in the directory", answer);
        }
    }

    private record Place(UUID organization, LocalDate today) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PLACE = """
            select json_build_object('organization', d.kc_org_id, 'today', (now() at time zone d.time_zone)::date)
              from district d
             where d.id = $3::uuid""";

    private final DistrictDatabase database;
    private final Standings standings;
    private final Provisioner provisioner;
    private final Function<UUID, Mono<Void>> operators;

    /** @param operators are told of the district one of whose accounts is missing, as often as it is found */
    public Membership(
            DistrictDatabase database,
            Standings standings,
            Provisioner provisioner,
            Function<UUID, Mono<Void>> operators) {
        this.database = database;
        this.standings = standings;
        this.provisioner = provisioner;
        this.operators = operators;
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
        UUID district = job.districtId();
        UUID subject = JSON.treeToValue(job.payload(), Member.class).subject();
        return database.read(Statements.NO_DISTRICT, PLACE, List.of(district), false)
                .map(json -> JSON.readValue(json, Place.class))
                .flatMap(place -> {
                    Mono<Boolean> belongs = standings.lasts(district, subject, place.today());
                    return belongs.flatMap(before -> (before
                                    ? come(district, place.organization(), subject)
                                    : leave(district, place.organization(), subject))
                            .then(belongs)
                            .doOnNext(after -> {
                                if (!after.equals(before))
                                    throw new IllegalStateException("the account came or left meanwhile");
                            }));
                })
                .then();
    }

    private Mono<Void> come(UUID district, UUID organization, UUID subject) {
        return enter(district, organization, subject)
                .flatMap(entered -> entered ? Mono.<Void>empty() : Mono.error(elsewhere()))
                .onErrorResume(AccountMissing.class, missing -> missing(district, subject));
    }

    /**
     * Makes the account a member, unless it belongs to another district.
     *
     * @return whether it is one; {@link AccountMissing} where the directory does not have it
     */
    public Mono<Boolean> enter(UUID district, UUID organization, UUID subject) {
        return provisioner
                .of(subject)
                .onErrorMap(NotFoundException.class, AccountMissing::new)
                .flatMap(all -> {
                    if (all.contains(organization))
                        return claim(district, subject).thenReturn(true);
                    if (!all.isEmpty()) return Mono.just(false);
                    return claim(district, subject)
                            .flatMap(claimed -> claimed == 0
                                    ? Mono.just(false)
                                    : provisioner.join(organization, subject).thenReturn(true));
                });
    }

    /** Is waited for: whoever compares the district's members finds it once it is there. */
    public Mono<Void> missing(UUID district, UUID subject) {
        return claim(district, subject).then(operators.apply(district));
    }

    /** Does not say where: whoever reads the job's error has nothing to do with the other district. */
    private static IllegalStateException elsewhere() {
        return new IllegalStateException("the account belongs to another district");
    }

    /** At home, where the memberships of all cells are: an account has one. */
    private Mono<Long> claim(UUID district, UUID subject) {
        return database.transaction(Statements.NO_DISTRICT, registry -> registry.change("""
                        insert into membership (district_id, subject) select $3::uuid, $2::uuid where $3::uuid <> $1
                        on conflict (subject) do update set district_id = excluded.district_id
                           where membership.district_id is null or membership.district_id = excluded.district_id
                        """, subject, district));
    }

    private Mono<Void> leave(UUID district, UUID organization, UUID subject) {
        return provisioner
                .leave(organization, subject)
                .filter(left -> left)
                .flatMap(left -> database.transaction(
                        Statements.NO_DISTRICT, registry -> registry.change("""
                        update membership set district_id = null where district_id = $3::uuid and subject = $2::uuid and district_id <> $1
                        """, subject, district)))
                .then();
    }
}
