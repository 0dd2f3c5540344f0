package org.linli.platform;

import static org.linli.platform.DirectoryDriftKind.ACCOUNTS_MISSING;
import static org.linli.platform.DirectoryDriftKind.MEMBERSHIP_ENDED;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.linli.platform.Rejoining.Place;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Organizations;
import org.linli.tenancy.provisioning.Organizations.Members;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Compares the members of a district's organization with whom we made members, residents above all, and has those who still have a part there be members again: what is
 * changed by hand while nobody reads the directory's events is found by this alone, and so are accounts that came after their district. Both sides are gone through a page at a
 * time, one request after the other.
 */
public final class MembershipComparison implements Kind {
    private final Organizations organizations;
    private final Rejoining rejoining;
    private final DirectoryDrifts drifts;
    private final ClaimedMembers members;

    public MembershipComparison(
            DistrictDatabase database, Organizations organizations, Rejoining rejoining, DirectoryDrifts drifts) {
        this.organizations = organizations;
        this.rejoining = rejoining;
        this.drifts = drifts;
        this.members = new ClaimedMembers(database);
    }

    @Override
    public String name() {
        return "compare-memberships";
    }

    /** Of a district with very many it takes minutes, and whoever is invited meanwhile does not wait for it. */
    @Override
    public Lane lane() {
        return Lane.COMPARISON;
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(30);
    }

    @Override
    public Duration every() {
        return Duration.ofDays(1);
    }

    @Override
    public Mono<Void> run(Job job) {
        return rejoining
                .place(job.districtId())
                .flatMap(place -> organizations.members(place.organization()).flatMap(there -> compare(place, there)));
    }

    /** Told once, however many they are, and before the first is helped: whoever goes on after one that died finds fewer. */
    private Mono<Void> compare(Place place, Members there) {
        Flux<UUID> lacking =
                members.of(place.id()).concatMapIterable(page -> page).filter(Predicate.not(there::has));
        return lacking.filterWhen(account -> rejoining.due(place, account), 1)
                .index()
                .concatMap(lost -> (lost.getT1() == 0 ? drifts.found(place.id(), MEMBERSHIP_ENDED) : Mono.<Void>empty())
                        .then(rejoining.rejoin(place.id(), List.of(lost.getT2()))))
                .then(lacking.filterWhen(rejoining::missing, 1).hasElements())
                .flatMap(missing -> missing
                        ? drifts.found(place.id(), ACCOUNTS_MISSING)
                        : drifts.over(place.id(), ACCOUNTS_MISSING));
    }
}
