package org.linli.platform;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** SQL of districts on their way from cell to cell. */
final class MoveStore {
    record Held(UUID id, MoveStatus status, boolean hindered) {}

    /**
     * @param counted whether the district may have come to count in the other cell, which it does once its rows were the same there
     * @param undone of one that was cancelled: whether all is as it was
     * @param leavesClients whether clients that it shares stay behind
     */
    record Move(
            UUID id,
            UUID targetId,
            String fromCell,
            String toCell,
            MoveStatus status,
            @Nullable MoveObstacle obstacle,
            boolean counted,
            boolean undone,
            boolean leavesClients) {}

    Mono<Held> pending(Work work, UUID district) {
        return work.row(Held.class, """
                select m.id, m.status, m.obstacle is not null as hindered
                  from district_move m
                 where m.district_id = $1 and m.target_id = $2::uuid and m.status <> 'DONE' and not m.undone
                """, district);
    }

    Mono<Long> request(Work work, UUID id, DistrictStore.Entry district, String cell, boolean leavesClients) {
        return work.change("""
                insert into district_move (district_id, id, target_id, from_cell, to_cell, requested_by, requested_at, leaves_clients)
                values ($1, $2::uuid, $3::uuid, $4::text, $5::text, $6::uuid, $7::timestamptz, $8::boolean)
                """, id, district.id(), district.cell(), cell, work.subject(), work.now(), leavesClients);
    }

    Mono<Long> begin(Work work, UUID id, @Nullable OffsetDateTime at) {
        work.callForJobs();
        return work.change("""
                insert into job (district_id, kind, payload, next_at)
                values ($1, $3::text, json_build_object('move', $2::uuid), greatest(now(), $4::timestamptz))
                """, id, MoveSteps.NAME, at);
    }

    Mono<Held> lock(Work work, UUID move) {
        return work.row(Held.class, """
                select m.id, m.status, m.obstacle is not null as hindered
                  from district_move m
                 where m.district_id = $1 and m.id = $2::uuid
                   for update
                """, move);
    }

    /** Has it gone on with at once. */
    Mono<Long> hurry(Work work, UUID move) {
        work.callForJobs();
        return work.change("""
                update job set next_at = now()
                 where district_id = $1 and kind = $3::text and done_at is null and payload ->> 'move' = $2::uuid::text
                """, move, MoveSteps.NAME);
    }

    /** What it has begun is undone at once. */
    Mono<Long> cancel(Work work, UUID move) {
        return work.change("""
                        update district_move set status = 'CANCELLED', obstacle = null, version = version + 1
                         where district_id = $1 and id = $2::uuid
                        """, move).then(hurry(work, move));
    }

    // What the steps do, with nobody asking.

    Mono<Move> move(Work work, UUID id) {
        return work.row(Move.class, """
                select m.id, m.target_id, m.from_cell, m.to_cell, m.status, m.obstacle, m.digest is not null as counted, m.undone,
                       m.leaves_clients
                  from district_move m
                 where m.district_id = $1 and m.id = $2::uuid
                """, id);
    }

    /** @return 0 where somebody else has moved it on */
    Mono<Long> advance(Work work, Move move, MoveStatus to) {
        return work.change("""
                update district_move
                   set status = $4::move_status, obstacle = null, version = version + 1,
                       frozen_at = case when $4::move_status = 'FROZEN' then now() else frozen_at end,
                       switched_at = case when $4::move_status = 'SWITCHED' then now() else switched_at end,
                       thawed_at = case when $4::move_status = 'THAWED' then now() else thawed_at end
                 where district_id = $1 and id = $2::uuid and status = $3::move_status
                """, move.id(), move.status().name(), to.name());
    }

    Mono<Long> verified(Work work, Move move, long rows, String digest) {
        return work.change(
                "update district_move set row_count = $3::bigint, digest = $4::text where district_id = $1 and id = $2::uuid",
                move.id(),
                rows,
                digest);
    }

    record Wait(long millis) {}

    /** How long it is until so much time has gone by since the switch. */
    Mono<Wait> wait(Work work, Move move, Duration since) {
        return work.row(Wait.class, """
                select greatest(0, 1000 * extract(epoch from m.switched_at + make_interval(secs => $3::int) - now()))::bigint as millis
                  from district_move m
                 where m.district_id = $1 and m.id = $2::uuid
                """, move.id(), (int) since.toSeconds());
    }

    /** @param to where it goes back to, or stays */
    Mono<Long> hinder(Work work, Move move, MoveStatus to, MoveObstacle obstacle) {
        return work.change("""
                update district_move
                   set status = $4::move_status, obstacle = $5::move_obstacle, version = version + 1,
                       frozen_at = case when $4::move_status <> 'REQUESTED' then frozen_at end
                 where district_id = $1 and id = $2::uuid and status = $3::move_status
                """, move.id(), move.status().name(), to.name(), obstacle.name());
    }

    Mono<Long> undone(Work work, Move move) {
        return work.change(
                "update district_move set undone = true, obstacle = null where district_id = $1 and id = $2::uuid and status = 'CANCELLED'",
                move.id());
    }
}
