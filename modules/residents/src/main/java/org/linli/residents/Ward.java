package org.linli.residents;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;

/**
 * Somebody for whom a guardian may act, and who that is (DOMAIN.md S02, G9). A guardian acts from the consent to its withdrawal, until the ward is
 * of full age, and only while the ward lives in the district; that the guardian does is seen by the guardian's being a RESIDENT.
 *
 * @param entrusted whether the ward lives here, and the guardian's consent holds
 */
public record Ward(
        UUID id, @Nullable UUID guardianId, @Nullable LocalDate birthDate, boolean entrusted) {
    /** What is selected of a resident {@code r} to know it, beside the id. */
    public static final String COLUMNS = "r.guardian_id, r.birth_date, " + ResidentStatus.LIVES + """
             and exists (select from consent g
                         where g.district_id = $1 and g.resident_id = r.id and g.kind = 'GUARDIANSHIP'
                           and g.given_by = r.guardian_id and g.withdrawn_at is null) as entrusted
            """;

    /**
     * Whether a resident {@code r} is of full age on the day {@code $3}, as {@link Person#minor} says of whoever has a guardian: age decides,
     * and only where it is not known, whether there is a guardian.
     */
    public static final String OF_AGE =
            "coalesce(r.birth_date <= $3::date - interval '" + Person.OF_AGE + " years', r.guardian_id is null)";

    /** Whether this resident, who is another, acts for the ward. */
    public boolean actedForBy(UUID guardian, LocalDate today) {
        return guardian.equals(guardianId) && entrusted && Person.minor(birthDate, today);
    }

    /** @throws Refused with {@link NotFound} where the ward is another's, with {@link GuardianNeeded} where it is too young to act alone */
    public Ward by(UUID actor, LocalDate today) {
        boolean alone = actor.equals(id);
        if (alone && Person.below(Person.ACTS, birthDate, today)) throw new Refused(new GuardianNeeded());
        if (!alone && !actedForBy(actor, today)) throw new Refused(new NotFound());
        return this;
    }
}
