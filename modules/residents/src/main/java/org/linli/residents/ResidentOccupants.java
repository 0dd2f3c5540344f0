package org.linli.residents;

import java.util.List;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.territory.CompoundUse;
import org.linli.territory.Occupants;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Residents go with their dwelling when its grid is split or merged, and while they live in it, its compound stays. */
public final class ResidentOccupants implements Occupants, CompoundUse {
    private record Moved(UUID id) {}

    private record Count(int count) {}

    @Override
    public Mono<Integer> of(Work work, UUID compound) {
        return work.row(Count.class, """
                select count(*)::int as count
                  from resident r
                 where r.district_id = $1 and r.compound_id = $2::uuid
                   and r.status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED')
                """, compound).map(Count::count);
    }

    @Override
    public Flux<Occupant> in(Work work, UUID grid) {
        return work.rows(Occupant.class, """
                select r.id, r.compound_id
                  from resident r
                 where r.district_id = $1 and r.grid_id = $2::uuid
                   and r.status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED')
                 order by r.id
                   for update
                """, grid);
    }

    @Override
    public Mono<Void> move(Work work, UUID from, UUID to, List<UUID> ids) {
        return work.rows(Moved.class, """
                update resident set grid_id = $3::uuid, version = version + 1
                 where district_id = $1 and grid_id = $2::uuid and id = any($4::uuid[])
                returning id
                """, from, to, ids.toArray(UUID[]::new))
                .map(one -> new ResidentEvent.ResidentRegrouped(one.id(), from, to, null))
                .collectList()
                .flatMap(work::append);
    }
}
