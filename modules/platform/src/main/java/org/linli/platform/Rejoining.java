package org.linli.platform;

import java.time.LocalDate;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.provisioning.Membership;
import org.linli.tenancy.provisioning.Membership.Member;
import org.linli.tenancy.provisioning.Provisioner;
import reactor.core.publisher.Mono;

/** Has whoever has a part in a district be a member of its organization again. */
public final class Rejoining {
    /** A district, and the day that it is there. */
    record Place(UUID id, LocalDate today, UUID organization) {}

    private final DistrictDatabase database;
    private final Standings standings;
    private final Provisioner provisioner;

    public Rejoining(DistrictDatabase database, Standings standings, Provisioner provisioner) {
        this.database = database;
        this.standings = standings;
        this.provisioner = provisioner;
    }

    /** Whether the account has a part in the district and is no member. */
    Mono<Boolean> due(Place place, UUID account) {
        return standings
                .lasts(place.id(), account, place.today())
                .flatMap(lasts -> lasts ? provisioner.lacks(place.organization(), account) : Mono.just(false));
    }

    /** Whether there is no such account, or no more. */
    Mono<Boolean> missing(UUID account) {
        return provisioner.has(account).map(there -> !there);
    }

    Mono<Void> rejoin(Place place, UUID account) {
        return Work.ofPlatform(database, place.id(), work -> work.later(Membership.NAME, new Member(account)));
    }
}
