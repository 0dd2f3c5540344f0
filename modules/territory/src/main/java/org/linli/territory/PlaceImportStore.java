package org.linli.territory;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** SQL of places that come from a file: one statement for all rows. */
final class PlaceImportStore {
    /** A place as it is written. */
    record Place(
            UUID id, String code, String name, @Nullable UUID within) {}

    Mono<Long> add(Work work, String type, List<Place> places) {
        return work.changeAll(
                switch (type) {
                    case "Street" -> """
                        insert into street (district_id, id, code, name)
                        select $1, p.id, p.code, p.name
                          from json_to_recordset($2::json) as p(id uuid, code text, name text)
                        returning id
                        """;
                    case "Community" -> """
                        insert into community (district_id, id, code, name, street_id)
                        select $1, p.id, p.code, p.name, p.within
                          from json_to_recordset($2::json) as p(id uuid, code text, name text, within uuid)
                        returning id
                        """;
                    case "Compound" -> """
                        insert into compound (district_id, id, code, name, community_id)
                        select $1, p.id, p.code, p.name, p.within
                          from json_to_recordset($2::json) as p(id uuid, code text, name text, within uuid)
                        returning id
                        """;
                    default -> """
                        insert into grid (district_id, id, code, name, community_id, status)
                        select $1, p.id, p.code, p.name, p.within, 'ACTIVE'
                          from json_to_recordset($2::json) as p(id uuid, code text, name text, within uuid)
                        returning id
                        """;
                },
                places);
    }

    /** That a grid covers a compound. */
    record Cover(UUID id, UUID compoundId, UUID gridId) {}

    Mono<Long> cover(Work work, List<Cover> covers) {
        return work.changeAll("""
                insert into compound_grid (district_id, id, compound_id, grid_id)
                select $1, x.id, x.compound_id, x.grid_id
                  from json_to_recordset($2::json) as x(id uuid, compound_id uuid, grid_id uuid)
                returning id
                """, covers);
    }
}
