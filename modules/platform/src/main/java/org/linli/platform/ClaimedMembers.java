package org.linli.platform;

import java.util.List;
import java.util.UUID;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whom we made members of a district's organization, a page at a time: at home, where the memberships of all cells are. */
final class ClaimedMembers {
    private static final int PAGE = 1000;
    private static final UUID FIRST = new UUID(0, 0);

    private record Claimed(UUID subject) {}

    private final DistrictDatabase database;

    ClaimedMembers(DistrictDatabase database) {
        this.database = database;
    }

    Flux<List<UUID>> of(UUID district) {
        return page(district, FIRST).expand(page -> page.size() < PAGE ? Mono.empty() : page(district, page.getLast()));
    }

    private Mono<List<UUID>> page(UUID district, UUID after) {
        return database.transaction(
                Statements.NO_DISTRICT,
                registry -> registry.rows(Claimed.class, """
                        select m.subject
                          from membership m
                         where m.district_id = $2::uuid and m.district_id <> $1 and m.subject > $3::uuid
                         order by m.subject
                         limit $4::int
                        """, district, after, PAGE)
                        .map(Claimed::subject)
                        .collectList());
    }
}
