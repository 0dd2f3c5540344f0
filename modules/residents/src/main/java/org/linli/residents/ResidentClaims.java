package org.linli.residents;

import java.util.UUID;
import org.linli.live.OwnWork;
import org.linli.live.Work;
import org.linli.live.imports.Claims;
import reactor.core.publisher.Mono;

/** Standings that people had in an earlier register; who is under 14 by now needs a guardian who consents, as where a card is seen. */
public final class ResidentClaims implements Claims {
    private record Own(boolean found) {}

    private record Verified(UUID id, ResidentStatus status) {}

    @Override
    public Mono<Integer> confirm(Work work, UUID batch) {
        return work.row(Own.class, """
                        select exists (select from resident r
                                        where r.district_id = $1 and r.batch_id = $2::uuid and r.claimed_standing is not null
                                          and (r.subject = $3::uuid
                                               or r.guardian_id in (select g.id from resident g
                                                                     where g.district_id = $1 and g.subject = $3::uuid))) as found
                        """, batch, work.subject())
                .doOnNext(own -> OwnWork.check(own.found()))
                .thenMany(work.rows(Verified.class, """
                        update resident r
                           set status = r.claimed_standing, claimed_standing = null, version = r.version + 1,
                               verify_by = case when r.claimed_standing = 'IDENTITY_VERIFIED' then r.verify_by end
                         where r.district_id = $1 and r.batch_id = $2::uuid and r.claimed_standing is not null
                           and (r.birth_date is null or r.birth_date <= $3::date - interval '%d years'
                                or exists (select from consent c
                                            where c.district_id = $1 and c.resident_id = r.id and c.kind = 'GUARDIANSHIP'
                                              and c.given_by = r.guardian_id and c.withdrawn_at is null))
                        returning r.id, r.status
                        """.formatted(Person.ACTS), batch, work.today()))
                .map(one ->
                        new ResidentEvent.ResidentStatusMoved(one.id(), ResidentStatus.REGISTERED, one.status(), null))
                .collectList()
                .flatMap(moved -> work.append(moved).thenReturn(moved.size()));
    }
}
