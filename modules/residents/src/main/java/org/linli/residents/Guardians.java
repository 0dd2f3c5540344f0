package org.linli.residents;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/** Who acts for whom (DOMAIN.md S02). */
public final class Guardians {
    private record Own(boolean own) {}

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
        return work.row(
                        Ward.class,
                        "select r.id, " + Ward.COLUMNS + """
                          from resident r
                         where r.district_id = $1 and r.id = $2::uuid
                           and\s""" + ResidentStatus.LIVES + """
                           for key share
                        """,
                        child == null ? self : child)
                .switchIfEmpty(NotFound.mono())
                .map(ward -> ward.by(self, work.today()).id());
    }

    /**
     * What benefits a resident is the own of the resident and of the guardian, whether or not the guardian still acts for them: of their
     * accounts, for somebody suspended or moved out is a RESIDENT no more.
     *
     * @param beneficiary nobody's own where it is no resident
     * @throws Refused with {@link OwnWork} if the caller is one of these
     */
    public static Mono<Void> notOwn(Work work, UUID beneficiary) {
        return work.row(Own.class, """
                        select exists (select from resident r
                                        where r.district_id = $1 and r.subject = $3::uuid
                                          and r.id in ($2::uuid, (select c.guardian_id from resident c
                                                                   where c.district_id = $1 and c.id = $2::uuid))) as own
                        """, beneficiary, work.subject())
                .doOnNext(found -> OwnWork.check(found.own()))
                .then();
    }
}
