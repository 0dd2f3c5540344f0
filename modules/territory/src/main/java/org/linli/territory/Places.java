package org.linli.territory;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Work;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.TerritoryRefusal.GridNotActive;
import org.linli.territory.TerritoryRefusal.PlaceRetired;
import reactor.core.publisher.Mono;

/** Where things are: what other modules ask of the territory. */
public final class Places {
    private record Found(
            @Nullable UUID streetId,
            @Nullable UUID communityId,
            @Nullable UUID gridId,
            List<UUID> grids,
            @Nullable OffsetDateTime retiredAt) {}

    /**
     * Where something new is to be; a refusal where the place is retired, or a grid not at work. A grid stays so until the transaction ends.
     *
     * @param where a Street, Community or Grid; null for the whole district; empty when there is none
     */
    public Mono<Place> find(Work work, @Nullable Reference where) {
        String type = where == null ? "District" : where.type();
        UUID id = where == null ? work.district().id() : where.id();
        Mono<UUID> atWork = type.equals("Grid") ? active(work, id) : Mono.empty();
        Mono<Found> found = work.row(Found.class, """
                select p.street_id, p.community_id, p.grid_id, p.retired_at,
                       array(select g.id
                               from grid g
                               join community c on c.district_id = $1 and c.id = g.community_id
                              where g.district_id = $1
                                and case $2::text when 'Grid' then g.id = p.grid_id
                                                  when 'Community' then g.community_id = p.community_id
                                                  when 'Street' then c.street_id = p.street_id
                                                  else true end) as grids
                  from (select s.id as street_id, null::uuid as community_id, null::uuid as grid_id, s.retired_at
                          from street s
                         where s.district_id = $1 and s.id = $3::uuid and $2::text = 'Street'
                        union all
                        select c.street_id, c.id, null, c.retired_at
                          from community c
                         where c.district_id = $1 and c.id = $3::uuid and $2::text = 'Community'
                        union all
                        select c.street_id, c.id, g.id, c.retired_at
                          from grid g
                          join community c on c.district_id = $1 and c.id = g.community_id
                         where g.district_id = $1 and g.id = $3::uuid and $2::text = 'Grid'
                        union all
                        select null, null, null, null
                         where $2::text = 'District') p
                """, type, id);
        return atWork.then(found).map(place -> {
            PlaceRetired.check(place.retiredAt());
            return new Place(place.streetId(), place.communityId(), place.gridId(), place.grids());
        });
    }

    private record Grid(UUID id, UUID communityId, GridStatus status) {}

    /**
     * The grid in which something new is to be recorded: where none is at work, a refusal. It stays so until the transaction ends.
     *
     * @return its community
     */
    public Mono<UUID> active(Work work, UUID grid) {
        return work.row(Grid.class, """
                select g.id, g.community_id, g.status from grid g where g.district_id = $1 and g.id = $2::uuid for share
                """, grid).switchIfEmpty(NotFound.mono()).map(found -> {
            GridNotActive.check(found.status());
            return found.communityId();
        });
    }

    private record Compound(UUID communityId, @Nullable OffsetDateTime retiredAt) {}

    /**
     * The compound in which somebody is to live or with which a unit is to be paired: where it is retired, a refusal. It stays so until
     * the transaction ends.
     *
     * @return its community
     */
    public Mono<UUID> compound(Work work, UUID compound) {
        return work.row(Compound.class, """
                select c.community_id, c.retired_at from compound c where c.district_id = $1 and c.id = $2::uuid for share
                """, compound)
                .switchIfEmpty(NotFound.mono())
                .map(found -> {
                    PlaceRetired.check(found.retiredAt());
                    return found.communityId();
                });
    }

    /**
     * Those of these codes that places of a type have. They stay as they are until the transaction ends.
     *
     * @param type Street, Community, Compound or Grid
     */
    public Mono<Map<String, Coded>> coded(Work work, String type, Collection<String> codes) {
        return work.rows(
                        Coded.class,
                        switch (type) {
                            case "Street" -> """
                            select p.code, p.id, null::uuid as within, p.retired_at, null::text as status
                              from street p where p.district_id = $1 and p.code = any($2::text[]) order by p.id for share
                            """;
                            case "Community" -> """
                            select p.code, p.id, p.street_id as within, p.retired_at, null::text as status
                              from community p where p.district_id = $1 and p.code = any($2::text[]) order by p.id for share
                            """;
                            case "Compound" -> """
                            select p.code, p.id, p.community_id as within, p.retired_at, null::text as status
                              from compound p where p.district_id = $1 and p.code = any($2::text[]) order by p.id for share
                            """;
                            default -> """
                            select p.code, p.id, p.community_id as within, null::timestamptz as retired_at, p.status
                              from grid p where p.district_id = $1 and p.code = any($2::text[]) order by p.id for share
                            """;
                        },
                        (Object) codes.toArray(String[]::new))
                .collectMap(Coded::code);
    }
}
