package org.linli.platform;

import java.util.UUID;
import org.linli.live.Work;
import org.linli.tenancy.cells.Entries;
import org.linli.tenancy.identity.DistrictState;
import reactor.core.publisher.Mono;

/** SQL of the registry, as operators change it: in the transaction of the platform, and never its own entry. */
final class DistrictStore {
    /** @param erasing whether something of it may be gone */
    record Entry(UUID id, DistrictState state, boolean sample, int version, String cell, boolean erasing) {}

    Mono<Entry> lock(Work work, UUID district) {
        return work.row(Entry.class, """
                select d.id, d.state, d.sample, d.version, d.cell,
                       exists (select from deletion x where x.district_id = d.id and x.withdrawn_at is null and x.files is not null) as erasing
                  from district d
                 where d.id = $2::uuid and d.id <> $1
                   for update
                """, district);
    }

    /** It lives in another cell. What is at home of one that has left does not count, and of one that has come back does. */
    Mono<Long> moved(Work work, MoveStore.Move move) {
        return work.change("""
                update district
                   set cell = $4::text, version = version + 1,
                       void_since = case when $3::text = 'home' then now() when $4::text <> 'home' then void_since end
                 where id = $2::uuid and id <> $1 and cell = $3::text and frozen_at is not null
                """, move.targetId(), move.fromCell(), move.toCell());
    }

    /** It has another organization. */
    Mono<Long> organize(Work work, UUID district, UUID organization) {
        return work.change("""
                update district set kc_org_id = $3::uuid, version = version + 1
                 where id = $2::uuid and id <> $1 and kc_org_id is distinct from $3::uuid
                """, district, organization);
    }

    Mono<Long> thaw(Work work, UUID district) {
        return work.change(
                "update district set held_at = null, frozen_at = null where id = $2::uuid and id <> $1", district);
    }

    /** Where it lives elsewhere, the copy of its entry follows. */
    Mono<Long> move(Work work, UUID district, DistrictState to) {
        work.callForJobs();
        return work.change("""
                update district set state = $3::district_state, version = version + 1 where id = $2::uuid and id <> $1
                """, district, to.name()).delayUntil(moved -> work.change("""
                        insert into job (district_id, kind, payload)
                        select $1, $3::text, json_build_object('district', d.id) from district d where d.id = $2::uuid and d.cell <> 'home'
                        returning id
                        """, district, Entries.NAME));
    }

    /** Another version of the entry, so that two who decide at once do not undo each other's. */
    Mono<Long> grant(Work work, UUID district, NewQuota quota) {
        return work.put(
                        """
                        insert into district_quota (district_id, requests_per_second, requests_at_once, cost_per_second, storage_bytes, streams)
                        select d.id, $3::int, $4::int, $5::bigint, $6::bigint, $7::int from district d where d.id = $2::uuid and d.id <> $1
                            on conflict (district_id) do update
                           set requests_per_second = excluded.requests_per_second, requests_at_once = excluded.requests_at_once,
                               cost_per_second = excluded.cost_per_second, storage_bytes = excluded.storage_bytes, streams = excluded.streams
                        """,
                        district,
                        quota.requestsPerSecond(),
                        quota.requestsAtOnce(),
                        quota.costPerSecond(),
                        quota.bytes(),
                        quota.streams())
                .then(work.change(
                        "update district set version = version + 1 where id = $2::uuid and id <> $1", district));
    }
}
