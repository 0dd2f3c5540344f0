package org.linli.platform;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.provisioning.Membership;
import org.linli.tenancy.provisioning.Provisioner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Brings whoever has a part in a district back into its organization, and the district in line with the directory of accounts. */
public final class Rejoining {
    /** A district, and the day that it is there. */
    record Place(UUID id, String code, String name, LocalDate today, UUID organization) {}

    /** What there is to say to a comparison. */
    private record Nothing() {}

    private final DistrictDatabase database;
    private final Standings standings;
    private final Provisioner provisioner;
    private final List<String> comparisons;

    /** @param comparisons jobs that compare a district at once */
    public Rejoining(
            DistrictDatabase database, Standings standings, Provisioner provisioner, List<String> comparisons) {
        this.database = database;
        this.standings = standings;
        this.provisioner = provisioner;
        this.comparisons = List.copyOf(comparisons);
    }

    /**
     * A district with an organization that is settled: one on its way in or out is left as it is.
     *
     * @param id its own, or its organization's
     */
    Mono<Place> place(UUID id) {
        return database.transaction(Statements.NO_DISTRICT, registry -> registry.row(Place.class, """
                select d.id, d.code, d.name, (now() at time zone d.time_zone)::date as today, d.kc_org_id as organization
                  from district d
                 where d.id <> $1 and (d.id = $2::uuid or d.kc_org_id = $2::uuid) and d.kc_org_id is not null and d.state in ('ACTIVE', 'SUSPENDED')
                """, id));
    }

    /** Whether the account has a part in the district. */
    Mono<Boolean> lasts(Place place, UUID account) {
        return standings.lasts(place.id(), account, place.today());
    }

    /** Whether the account has a part in the district and is no member. */
    Mono<Boolean> due(Place place, UUID account) {
        return lasts(place, account)
                .flatMap(lasts -> lasts ? provisioner.lacks(place.organization(), account) : Mono.just(false));
    }

    /** Whether there is no such account, or no more. */
    Mono<Boolean> missing(UUID account) {
        return provisioner.has(account).map(there -> !there);
    }

    Mono<Void> rejoin(UUID district, List<UUID> accounts) {
        return Work.ofPlatform(database, district, work -> {
                    work.callForJobs();
                    return work.change("""
                            insert into job (district_id, kind, payload)
                            select $1, $3::text, json_build_object('subject', m.subject) from unnest($2::uuid[]) m(subject)
                            returning id
                            """, accounts.toArray(UUID[]::new), Membership.NAME);
                })
                .then();
    }

    Mono<Void> compare(UUID district) {
        return Work.ofPlatform(
                database,
                district,
                work -> Flux.fromIterable(comparisons)
                        .concatMap(comparison -> work.later(comparison, new Nothing()))
                        .then());
    }
}
