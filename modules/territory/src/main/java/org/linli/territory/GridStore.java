package org.linli.territory;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of grids. */
final class GridStore {
    /** Whether an account has a duty today for the street of community c. */
    private static final String COVERED = """
            exists (select from duty d
                     where d.district_id = $1 and d.subject = $3::uuid and d.role = 'STREET_OFFICER' and d.status = 'CONFIRMED'
                       and d.valid_from <= $4::date and (d.valid_to is null or d.valid_to > $4::date)
                       and d.community_id is null and d.grid_id is null
                       and (d.street_id is null or d.street_id = c.street_id)) as covered
            """;

    /** @param covered whether the caller is on duty for its street */
    record Community(boolean covered, @Nullable OffsetDateTime retiredAt) {}

    Mono<Community> community(Work work, UUID id) {
        return work.row(
                Community.class,
                "select c.retired_at, " + COVERED
                        + " from community c where c.district_id = $1 and c.id = $2::uuid for update",
                id,
                work.subject(),
                work.today());
    }

    /** @param covered whether the caller is on duty for its street */
    record Grid(UUID id, UUID communityId, GridStatus status, int version, boolean covered) {}

    /** In the order of their ids, so that two who want the same ones do not wait for each other. */
    Flux<Grid> lock(Work work, List<UUID> ids) {
        return work.rows(
                Grid.class,
                "select g.id, g.community_id, g.status, g.version, " + COVERED + """
                  from grid g
                  join community c on c.district_id = $1 and c.id = g.community_id
                 where g.district_id = $1 and g.id = any($2::uuid[])
                 order by g.id
                   for update of g
                """,
                ids.toArray(UUID[]::new),
                work.subject(),
                work.today());
    }

    private record Code(String code) {}

    Flux<String> taken(Work work, List<String> codes) {
        return work.rows(Code.class, """
                select g.code from grid g where g.district_id = $1 and g.code = any($2::text[])
                """, (Object) codes.toArray(String[]::new)).map(Code::code);
    }

    record Compound(UUID id, @Nullable OffsetDateTime retiredAt) {}

    /** Those of these compounds that lie in the community, kept from being retired until the transaction ends. */
    Flux<Compound> compounds(Work work, UUID community, List<UUID> ids) {
        return work.rows(Compound.class, """
                select c.id, c.retired_at
                  from compound c
                 where c.district_id = $1 and c.community_id = $2::uuid and c.id = any($3::uuid[])
                 order by c.id
                   for share
                """, community, ids.toArray(UUID[]::new));
    }

    private record Covered(UUID compoundId) {}

    /** What any of these grids covers. */
    Flux<UUID> covered(Work work, List<UUID> grids) {
        return work.rows(Covered.class, """
                select distinct x.compound_id from compound_grid x
                 where x.district_id = $1 and x.grid_id = any($2::uuid[])
                """, (Object) grids.toArray(UUID[]::new))
                .map(Covered::compoundId);
    }

    Mono<Long> add(Work work, UUID id, String code, String name, UUID community, GridStatus status) {
        return work.change("""
                insert into grid (district_id, id, code, name, community_id, status)
                values ($1, $2::uuid, $3::text, $4::text, $5::uuid, $6::grid_status)
                """, id, code, name, community, status.name());
    }

    Mono<Long> cover(Work work, UUID grid, UUID compound) {
        return work.change("""
                insert into compound_grid (district_id, id, compound_id, grid_id)
                values ($1, $2::uuid, $3::uuid, $4::uuid)
                """, work.newId(), compound, grid);
    }

    Mono<Long> uncover(Work work, UUID grid, List<UUID> compounds) {
        return work.change("""
                delete from compound_grid
                 where district_id = $1 and grid_id = $2::uuid and compound_id = any($3::uuid[])
                """, grid, compounds.toArray(UUID[]::new));
    }

    Mono<Long> count(Work work, UUID grid) {
        return work.change("update grid set version = version + 1 where district_id = $1 and id = $2::uuid", grid);
    }

    Mono<Long> succeed(Work work, UUID predecessor, UUID successor) {
        return work.change("""
                insert into grid_succession (district_id, id, predecessor_id, successor_id)
                values ($1, $2::uuid, $3::uuid, $4::uuid)
                """, work.newId(), predecessor, successor);
    }

    Mono<Long> move(Work work, UUID grid, GridStatus to) {
        return work.change("""
                update grid set status = $3::grid_status, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, grid, to.name());
    }
}
