package org.linli.merchants;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.merchants.Services.Offer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of services. */
final class ServiceStore {
    private record Id(UUID id) {}

    Mono<UUID> merchantOf(Work work, UUID service) {
        return work.row(Id.class, """
                select s.merchant_id as id from merchant_service s where s.district_id = $1 and s.id = $2::uuid
                """, service).map(Id::id);
    }

    Mono<Service> lock(Work work, UUID service) {
        return work.row(Service.class, """
                select s.id, s.merchant_id, s.status, s.points_price, s.stock, s.code_days, s.valid_from, s.valid_to, s.version
                  from merchant_service s
                 where s.district_id = $1 and s.id = $2::uuid
                   for update
                """, service);
    }

    /** In the order of their ids, so that nobody waits in a circle. */
    Flux<Service> lock(Work work, Collection<UUID> services) {
        return work.rows(Service.class, """
                select s.id, s.merchant_id, s.status, s.points_price, s.stock, s.code_days, s.valid_from, s.valid_to, s.version
                  from merchant_service s
                 where s.district_id = $1 and s.id = any($2::uuid[])
                 order by s.id
                   for update
                """, (Object) services.toArray(UUID[]::new));
    }

    /** All of a merchant, in the order of their ids. */
    Flux<Service> lockOf(Work work, UUID merchant) {
        return work.rows(Service.class, """
                select s.id, s.merchant_id, s.status, s.points_price, s.stock, s.code_days, s.valid_from, s.valid_to, s.version
                  from merchant_service s
                 where s.district_id = $1 and s.merchant_id = $2::uuid
                 order by s.id
                   for update
                """, merchant);
    }

    Mono<Long> add(Work work, UUID id, UUID merchant, Offer offer) {
        return work.change(
                """
                insert into merchant_service (district_id, id, merchant_id, title, description, points_price, stock, valid_from, valid_to,
                                              code_days)
                values ($1, $2::uuid, $3::uuid, $4::text, $5::text, $6::int, $7::int, $8::date, $9::date, $10::int)
                """,
                id,
                merchant,
                offer.title(),
                offer.description(),
                offer.pointsPrice(),
                offer.stock(),
                offer.validFrom(),
                offer.validTo(),
                offer.codeDays());
    }

    Mono<Long> change(Work work, UUID service, Offer offer) {
        return work.change(
                """
                update merchant_service
                   set title = $3::text, description = $4::text, points_price = $5::int, stock = $6::int, valid_from = $7::date,
                       valid_to = $8::date, code_days = $9::int, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """,
                service,
                offer.title(),
                offer.description(),
                offer.pointsPrice(),
                offer.stock(),
                offer.validFrom(),
                offer.validTo(),
                offer.codeDays());
    }

    /** What the merchant reads of a review that sent the service back. */
    Mono<Long> review(Work work, UUID service, String reason) {
        return work.change("""
                update merchant_service set review_note = $3::text where district_id = $1 and id = $2::uuid
                """, service, reason);
    }

    Mono<Long> move(Work work, UUID service, ServiceStatus to) {
        return work.change("""
                update merchant_service set status = $3::service_status, version = version + 1, review_by = null
                 where district_id = $1 and id = $2::uuid
                """, service, to.name());
    }

    Mono<Long> reviewBy(Work work, UUID service, OffsetDateTime due) {
        return work.change(
                "update merchant_service set review_by = $3::timestamptz where district_id = $1 and id = $2::uuid",
                service,
                due);
    }

    /** Puts pieces back, or takes them where they are fewer than 0. */
    Mono<Long> take(Work work, UUID service, int pieces, ServiceStatus status) {
        return work.change("""
                update merchant_service set stock = stock + $3::int, status = $4::service_status, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, service, pieces, status.name());
    }
}
