package org.linli.residents;

import java.util.UUID;
import org.linli.live.OwnWork;
import org.linli.live.Work;
import org.linli.live.imports.Claims;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/** Standings that people had in an earlier register. */
public final class ResidentClaims implements Claims {
    private record Own(boolean found) {}

    private record Verified(UUID id, ResidentStatus status) {}

    @Override
    public Mono<Integer> confirm(Work work, UUID batch) {
        return work.row(Own.class, """
                        select exists (select from resident r
                                        where r.district_id = $1 and r.batch_id = $2::uuid and r.claimed_standing is not null
                                          and (r.subject = $3::uuid or r.guardian_id = $4::uuid)) as found
                        """, batch, work.subject(), work.own(Role.RESIDENT))
                .doOnNext(own -> OwnWork.check(own.found()))
                .thenMany(work.rows(Verified.class, """
                        update resident
                           set status = claimed_standing, claimed_standing = null, version = version + 1,
                               verify_by = case when claimed_standing = 'IDENTITY_VERIFIED' then verify_by end
                         where district_id = $1 and batch_id = $2::uuid and claimed_standing is not null
                        returning id, status
                        """, batch))
                .map(one -> new ResidentEvent.StatusMoved(one.id(), ResidentStatus.REGISTERED, one.status(), null))
                .collectList()
                .flatMap(moved -> work.append(moved).thenReturn(moved.size()));
    }
}
