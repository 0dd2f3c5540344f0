package org.linli.territory;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.schema.read.Inputs.Reference;
import reactor.core.publisher.Mono;

/** SQL of streets, communities and compounds, and of all names. */
final class TerritoryStore {
    /** @param streetId of a community whose street is known */
    record Named(String name, int version, @Nullable UUID streetId) {}

    Mono<Named> lock(Work work, Reference place) {
        return work.row(
                Named.class,
                """
                select p.name, p.version, %s as street_id from %s p where p.district_id = $1 and p.id = $2::uuid for update
                """.formatted(place.type().equals("Community") ? "p.street_id" : "null::uuid", table(place)),
                place.id());
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
