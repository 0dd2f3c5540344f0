package org.linli.sample;

import java.util.UUID;
import org.linli.live.Work;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of what is left to do in a sample district. */
final class SampleStore {
    /** What is there already. */
    record Filled(boolean places, boolean residents, boolean merchants, boolean activities) {}

    record Id(UUID id) {}

    record Versioned(UUID id, int version) {}

    Mono<Filled> filled(Work work) {
        return work.row(Filled.class, """
                select exists (select from street s where s.district_id = $1) as places,
                       exists (select from resident r where r.district_id = $1) as residents,
                       exists (select from merchant m where m.district_id = $1) as merchants,
                       exists (select from activity a where a.district_id = $1) as activities
                """);
    }

    Flux<Id> communities(Work work) {
        return work.rows(Id.class, "select c.id from community c where c.district_id = $1 order by c.code");
    }

    Flux<Id> merchantsWithoutOffer(Work work) {
        return work.rows(Id.class, """
                select m.id
                  from merchant m
                 where m.district_id = $1 and m.status = 'SIGNED'
                   and not exists (select from merchant_service s where s.district_id = $1 and s.merchant_id = m.id)
                 order by m.code
                """);
    }

    Flux<Id> proposedDuties(Work work) {
        return work.rows(
                Id.class, "select d.id from duty d where d.district_id = $1 and d.status = 'PROPOSED' order by d.id");
    }

    Flux<Id> unconfirmedBatches(Work work) {
        return work.rows(
                Id.class,
                "select b.id from import_batch b where b.district_id = $1 and b.status = 'IMPORTED' order by b.id");
    }

    Flux<Id> signedMerchants(Work work) {
        return work.rows(
                Id.class, "select m.id from merchant m where m.district_id = $1 and m.status = 'SIGNED' order by m.id");
    }

    Flux<Id> submittedServices(Work work) {
        return work.rows(
                Id.class,
                "select s.id from merchant_service s where s.district_id = $1 and s.status = 'SUBMITTED' order by s.id");
    }

    Flux<Versioned> submittedActivities(Work work) {
        return work.rows(
                Versioned.class,
                "select a.id, a.version from activity a where a.district_id = $1 and a.status = 'SUBMITTED' order by a.id");
    }

    Flux<Id> approvedActivities(Work work) {
        return work.rows(
                Id.class,
                "select a.id from activity a where a.district_id = $1 and a.status = 'APPROVED' order by a.id");
    }
}
