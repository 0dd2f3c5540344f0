package org.linli.residents;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/** Who acts for whom (DOMAIN.md S02). */
public final class Guardians {
    /**
     * The resident for whom the caller, a resident as well, acts; both live here, also where the caller has left a moment ago. Who is leaving right
     * now is waited for; who is found leaves only once this is done.
     *
     * @param child null where it is the own person
     * @throws Refused with {@link NotFound} where the caller does not act for the child, with {@link GuardianNeeded} where the caller is too
     *     young
     */
    public Mono<UUID> actsFor(Work work, @Nullable UUID child) {
        UUID self = Objects.requireNonNull(work.own(Role.RESIDENT), "only residents are let in");
        return work.row(Ward.class, "select r.id, " + Ward.COLUMNS + """
                          from resident r
                         where r.district_id = $1 and r.id = $2::uuid
                           and r.status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE')
                           for key share
                        """, child == null ? self : child)
                .switchIfEmpty(NotFound.mono())
                .map(ward -> ward.by(self, work.today()).id());
    }
}
