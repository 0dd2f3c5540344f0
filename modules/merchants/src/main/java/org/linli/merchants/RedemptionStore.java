package org.linli.merchants;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.OneTimeCode;
import org.linli.live.Work;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of redemptions. */
final class RedemptionStore {
    /** How many run out in one transaction. */
    static final int BATCH = 100;

    private record Id(UUID id) {}

    Mono<UUID> serviceOf(Work work, UUID redemption) {
        return work.row(Id.class, """
                select r.service_id as id from redemption r where r.district_id = $1 and r.id = $2::uuid
                """, redemption).map(Id::id);
    }

    Mono<Redemption> lock(Work work, UUID redemption) {
        return work.row(Redemption.class, """
                select r.id, r.service_id, r.merchant_id, r.resident_id, r.posting_id, r.status, r.expires_at, r.verified_at
                  from redemption r
                 where r.district_id = $1 and r.id = $2::uuid
                   for update
                """, redemption);
    }

    Mono<Redemption> lock(Work work, OneTimeCode code, UUID[] merchants) {
        return work.row(Redemption.class, """
                select r.id, r.service_id, r.merchant_id, r.resident_id, r.posting_id, r.status, r.expires_at, r.verified_at
                  from redemption r
                 where r.district_id = $1 and r.code_hash = decode($2::text, 'hex') and r.merchant_id = any($3::uuid[])
                   for update
                """, code.hash(), merchants);
    }

    /** In the order of their ids, so that nobody waits in a circle. */
    Flux<Redemption> lock(Work work, Collection<UUID> redemptions) {
        return work.rows(Redemption.class, """
                select r.id, r.service_id, r.merchant_id, r.resident_id, r.posting_id, r.status, r.expires_at, r.verified_at
                  from redemption r
                 where r.district_id = $1 and r.id = any($2::uuid[])
                 order by r.id
                   for update
                """, (Object) redemptions.toArray(UUID[]::new));
    }

    /** Those of a merchant whose code was not verified, in the order of their ids. */
    Flux<Redemption> lockOpen(Work work, UUID merchant) {
        return work.rows(Redemption.class, """
                select r.id, r.service_id, r.merchant_id, r.resident_id, r.posting_id, r.status, r.expires_at, r.verified_at
                  from redemption r
                 where r.district_id = $1 and r.merchant_id = $2::uuid and r.status = 'CODE_ISSUED'
                 order by r.id
                   for update
                """, merchant);
    }

    /** Those of a resident whose code was not verified. */
    Flux<Redemption> open(Work work, UUID resident) {
        return work.rows(Redemption.class, """
                select r.id, r.service_id, r.merchant_id, r.resident_id, r.posting_id, r.status, r.expires_at, r.verified_at
                  from redemption r
                 where r.district_id = $1 and r.resident_id = $2::uuid and r.status = 'CODE_ISSUED'
                """, resident);
    }

    /** Some of those whose code ran out, the longest ago first. */
    Flux<Redemption> due(Work work) {
        return work.rows(Redemption.class, """
                select r.id, r.service_id, r.merchant_id, r.resident_id, r.posting_id, r.status, r.expires_at, r.verified_at
                  from redemption r
                 where r.district_id = $1 and r.status = 'CODE_ISSUED' and r.expires_at <= $2::timestamptz
                 order by r.expires_at, r.id
                 limit $3::int
                """, work.now(), BATCH);
    }

    Mono<Long> add(
            Work work,
            UUID id,
            Service service,
            UUID resident,
            UUID posting,
            OneTimeCode code,
            OffsetDateTime expiresAt) {
        return work.change(
                """
                insert into redemption (district_id, id, merchant_id, service_id, resident_id, grid_id, posting_id, points_price, status,
                                        code_hash, reserved_at, expires_at)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::uuid,
                        (select r.grid_id from resident r where r.district_id = $1 and r.id = $5::uuid),
                        $6::uuid, $7::int, 'CODE_ISSUED', decode($8::text, 'hex'), $9::timestamptz, $10::timestamptz)
                """,
                id,
                service.merchantId(),
                service.id(),
                resident,
                posting,
                service.pointsPrice(),
                code.hash(),
                work.now(),
                expiresAt);
    }

    Mono<Long> verify(Work work, UUID redemption) {
        return work.change("""
                update redemption set status = 'DONE', verified_at = $3::timestamptz, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, redemption, work.now());
    }

    Mono<Long> move(Work work, UUID redemption, RedemptionStatus to) {
        return work.change("""
                update redemption set status = $3::redemption_status, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, redemption, to.name());
    }

    Mono<Long> rate(Work work, UUID redemption, int rating, @Nullable String comment) {
        return work.change("""
                update redemption set status = 'RATED', rating = $3::int, comment = $4::text, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, redemption, rating, comment);
    }
}
