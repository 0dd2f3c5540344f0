package org.linli.residents;

import java.util.UUID;
import org.linli.live.Work;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of consents. */
final class ConsentStore {
    record Consent(UUID id, ConsentKind kind, UUID givenBy) {}

    /** Those of a person that hold. */
    Flux<Consent> holding(Work work, UUID resident) {
        return work.rows(Consent.class, """
                select c.id, c.kind, c.given_by
                  from consent c
                 where c.district_id = $1 and c.resident_id = $2::uuid and c.withdrawn_at is null
                 order by c.id
                """, resident);
    }

    Mono<Consent> holding(Work work, UUID resident, ConsentKind kind) {
        return holding(work, resident).filter(consent -> consent.kind() == kind).next();
    }

    Mono<Void> give(Work work, UUID id, UUID resident, ConsentKind kind, UUID by) {
        return work.change("""
                        insert into consent (district_id, id, resident_id, kind, given_by, given_at)
                        values ($1, $2::uuid, $3::uuid, $4::consent_kind, $5::uuid, $6::timestamptz)
                        """, id, resident, kind.name(), by, work.now())
                .then(work.append(new ResidentEvent.ConsentRecorded(resident, id, kind)));
    }

    Mono<Void> withdraw(Work work, UUID resident, Consent consent) {
        return work.change("""
                        update consent set withdrawn_at = greatest($3::timestamptz, given_at)
                         where district_id = $1 and id = $2::uuid
                        """, consent.id(), work.now())
                .then(work.append(new ResidentEvent.ConsentRevoked(resident, consent.id(), consent.kind())));
    }
}
