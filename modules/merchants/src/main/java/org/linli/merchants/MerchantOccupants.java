package org.linli.merchants;

import java.util.List;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.territory.Occupants;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Merchants stay where they trade when the grid there is split or merged. */
public final class MerchantOccupants implements Occupants {
    private record Moved(UUID id) {}

    @Override
    public Flux<Occupant> in(Work work, UUID grid) {
        return work.rows(Occupant.class, """
                select m.id, null::uuid as compound_id
                  from merchant m
                 where m.district_id = $1 and m.grid_id = $2::uuid and m.status <> 'EXITED'
                 order by m.id
                   for update
                """, grid);
    }

    @Override
    public Mono<Void> move(Work work, UUID from, UUID to, List<UUID> ids) {
        return work.rows(Moved.class, """
                update merchant set grid_id = $3::uuid, version = version + 1
                 where district_id = $1 and grid_id = $2::uuid and id = any($4::uuid[])
                returning id
                """, from, to, ids.toArray(UUID[]::new))
                .map(one -> new MerchantRegrouped(one.id(), from, to))
                .collectList()
                .flatMap(work::append);
    }
}
