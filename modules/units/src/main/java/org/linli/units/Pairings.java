package org.linli.units;

import java.util.UUID;
import org.linli.live.Work;
import org.linli.territory.CompoundUse;
import reactor.core.publisher.Mono;

/** A unit answers for a compound, or may soon, so the compound stays until all that has ended. */
public final class Pairings implements CompoundUse {
    private record Count(int count) {}

    @Override
    public Mono<Integer> of(Work work, UUID compound) {
        return work.row(Count.class, """
                select count(*)::int as count
                  from pairing p
                 where p.district_id = $1 and p.compound_id = $2::uuid and p.status <> 'ENDED'
                """, compound).map(Count::count);
    }
}
