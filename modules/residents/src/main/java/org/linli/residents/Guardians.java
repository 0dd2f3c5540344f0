package org.linli.residents;

import java.time.LocalDate;
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
    private record Ward(
            UUID id, @Nullable UUID guardianId, @Nullable LocalDate birthDate) {}

    /**
     * The resident for whom the caller, a resident as well, acts.
     *
     * @param child null where it is the own person
     * @throws Refused with {@link NotFound} where the child is another's, with {@link GuardianNeeded} where the caller is too young
     */
    public Mono<UUID> actsFor(Work work, @Nullable UUID child) {
        UUID self = Objects.requireNonNull(work.own(Role.RESIDENT), "only residents are let in");
        return work.row(Ward.class, """
                        select r.id, r.guardian_id, r.birth_date from resident r where r.district_id = $1 and r.id = $2::uuid
                        """, child == null ? self : child)
                .filter(found -> child == null || self.equals(found.guardianId()))
                .switchIfEmpty(NotFound.mono())
                .map(found -> {
                    if (child == null && Person.below(Person.ACTS, found.birthDate(), work.today()))
                        throw new Refused(new GuardianNeeded());
                    return found.id();
                });
    }
}
