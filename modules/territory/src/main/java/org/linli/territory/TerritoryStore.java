package org.linli.territory;

import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.schema.read.Inputs.Reference;
import reactor.core.publisher.Mono;

/** SQL of streets, communities and compounds, and of all names. */
final class TerritoryStore {
    /**
     * @param streetId of a community whose street is known
     * @param retiredAt null of a grid, whose state tells
     */
    record Named(
            String name,
            int version,
            @Nullable UUID streetId,
            @Nullable OffsetDateTime retiredAt) {}

    Mono<Named> lock(Work work, Reference place) {
        return work.row(
                Named.class,
                """
                select p.name, p.version, %s as street_id, %s as retired_at
                  from %s p
                 where p.district_id = $1 and p.id = $2::uuid
                   for update
                """.formatted(
                                place.type().equals("Community") ? "p.street_id" : "null::uuid",
                                place.type().equals("Grid") ? "null::timestamptz" : "p.retired_at",
                                table(place)),
                place.id());
    }

    private record Count(int count) {}

    /** How much of a street, community or compound, read under its lock, is at work; other modules know more of a compound. */
    Mono<Integer> inUse(Work work, Reference place) {
        return work.row(
                        Count.class,
                        switch (place.type()) {
                            case "Street" -> """
                            select count(*)::int as count
                              from community c
                             where c.district_id = $1 and c.street_id = $2::uuid and c.retired_at is null
                            """;
                            case "Community" -> """
                            select (select count(*)::int
                                      from grid g
                                     where g.district_id = $1 and g.community_id = $2::uuid and g.status in ('PLANNED', 'ACTIVE'))
                                   + (select count(*)::int
                                        from compound c
                                       where c.district_id = $1 and c.community_id = $2::uuid and c.retired_at is null) as count
                            """;
                            default -> """
                            select count(*)::int as count
                              from compound_grid x
                              join grid g on g.district_id = $1 and g.id = x.grid_id
                             where x.district_id = $1 and x.compound_id = $2::uuid and g.status in ('PLANNED', 'ACTIVE')
                            """;
                        },
                        place.id())
                .map(Count::count);
    }

    Mono<Long> retire(Work work, Reference place) {
        return work.change(
                "update %s set retired_at = $3::timestamptz, version = version + 1 where district_id = $1 and id = $2::uuid"
                        .formatted(table(place)),
                place.id(),
                work.now());
    }

    Mono<Long> rename(Work work, Reference place, String name) {
        return work.change(
                "update %s set name = $3::text, version = version + 1 where district_id = $1 and id = $2::uuid"
                        .formatted(table(place)),
                place.id(),
                name);
    }

    /** The table of a type of this module, which is named like it. */
    private static String table(Reference place) {
        return place.type().toLowerCase(Locale.ROOT);
    }

    Mono<Long> addStreet(Work work, UUID id, String code, String name) {
        return work.change("""
                insert into street (district_id, id, code, name) values ($1, $2::uuid, $3::text, $4::text)
                on conflict (district_id, code) do nothing
                """, id, code, name);
    }

    Mono<Long> addCommunity(Work work, UUID id, String code, String name, @Nullable UUID street) {
        return work.change("""
                insert into community (district_id, id, code, name, street_id)
                values ($1, $2::uuid, $3::text, $4::text, $5::uuid)
                on conflict (district_id, code) do nothing
                """, id, code, name, street);
    }

    Mono<Long> addCompound(Work work, UUID id, String code, String name, UUID community) {
        return work.change("""
                insert into compound (district_id, id, code, name, community_id)
                values ($1, $2::uuid, $3::text, $4::text, $5::uuid)
                on conflict (district_id, code) do nothing
                """, id, code, name, community);
    }

    Mono<Long> move(Work work, UUID community, UUID street) {
        return work.change("""
                update community set street_id = $3::uuid, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, community, street);
    }
}
